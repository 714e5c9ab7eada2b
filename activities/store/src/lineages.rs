//! What a fix carries from run to run, and which branches and pull requests are regreen's own.

use async_trait::async_trait;
use domain::{FixId, Lineage, Repository};
use jiff::Timestamp;

use crate::StoreResult;

/// Lineage: branch → fix is stored here **before** the branch is pushed.
#[async_trait]
pub trait Lineages: Send + Sync {
    /// What the fix has behind it; empty for a new one.
    async fn get(&self, fix: &FixId) -> StoreResult<Lineage>;

    /// Stores the lineage, and with it the owner of its branch and pull request. A lineage only grows: counters keep
    /// the greater value, a branch or pull request once known is never forgotten, so a late write does no harm.
    /// Returns what is stored now.
    ///
    /// # Errors
    /// `Conflict` when the branch or pull request belongs to another fix.
    async fn save(
        &self,
        fix: &FixId,
        repository: &Repository,
        lineage: &Lineage,
        at: Timestamp,
    ) -> StoreResult<Lineage>;

    /// Whose branch this is, when it is one of ours.
    async fn find_by_branch(
        &self,
        repository: &Repository,
        branch: &str,
    ) -> StoreResult<Option<FixId>>;

    /// Whose pull request this is, when it is one of ours.
    async fn find_by_pull_request(
        &self,
        repository: &Repository,
        number: u64,
    ) -> StoreResult<Option<FixId>>;
}

/// The union of two lineages of one fix; `new` wins where both have a value that can change.
#[must_use]
pub fn merge(old: &Lineage, new: &Lineage) -> Lineage {
    Lineage {
        attempts: old.attempts.max(new.attempts),
        branch: new.branch.clone().or_else(|| old.branch.clone()),
        pull_request: new
            .pull_request
            .clone()
            .or_else(|| old.pull_request.clone()),
        spend: domain::Spend {
            model_calls: old.spend.model_calls.max(new.spend.model_calls),
            input_tokens: old.spend.input_tokens.max(new.spend.input_tokens),
            output_tokens: old.spend.output_tokens.max(new.spend.output_tokens),
            cost_micros: old.spend.cost_micros.max(new.spend.cost_micros),
        },
        redeployed: old.redeployed || new.redeployed,
        granted_attempts: old.granted_attempts.max(new.granted_attempts),
    }
}
