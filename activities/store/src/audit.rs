//! Who did what, and when. Entries are only ever added.

use async_trait::async_trait;
use domain::Actor;
use jiff::Timestamp;
use serde::Serialize;

use crate::{Page, PageRequest, StoreResult};

/// One act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditEntry {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// What, such as `connection.add`.
    pub action: String,
    /// To what: an id.
    pub target: String,
    /// More about it; never a secret.
    pub detail: serde_json::Value,
}

/// The audit log.
#[async_trait]
pub trait AuditLog: Send + Sync {
    /// Adds an entry.
    async fn append(&self, entry: AuditEntry) -> StoreResult<()>;

    /// Newest first; of one target, or of all.
    async fn list(&self, target: Option<&str>, page: PageRequest) -> StoreResult<Page<AuditEntry>>;
}
