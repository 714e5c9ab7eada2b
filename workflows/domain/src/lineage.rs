//! What a fix carries from run to run.

use serde::{Deserialize, Serialize};

use crate::{budget::Spend, deployment::PullRequestLink, ids::AttemptNumber};

/// The past of a fix, as the store knows it; a new run goes on from here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct Lineage {
    /// Attempts made so far; the next has this number plus one.
    pub attempts: AttemptNumber,
    /// Branch that was or will be pushed.
    pub branch: Option<String>,
    /// The pull request that was opened.
    pub pull_request: Option<PullRequestLink>,
    /// Spent so far.
    pub spend: Spend,
    /// One redeploy was made for this failure.
    pub redeployed: bool,
    /// Attempts that people granted beyond the configured number.
    pub granted_attempts: u32,
}
