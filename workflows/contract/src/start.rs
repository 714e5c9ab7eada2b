//! How a fix workflow is started, and what it returns.

use domain::{Actor, DeploymentId, EndReason, FixId, Platform, PullRequestLink, SubscriptionId};
use serde::{Deserialize, Serialize};

/// The workflow type on the wire.
pub const FIX_DEPLOYMENT: &str = "FixDeployment";

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
