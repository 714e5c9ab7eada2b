//! The installation's own values: few, small, and not configuration.

use async_trait::async_trait;
use domain::Budget;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{StoreError, StoreResult};

/// The key of the daily cap that a person set; it holds a [`Budget`], or null for the configured one.
pub const BUDGET_OF_DAY: &str = "budget_of_day";

/// What names this installation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Installation {
    /// `ins_` and 26 characters, made once.
    pub id: String,
    /// When.
    pub created_at: Timestamp,
}

/// Values by key.
#[async_trait]
pub trait Settings: Send + Sync {
    /// The value of a key.
    async fn find(&self, key: &str) -> StoreResult<Option<serde_json::Value>>;

    /// Sets a value.
    async fn put(&self, key: &str, value: serde_json::Value, at: Timestamp) -> StoreResult<()>;

    /// Sets a value if the key has none; returns the one that is there now.
    async fn put_if_absent(
        &self,
        key: &str,
        value: serde_json::Value,
        at: Timestamp,
    ) -> StoreResult<serde_json::Value>;

    /// Names the installation; the first caller decides.
    async fn installation(&self, at: Timestamp) -> StoreResult<Installation>;
}

/// The daily cap that a person set; `None`: the configured one counts.
///
/// # Errors
/// `Internal` also when the stored value is no budget: a cap on money is never guessed.
pub async fn budget_of_day(settings: &dyn Settings) -> StoreResult<Option<Budget>> {
    match settings.find(BUDGET_OF_DAY).await? {
        None | Some(serde_json::Value::Null) => Ok(None),
        Some(value) => serde_json::from_value(value).map(Some).map_err(|error| {
            StoreError::Internal(format!(
                "the setting `{BUDGET_OF_DAY}` is no budget: {error}"
            ))
        }),
    }
}
