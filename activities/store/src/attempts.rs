//! Attempts: what each try inside a fix did, cost and proved.

use async_trait::async_trait;
use domain::{AttemptNumber, BlobRef, FixId, Patch, Proof, Spend};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{CauseId, StoreResult};

/// One attempt. Saved when it begins, and again when it ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptRow {
    /// The fix.
    pub fix: FixId,
    /// From 1, over all runs of the fix.
    pub number: AttemptNumber,
    /// The root cause whose attempts it counts towards.
    pub cause: Option<CauseId>,
    /// The commit it starts from.
    pub base_commit: String,
    /// `recipe:<id>` or `agent:<name>`; `None` until one made a patch or the last one gave up.
    pub fixer: Option<String>,
    /// In a word or two, such as `verified`; `None` while it runs.
    pub outcome: Option<String>,
    /// A sentence for people.
    pub summary: String,
    /// The patch.
    pub patch: Option<Patch>,
    /// What shows that the patch works.
    pub proof: Option<Proof>,
    /// Logs and transcripts by name (`reproduce`, `change`, `verify`, …).
    pub logs: Vec<(String, BlobRef)>,
    /// Wall time of its steps in milliseconds, by name.
    pub durations: Vec<(String, u64)>,
    /// What it spent.
    pub spend: Spend,
    /// Anything more that pages show.
    pub detail: serde_json::Value,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

impl AttemptRow {
    /// An attempt that begins now.
    #[must_use]
    pub fn begun(
        fix: FixId,
        number: AttemptNumber,
        cause: Option<CauseId>,
        base_commit: String,
        at: Timestamp,
    ) -> Self {
        Self {
            fix,
            number,
            cause,
            base_commit,
            fixer: None,
            outcome: None,
            summary: String::new(),
            patch: None,
            proof: None,
            logs: Vec::new(),
            durations: Vec::new(),
            spend: Spend::default(),
            detail: serde_json::Value::Null,
            started_at: at,
            ended_at: None,
        }
    }
}

/// Attempts.
#[async_trait]
pub trait Attempts: Send + Sync {
    /// Makes or replaces the attempt of this number. Saving twice is harmless, and an attempt that has ended is not
    /// reopened by a late save of its beginning. The first `started_at` and `cause` stay.
    async fn save(&self, attempt: &AttemptRow) -> StoreResult<()>;

    /// The attempts of a fix, first one first.
    async fn list(&self, fix: &FixId) -> StoreResult<Vec<AttemptRow>>;
}
