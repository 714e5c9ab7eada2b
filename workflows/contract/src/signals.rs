//! Messages to a running fix; each has the same meaning through every channel.

use domain::{Actor, DeploymentState, EndReason, FixId, FixStatus, PullRequestLink};
use serde::{Deserialize, Serialize};

/// Name of [`Cancel`].
pub const CANCEL: &str = "cancel";
/// Name of [`Retry`].
pub const RETRY: &str = "retry";
/// Name of [`Approve`].
pub const APPROVE: &str = "approve";
/// Name of [`Reject`].
pub const REJECT: &str = "reject";
/// Name of [`DeploymentEvent`].
pub const DEPLOYMENT_EVENT: &str = "deployment_event";
/// Name of [`PullRequestEvent`].
pub const PULL_REQUEST_EVENT: &str = "pull_request_event";
/// Name of [`PushEvent`].
pub const PUSH_EVENT: &str = "push_event";
/// Name of [`CauseEvent`].
pub const CAUSE_EVENT: &str = "cause_event";
/// Name of the query that answers a [`domain::FixView`].
pub const STATE: &str = "state";

/// What a message did: the answer of the updates, which have the names of the signals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Whether it changes anything.
    pub counted: bool,
    /// A sentence for the sender.
    pub said: String,
    /// Where the fix stood when it arrived.
    pub status: FixStatus,
}

/// Stop the fix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct Cancel {
    /// Names the message: a repeated one counts once. Empty: every copy counts.
    pub id: String,
    /// Why, in the actor's words.
    pub reason: String,
    /// Who.
    pub actor: Actor,
}

/// Try again: at rest, in review, or on an open pull request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct Retry {
    /// Names the message: a repeated one counts once. Empty: every copy counts.
    pub id: String,
    /// A hint for the fixer, in the actor's words.
    pub hint: String,
    /// Who.
    pub actor: Actor,
}

/// Publish the patch under review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct Approve {
    /// Names the message: a repeated one counts once. Empty: every copy counts.
    pub id: String,
    /// The patch meant; without it the patch then shown.
    pub patch: Option<String>,
    /// Who.
    pub actor: Actor,
}

/// Do not publish the patch under review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct Reject {
    /// Names the message: a repeated one counts once. Empty: every copy counts.
    pub id: String,
    /// The patch meant; without it the patch then shown.
    pub patch: Option<String>,
    /// Why, in the actor's words.
    pub reason: String,
    /// Who.
    pub actor: Actor,
}

/// News of a deployment on the fix branch, or of the failed commit's siblings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct DeploymentEvent {
    /// The delivery that brought it; repeated deliveries count once.
    pub delivery: String,
    /// The deployment.
    pub deployment: String,
    /// Its state.
    pub state: Option<DeploymentState>,
}

/// News of the pull request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct PullRequestEvent {
    /// The delivery that brought it.
    pub delivery: String,
    /// The pull request.
    pub number: u64,
    /// The git host's word for what happened.
    pub action: String,
}

/// Somebody pushed to the failing branch or to the fix branch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct PushEvent {
    /// The delivery that brought it.
    pub delivery: String,
    /// The branch.
    pub branch: String,
    /// Its new head.
    pub head: String,
}

/// The fix that worked on the same root cause has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CauseEvent {
    /// That fix.
    pub leader: FixId,
    /// How it ended.
    pub reason: EndReason,
    /// Its pull request.
    #[serde(default)]
    pub pull_request: Option<PullRequestLink>,
    /// The receiver leads now.
    #[serde(default)]
    pub lead: bool,
}
