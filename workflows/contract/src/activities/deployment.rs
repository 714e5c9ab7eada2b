//! Asking the platform about deployments, and repeating one.

use domain::{Deployment, DeploymentId, DeploymentState, FixId, Repository, SubscriptionId};
use serde::{Deserialize, Serialize};

use super::activity;

activity!(
    /// Looks at the failed deployment and its surroundings.
    LookAtDeployment = "deployment.look", LookInput => Look
);
activity!(
    /// Whether the failing commit is still the one to fix.
    CheckSuperseded = "deployment.check", CheckInput => Superseded
);
activity!(
    /// Repeats a deployment once: a second call finds the first one's result.
    Redeploy = "deployment.redeploy", RedeployInput => DeploymentId
);
activity!(
    /// Polls a deployment until it is final or the deadline comes, then says how it stands.
    WatchDeployment = "deployment.watch", WatchInput => DeploymentState
);

/// Input of [`LookAtDeployment`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LookInput {
    /// The fix.
    pub fix: FixId,
    /// Its subscription.
    pub subscription: SubscriptionId,
    /// The deployment.
    pub deployment: DeploymentId,
    /// A person asked for it: a branch that the subscription leaves alone is no reason to stop.
    #[serde(default)]
    pub any_branch: bool,
}

/// Output of [`LookAtDeployment`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Look {
    /// The deployment as the platform describes it.
    pub deployment: Deployment,
    /// The project's directory in the repository, without slashes at the ends; empty for the top.
    #[serde(default)]
    pub root_directory: String,
    /// The subscription leaves its branch alone.
    #[serde(default)]
    pub branch_excluded: bool,
    /// What follows from its surroundings.
    pub verdict: LookVerdict,
}

/// What follows from a look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum LookVerdict {
    /// Go on.
    Proceed,
    /// The deployment did not fail after all, or does not belong to this subscription.
    NotAFailure {
        /// A sentence.
        why: String,
    },
    /// It was built on a fix branch of our own; the parent has been told.
    OwnBranch {
        /// The fix that owns the branch.
        parent: FixId,
    },
    /// A newer commit is on the branch, or another deployment of the commit is green.
    Superseded {
        /// A sentence.
        by: String,
    },
    /// The subscription does not cover this branch.
    BranchExcluded {
        /// The branch.
        branch: String,
    },
    /// Nothing in the repository can be done.
    NotFixable {
        /// A sentence.
        why: String,
    },
}

/// Input of [`CheckSuperseded`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CheckInput {
    /// Its subscription.
    pub subscription: SubscriptionId,
    /// The repository.
    pub repository: Repository,
    /// The failing branch.
    pub branch: String,
    /// The failed deployment.
    pub deployment: Deployment,
}

/// Output of [`CheckSuperseded`]: by what, or `None`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Superseded {
    /// A sentence, when it is superseded.
    pub by: Option<String>,
}

/// Input of [`Redeploy`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RedeployInput {
    /// The fix: one redeploy each.
    pub fix: FixId,
    /// Its subscription.
    pub subscription: SubscriptionId,
    /// The deployment to repeat.
    pub deployment: Deployment,
}

/// Input of [`WatchDeployment`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct WatchInput {
    /// Its subscription.
    pub subscription: SubscriptionId,
    /// The deployment.
    pub deployment: DeploymentId,
    /// Unix time in milliseconds at which the watch ends.
    pub deadline: i64,
    /// First interval in milliseconds.
    pub poll_first: u64,
    /// Longest interval in milliseconds.
    pub poll_most: u64,
}
