//! Claims on root causes: one fix at a time works on a cause, the others follow it.

use async_trait::async_trait;
use domain::{Actor, EndReason, FixId, Repository, Spend};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::StoreResult;

/// What makes two failures one piece of work.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CauseKey {
    /// The repository.
    pub repository: Repository,
    /// The branch that a pull request would go to.
    pub base_branch: String,
    /// Directory of the project in the repository.
    pub root_directory: String,
    /// Fingerprint of the diagnosis.
    pub fingerprint: String,
}

/// Names a root cause: `cau_` and 32 hex digits, equal for equal keys.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CauseId(pub String);

impl CauseId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for CauseId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl CauseKey {
    /// The id of the cause with this key.
    #[must_use]
    pub fn id(&self) -> CauseId {
        let mut hash = Sha256::new();
        for part in [
            &self.repository.to_string(),
            &self.base_branch,
            &self.root_directory,
            &self.fingerprint,
        ] {
            // The length keeps ("ab", "c") and ("a", "bc") apart.
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        CauseId(format!("cau_{}", &hex::encode(hash.finalize())[..32]))
    }
}

/// What a claim came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Claim {
    /// The fix owns the cause (or owned it before).
    Acquired,
    /// Another fix owns it, and the caller now follows that one.
    Held {
        /// The owner.
        leader: FixId,
    },
}

/// What a release came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Release {
    /// The fix was the owner until now.
    pub released: bool,
    /// Who waits, oldest first.
    pub followers: Vec<FixId>,
}

/// A root cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RootCauseRow {
    /// Its id.
    pub id: CauseId,
    /// What it is.
    pub key: CauseKey,
    /// The fix that owns it now.
    pub holder: Option<FixId>,
    /// Attempts by all fixes since it was last solved.
    pub attempts: u32,
    /// Attempts that people granted since it was last solved.
    pub granted: u32,
    /// Spent by all fixes since it was last solved; what running attempts reserved is not in it.
    pub spend: Spend,
    /// How the last owner ended.
    pub outcome: Option<EndReason>,
    /// A pull request for it was last merged at this time; attempts and spend count from here.
    pub solved_at: Option<Timestamp>,
    /// First seen.
    pub created_at: Timestamp,
}

/// A person's retry, granting one more attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantedAttempt {
    /// Names the grant: the same one twice is one.
    pub key: String,
    /// The fix that was retried.
    pub fix: FixId,
    /// Who did it.
    pub actor: Actor,
    /// When.
    pub at: Timestamp,
}

/// Claims on root causes.
#[async_trait]
pub trait RootCauses: Send + Sync {
    /// Takes the cause, or follows whoever owns it: one step, so that no release is missed. Claiming what the fix
    /// owns already is `Acquired` again.
    async fn claim(&self, key: &CauseKey, fix: &FixId, at: Timestamp) -> StoreResult<Claim>;

    /// Gives the cause up, with the reason of the fix's end. Only the owner's call changes anything; everybody gets
    /// the followers, so that a repeated call can wake them again. An end that solves the cause makes the counters start
    /// anew.
    async fn release(
        &self,
        cause: &CauseId,
        fix: &FixId,
        outcome: EndReason,
        at: Timestamp,
    ) -> StoreResult<Release>;

    /// Gives the cause from `fix` to its oldest follower, who stops following: `None` when nobody waits (then the
    /// cause is free). Repeating it, when `fix` is not the owner any more, changes nothing and names the owner.
    async fn hand_over(
        &self,
        cause: &CauseId,
        fix: &FixId,
        outcome: EndReason,
        at: Timestamp,
    ) -> StoreResult<Option<FixId>>;

    /// Stops following. Fine when it does not follow.
    async fn detach(&self, cause: &CauseId, fix: &FixId) -> StoreResult<()>;

    /// Who waits, oldest first.
    async fn followers(&self, cause: &CauseId) -> StoreResult<Vec<FixId>>;

    /// Grants the cause one more attempt; says how many are granted now.
    async fn grant_attempt(&self, cause: &CauseId, grant: GrantedAttempt) -> StoreResult<u32>;

    /// One cause.
    async fn get(&self, cause: &CauseId) -> StoreResult<RootCauseRow>;

    /// The causes that somebody owns, oldest claim first: for the reconciler.
    async fn held(&self) -> StoreResult<Vec<RootCauseRow>>;
}
