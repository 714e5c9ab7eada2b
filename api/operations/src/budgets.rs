//! What the installation may spend in a day, and what it has spent.

use domain::{Actor, Budget, Spend};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::Serialize;
use store::{BUDGET_OF_DAY, Scope};

use crate::{
    Operations,
    error::{OperationError, OperationResult},
};

#[cfg(test)]
mod tests;

/// What the configuration allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// The most that all fixes of one root cause may spend.
    pub budget_of_cause: Budget,
    /// The most that the installation may spend in a day, unless a person set something else.
    pub budget_of_day: Budget,
    /// Builds at once.
    pub sandbox_slots: u32,
    /// How often a platform without webhooks is asked, in milliseconds.
    pub poll: u64,
}

/// Caps and what counts against them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BudgetReport {
    /// The day (UTC).
    pub day: Date,
    /// The most that may be spent in a day.
    pub cap: Budget,
    /// A person set that cap; otherwise it is the configured one.
    pub cap_is_set: bool,
    /// Settled and forfeited today.
    pub spent: Spend,
    /// What attempts that run now may still spend.
    pub reserved: Spend,
    /// What is left of the cap.
    pub left: Budget,
    /// The most that all fixes of one root cause may spend.
    pub cause: Budget,
    /// The most that a fix may spend, unless its subscription says otherwise.
    pub fix: Budget,
    /// Builds at once.
    pub sandbox_slots: u32,
}

/// A change of the daily cap; `None` leaves what is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BudgetChange {
    /// Calls to a model.
    pub model_calls: Option<u32>,
    /// Tokens.
    pub tokens: Option<u64>,
    /// Money in millionths of a dollar.
    pub cost_micros: Option<u64>,
}

impl BudgetChange {
    /// Whether it changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub(crate) fn apply(&self, budget: Budget) -> Budget {
        Budget {
            model_calls: self.model_calls.unwrap_or(budget.model_calls),
            tokens: self.tokens.unwrap_or(budget.tokens),
            cost_micros: self.cost_micros.unwrap_or(budget.cost_micros),
        }
    }
}

impl Operations {
    /// Caps, and what was spent today.
    ///
    /// # Errors
    /// When the store is away.
    pub async fn show_budget(&self) -> OperationResult<BudgetReport> {
        let day = Timestamp::now().to_zoned(TimeZone::UTC).date();
        let set = store::budget_of_day(self.store.settings.as_ref()).await?;
        let account = self.store.budgets.account(Scope::Day(day)).await?;
        let cap = set.unwrap_or(self.limits.budget_of_day);
        Ok(BudgetReport {
            day,
            cap,
            cap_is_set: set.is_some(),
            spent: account.spent,
            reserved: account.reserved,
            left: cap.minus(&account.committed()),
            cause: self.limits.budget_of_cause,
            fix: Budget::default(),
            sandbox_slots: self.limits.sandbox_slots,
        })
    }

    /// Sets the daily cap; it counts for every attempt that begins from now on. Zero stops the model.
    ///
    /// # Errors
    /// `invalid_argument` when nothing is changed.
    pub async fn set_budget(
        &self,
        change: BudgetChange,
        actor: &Actor,
    ) -> OperationResult<BudgetReport> {
        if change.is_empty() {
            return Err(OperationError::invalid(
                "say what the cap of a day shall be: money, tokens or calls",
            ));
        }
        let set = store::budget_of_day(self.store.settings.as_ref()).await?;
        let budget = change.apply(set.unwrap_or(self.limits.budget_of_day));
        let value = serde_json::to_value(budget).map_err(OperationError::internal)?;
        self.put_budget(value, actor).await
    }

    /// Goes back to the configured cap.
    ///
    /// # Errors
    /// When the store is away.
    pub async fn reset_budget(&self, actor: &Actor) -> OperationResult<BudgetReport> {
        self.put_budget(serde_json::Value::Null, actor).await
    }

    async fn put_budget(
        &self,
        value: serde_json::Value,
        actor: &Actor,
    ) -> OperationResult<BudgetReport> {
        self.store
            .settings
            .put(BUDGET_OF_DAY, value.clone(), Timestamp::now())
            .await?;
        self.audit(actor, "budget.set", BUDGET_OF_DAY, value)
            .await?;
        self.show_budget().await
    }
}
