//! The installation's own values: few, small, and not configuration.

use async_trait::async_trait;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::StoreResult;

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
