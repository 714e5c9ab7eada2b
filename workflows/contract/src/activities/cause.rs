//! Root causes: who works on one, and what becomes of those who wait.

use domain::{Actor, EndReason, FixId, Leader, PullRequestLink, Repository};
use serde::{Deserialize, Serialize};

use super::activity;

activity!(
    /// Claims a root cause for a fix; repeating it changes nothing.
    ClaimCause = "cause.claim", CauseKey => Claim
);
activity!(
    /// Gives a cause up and tells those who wait. Repeating it tells the same again.
    ReleaseCause = "cause.release", ReleaseInput => ()
);

/// A root cause, and the fix in question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CauseKey {
    /// The fix.
    pub fix: FixId,
    /// The repository.
    pub repository: Repository,
    /// The failing branch.
    pub branch: String,
    /// The project's directory.
    pub root_directory: String,
    /// Fingerprint of the diagnosis.
    pub fingerprint: String,
    /// A person's retry that grants the cause one more attempt; the count is the retry's ordinal in this fix.
    #[serde(default)]
    pub granted_by: Option<(u32, Actor)>,
}

/// Output of [`ClaimCause`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "claim", rename_all = "snake_case")]
pub enum Claim {
    /// The fix leads.
    Acquired {
        /// Attempts already made on this cause, by any fix.
        attempts: u32,
        /// Attempts that people granted beyond the configured number.
        granted: u32,
    },
    /// Another fix leads.
    Held {
        /// It.
        leader: Leader,
    },
}

/// Input of [`ReleaseCause`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReleaseInput {
    /// The claim.
    pub key: CauseKey,
    /// The fix led; otherwise it only waited, or was cancelled while it asked.
    pub led: bool,
    /// How the fix ended.
    pub reason: EndReason,
    /// Its pull request.
    pub pull_request: Option<PullRequestLink>,
}
