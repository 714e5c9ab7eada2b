//! Reservations of model calls, tokens and money, and what was spent.
//!
//! Before an attempt calls a model, what it may spend is reserved against fix, cause and day; afterwards another
//! step settles. A reservation that is still open when the attempt is tried again belongs to an attempt that was
//! killed: it is forfeited, as if all of it had been spent, so that killing never resets a budget.

use std::fmt;

use async_trait::async_trait;
use domain::{AttemptNumber, Budget, FixId, Spend};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{CauseId, StoreResult};

/// Names a reservation: its fix, attempt and token make it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReservationId(pub String);

impl fmt::Display for ReservationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The most that may ever be spent for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caps {
    /// By one fix.
    pub fix: Budget,
    /// By all fixes of one root cause, since it was last solved.
    pub cause: Budget,
    /// By the installation in one day.
    pub day: Budget,
}

/// A wish to spend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reserve {
    /// The fix.
    pub fix: FixId,
    /// Its root cause.
    pub cause: CauseId,
    /// The attempt.
    pub attempt: AttemptNumber,
    /// Names this try of the attempt. The same token again gets the same reservation; another one forfeits whatever
    /// the attempt has open.
    pub token: String,
    /// The day that pays (UTC).
    pub day: Date,
    /// At most this.
    pub want: Budget,
    /// What limits it.
    pub caps: Caps,
    /// Now.
    pub at: Timestamp,
}

/// Which cap leaves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Exhausted {
    /// The wish itself was empty: the attempt's own cap.
    Attempt,
    /// The fix has spent its budget.
    Fix,
    /// The root cause has.
    Cause,
    /// The installation has, for today.
    Day,
}

impl fmt::Display for Exhausted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Attempt => "the budget of the attempt is used up",
            Self::Fix => "the budget of the fix is used up",
            Self::Cause => "the budget of the root cause is used up",
            Self::Day => "the installation's budget of the day is used up",
        })
    }
}

/// The answer to a wish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reservation {
    /// So much may be spent, and must be settled.
    Granted {
        /// What to settle.
        id: ReservationId,
        /// What may be spent: the wish, or what the caps leave of it.
        budget: Budget,
    },
    /// Nothing may be spent.
    Exhausted(Exhausted),
}

/// Whose money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// One fix's.
    Fix(FixId),
    /// One root cause's, since it was last solved.
    Cause(CauseId),
    /// One day's (UTC).
    Day(Date),
    /// One attempt's.
    Attempt(FixId, AttemptNumber),
}

/// Spent and reserved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Account {
    /// Settled and forfeited.
    pub spent: Spend,
    /// Open reservations, seen as spent.
    pub reserved: Spend,
}

impl Account {
    /// What counts against a cap.
    #[must_use]
    pub fn committed(&self) -> Spend {
        self.spent.plus(&self.reserved)
    }
}

/// Decides on a wish: what every backend grants inside its transaction.
///
/// # Errors
/// The first cap that leaves nothing.
pub fn decide(
    want: &Budget,
    caps: &Caps,
    fix: &Account,
    cause: &Account,
    day: &Account,
) -> Result<Budget, Exhausted> {
    let mut budget = *want;
    if budget.is_exhausted() {
        return Err(Exhausted::Attempt);
    }
    for (cap, account, which) in [
        (&caps.fix, fix, Exhausted::Fix),
        (&caps.cause, cause, Exhausted::Cause),
        (&caps.day, day, Exhausted::Day),
    ] {
        budget = budget.min(&cap.minus(&account.committed()));
        if budget.is_exhausted() {
            return Err(which);
        }
    }
    Ok(budget)
}

/// The accounts.
#[async_trait]
pub trait Budgets: Send + Sync {
    /// Reserves what the caps leave of the wish, after forfeiting what the attempt has open under another token.
    async fn reserve(&self, wish: Reserve) -> StoreResult<Reservation>;

    /// Says what a reservation really cost. The first answer stays, also that of a forfeit; returns what counts.
    async fn settle(&self, id: &ReservationId, spend: Spend, at: Timestamp) -> StoreResult<Spend>;

    /// Forfeits what a fix still has open: its run is gone, nobody will settle. Says how many reservations that were.
    async fn forfeit(&self, fix: &FixId, at: Timestamp) -> StoreResult<u32>;

    /// What a scope has spent and reserved.
    async fn account(&self, scope: Scope) -> StoreResult<Account>;
}
