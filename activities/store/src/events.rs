//! Timelines: what happened to a fix, for people.

use async_trait::async_trait;
use domain::FixId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::StoreResult;

/// Events kept per fix; of more, the newest stay.
pub const MOST_EVENTS: u32 = 500;

/// Characters kept of one text.
pub const MOST_TEXT: usize = 2_000;

/// One line of a timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FixEvent {
    /// Unique within the fix: the same key twice is one event.
    pub key: String,
    /// When.
    pub at: Timestamp,
    /// What kind, such as `status` or `note`.
    pub kind: String,
    /// What happened; cut to [`MOST_TEXT`] characters.
    pub text: String,
}

/// Timelines.
#[async_trait]
pub trait FixEvents: Send + Sync {
    /// Adds events; keys that exist already are passed over.
    async fn append(&self, fix: &FixId, events: &[FixEvent]) -> StoreResult<()>;

    /// The timeline, oldest first: at most [`MOST_EVENTS`] lines.
    async fn list(&self, fix: &FixId) -> StoreResult<Vec<FixEvent>>;
}
