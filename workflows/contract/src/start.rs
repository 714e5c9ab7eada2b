//! How workflows are started, and what they return.

use domain::{
    Actor, AlertEvent, ConnectionId, DeploymentId, EndReason, FixId, FixView, Platform,
    PullRequestLink, SubscriptionId,
};
use serde::{Deserialize, Serialize};

/// The workflow type on the wire.
pub const FIX_DEPLOYMENT: &str = "FixDeployment";
/// The workflow type that looks for failed deployments where no webhook tells of them.
pub const POLL_DEPLOYMENTS: &str = "PollDeployments";
/// The workflow type that looks for comments where no webhook tells of them.
pub const POLL_COMMENTS: &str = "PollComments";
/// The workflow type that compares what is stored with what runs.
pub const RECONCILE_FIXES: &str = "ReconcileFixes";
/// The one run of [`RECONCILE_FIXES`].
pub const RECONCILE_ID: &str = "regreen:reconcile";

/// Input of `FixDeployment`: references only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FixInput {
    /// The fix, whose row exists.
    pub fix: FixId,
    /// The platform.
    pub platform: Platform,
    /// The failed deployment.
    pub deployment: DeploymentId,
    /// The subscription of its project.
    pub subscription: SubscriptionId,
    /// The person who started it by hand; such a start overrides `auto_fix` and skip rules.
    #[serde(default)]
    pub started_by: Option<Actor>,
}

/// How a run of `FixDeployment` ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FixOutcome {
    /// The fix.
    pub fix: FixId,
    /// The reason; its status follows from it.
    pub reason: EndReason,
    /// A sentence about it.
    pub detail: String,
    /// The pull request.
    pub pull_request: Option<PullRequestLink>,
}

/// Input of `PollDeployments` and `PollComments`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PollInput {
    /// The connection whose projects, or repositories, are looked at.
    pub connection: ConnectionId,
}

/// The workflow id of the poll of a connection.
#[must_use]
pub fn poll_id(connection: &ConnectionId) -> String {
    format!("poll:{connection}")
}

/// Input of `DeliverAlert`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AlertInput {
    /// Name of the channel.
    pub channel: String,
    /// Names the message: a repeated one has the same id.
    pub id: String,
    /// What happened.
    pub event: AlertEvent,
    /// To which fix, in short.
    pub view: FixView,
    /// Milliseconds that its delivery may take, outages of the receiver included.
    pub window: u64,
}
