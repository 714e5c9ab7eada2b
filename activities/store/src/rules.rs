//! The users' rules: for one subscription, or for all.

use async_trait::async_trait;
use domain::{Rule, RuleId, SubscriptionId};
use jiff::Timestamp;

use crate::StoreResult;

/// A rule and where it applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleRow {
    /// The rule.
    pub rule: Rule,
    /// The subscription it belongs to; `None`: all of them.
    pub subscription: Option<SubscriptionId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Changes with every write; from 1.
    pub version: u32,
    /// Why what is stored cannot be read, such as a row that another version wrote. Conditions and action are empty
    /// then and must not be used.
    pub unreadable: Option<String>,
}

/// Rules.
#[async_trait]
pub trait Rules: Send + Sync {
    /// Stores a new rule with version 1.
    async fn insert(&self, rule: RuleRow) -> StoreResult<()>;

    /// One rule.
    async fn get(&self, id: &RuleId) -> StoreResult<RuleRow>;

    /// Every rule, in the order in which they are tried, unreadable ones too.
    async fn list(&self) -> StoreResult<Vec<RuleRow>>;

    /// What applies to a subscription: its own and the global rules, enabled ones only, by priority and then id. An
    /// unreadable one stops none of the others.
    async fn applicable(&self, subscription: &SubscriptionId) -> StoreResult<Vec<RuleRow>>;

    /// Replaces everything but id and creation time; `version` is the one that was read.
    ///
    /// # Errors
    /// `Conflict` when somebody else has written since.
    async fn update(&self, rule: RuleRow) -> StoreResult<RuleRow>;

    /// Deletes a rule. Deleting an absent one is fine.
    async fn delete(&self, id: &RuleId) -> StoreResult<()>;
}
