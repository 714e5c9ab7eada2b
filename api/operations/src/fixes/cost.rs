//! What a fix has cost, attempt by attempt.

use domain::{AttemptNumber, AttemptOutcome, Budget, FixId, Spend};
use serde::Serialize;
use store::Scope;

use crate::{Operations, error::OperationResult};

/// What one attempt has cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AttemptCost {
    /// The attempt.
    pub number: AttemptNumber,
    /// How it ended.
    pub outcome: AttemptOutcome,
    /// Whose patch it made; `None`: none.
    pub fixer: Option<String>,
    /// What was spent on the model.
    pub spend: Spend,
    /// Time in the sandbox, in milliseconds.
    pub sandbox_milliseconds: u64,
}

/// What a fix has cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FixCost {
    /// The fix.
    pub fix: FixId,
    /// Settled, and what attempts that were killed have forfeited.
    pub spent: Spend,
    /// What the attempt that runs now may still spend.
    pub reserved: Spend,
    /// The most it may spend, as its subscription says now; `None` when that is gone.
    pub cap: Option<Budget>,
    /// The attempts that are known.
    pub attempts: Vec<AttemptCost>,
}

impl Operations {
    /// What a fix has cost.
    ///
    /// # Errors
    /// `fix_not_found`; when the store is away.
    pub async fn fix_cost(&self, reference: &str) -> OperationResult<FixCost> {
        let details = self.show_fix(reference).await?;
        let fix = details.summary.id;
        let account = self.store.budgets.account(Scope::Fix(fix.clone())).await?;
        let subscription = self
            .store
            .subscriptions
            .get(&details.view.subscription)
            .await
            .ok();
        Ok(FixCost {
            fix,
            spent: account.spent,
            reserved: account.reserved,
            cap: subscription.map(|row| row.settings.budget),
            attempts: details
                .view
                .attempts
                .into_iter()
                .map(|attempt| AttemptCost {
                    number: attempt.number,
                    outcome: attempt.outcome,
                    fixer: attempt.patch.map(|patch| patch.fixer),
                    spend: attempt.spend,
                    sandbox_milliseconds: attempt.sandbox_milliseconds,
                })
                .collect(),
        })
    }
}
