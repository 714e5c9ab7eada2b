//! Following a pull request of ours.

use domain::{DeploymentId, FixId, PullRequestLink, Repository, SubscriptionId};
use serde::{Deserialize, Serialize};

use super::activity;

activity!(
    /// Polls the pull request and its preview until there is news or the deadline comes. A signal that something
    /// happened cancels the poll; the next one looks at once.
    FollowPullRequest = "pull_request.follow", FollowInput => News
);

/// Input of [`FollowPullRequest`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FollowInput {
    /// The fix.
    pub fix: FixId,
    /// Its subscription.
    pub subscription: SubscriptionId,
    /// The repository.
    pub repository: Repository,
    /// The pull request.
    pub pull_request: PullRequestLink,
    /// Whether the preview of its head is still unknown.
    pub watch_preview: bool,
    /// Unix time in milliseconds by which a preview must have come.
    pub preview_deadline: i64,
    /// Unix time in milliseconds at which following ends.
    pub deadline: i64,
    /// First interval in milliseconds.
    pub poll_first: u64,
    /// Longest interval in milliseconds.
    pub poll_most: u64,
}

/// Output of [`FollowPullRequest`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "news", rename_all = "snake_case")]
pub enum News {
    /// It was merged.
    Merged,
    /// It was closed without being merged.
    Closed,
    /// Somebody else pushed to the branch.
    ForeignCommit {
        /// The new head.
        head: String,
    },
    /// The platform built the fix.
    PreviewReady {
        /// The deployment.
        deployment: DeploymentId,
    },
    /// The platform failed to build the fix.
    PreviewFailed {
        /// The deployment.
        deployment: DeploymentId,
    },
    /// The platform has not built the fix, and says why or does not.
    PreviewMissing {
        /// A sentence.
        why: String,
    },
    /// The deadline came.
    StillOpen,
}
