//! The user's rules.

use domain::{Diagnosis, Platform, Repository, RuleAction, SubscriptionId};
use serde::{Deserialize, Serialize};

use super::activity;

activity!(
    /// Decides by the rules as of now.
    DecideRules = "rules.decide", RulesInput => RulesDecision
);

/// Input of [`DecideRules`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RulesInput {
    /// Whose rules.
    pub subscription: SubscriptionId,
    /// The verdict on the log.
    pub diagnosis: Diagnosis,
    /// The platform.
    pub platform: Platform,
    /// The repository.
    pub repository: Repository,
    /// The failing branch.
    pub branch: String,
}

/// Output of [`DecideRules`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RulesDecision {
    /// Name of the rule that matched.
    pub rule: Option<String>,
    /// What it wants; `None` when no rule matched.
    pub action: Option<RuleAction>,
    /// Why it matched, a sentence.
    pub why: String,
    /// Rules that could not be used, a sentence each.
    pub broken: Vec<String>,
}
