//! The only activities that write to a git host.

use domain::{
    AttemptNumber, FixId, FixSettings, FixView, Patch, PullRequestLink, Repository, SubscriptionId,
};
use serde::{Deserialize, Serialize};

use super::{activity, source::Snapshot};

activity!(
    /// Commits the patch onto its parent and pushes the fix branch. Repeating it changes nothing: the commit is
    /// deterministic, and the branch is written to the store before the push.
    PushBranch = "publish.push", PushInput => Pushed
);
activity!(
    /// Opens the pull request, or updates the one that is open for the branch; sets labels.
    OpenPullRequest = "publish.pull_request", PullRequestInput => PullRequestLink
);
activity!(
    /// Writes or updates one comment of ours on a pull request.
    Comment = "publish.comment", CommentInput => ()
);
activity!(
    /// Sets our status on a commit: a later one replaces it.
    SetStatus = "publish.status", StatusInput => ()
);

/// Input of [`PushBranch`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PushInput {
    /// The fix.
    pub fix: FixId,
    /// Its subscription.
    pub subscription: SubscriptionId,
    /// The repository.
    pub repository: Repository,
    /// The attempt.
    pub attempt: AttemptNumber,
    /// The source the patch was made and verified against.
    pub snapshot: Snapshot,
    /// The parent of the new commit: the snapshot's commit, or the head of the fix branch.
    pub onto: String,
    /// The patch.
    pub patch: Patch,
    /// The fix branch.
    pub branch: String,
    /// Commit message.
    pub message: String,
}

/// Output of [`PushBranch`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pushed {
    /// The commit.
    pub commit: String,
}

/// Input of [`OpenPullRequest`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PullRequestInput {
    /// Its subscription.
    pub subscription: SubscriptionId,
    /// The repository.
    pub repository: Repository,
    /// The fix branch.
    pub branch: String,
    /// The pull request's target: the failing branch.
    pub base: String,
    /// The commit that was pushed.
    pub head: String,
    /// Draft or ready.
    pub draft: bool,
    /// Labels and the like.
    pub settings: FixSettings,
    /// What the text is made from.
    pub view: FixView,
}

/// Input of [`SetStatus`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StatusInput {
    /// Its subscription.
    pub subscription: SubscriptionId,
    /// The repository.
    pub repository: Repository,
    /// The commit.
    pub commit: String,
    /// Whether it is the commit that failed, or one of the fix branch.
    pub failing: bool,
    /// What the status is made from.
    pub view: FixView,
}

/// Input of [`Comment`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CommentInput {
    /// Its subscription.
    pub subscription: SubscriptionId,
    /// The repository.
    pub repository: Repository,
    /// The pull request.
    pub number: u64,
    /// Names the comment: the same marker, the same comment.
    pub marker: String,
    /// What the text is made from.
    pub view: FixView,
}
