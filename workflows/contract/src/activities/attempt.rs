//! The sandboxed steps of an attempt, and the budget they may use.
//!
//! Each step is self-contained: blobs in, blobs out, no state of another step on the worker.

use domain::{
    AttemptNumber, BlobRef, Budget, CommandRun, Diagnosis, FixId, FixSettings, Patch,
    PolicyFinding, Repository, Spend,
};
use serde::{Deserialize, Serialize};

use super::{activity, cause::CauseKey, source::Snapshot};

activity!(
    /// Reserves what an attempt may spend at most.
    ReserveBudget = "budget.reserve", ReserveInput => Reservation
);
activity!(
    /// Builds the parent commit and compares the failure with the platform's.
    Reproduce = "attempt.reproduce", ReproduceInput => Reproduction
);
activity!(
    /// Lets recipes or an agent change the source, and judges the patch by the policy.
    Change = "attempt.change", ChangeInput => ChangeResult
);
activity!(
    /// Builds the parent commit with the patch, in a fresh sandbox.
    Verify = "attempt.verify", VerifyInput => Verification
);

/// Input of [`ReserveBudget`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReserveInput {
    /// The fix.
    pub fix: FixId,
    /// The root cause.
    pub cause: CauseKey,
    /// The attempt.
    pub attempt: AttemptNumber,
    /// Names this try of the attempt: another one forfeits what an earlier try has reserved.
    pub token: String,
    /// Cap of the fix.
    pub fix_budget: Budget,
}

/// Output of [`ReserveBudget`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reservation", rename_all = "snake_case")]
pub enum Reservation {
    /// So much may be spent.
    Granted {
        /// What to settle.
        id: String,
        /// The caps of the attempt.
        budget: Budget,
    },
    /// Nothing is left.
    Exhausted {
        /// A sentence that says whose budget.
        why: String,
        /// Where it is the day's: Unix time in milliseconds at which the next day begins.
        #[serde(default)]
        until: Option<i64>,
    },
}

/// Input of [`Reproduce`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReproduceInput {
    /// The source.
    pub snapshot: Snapshot,
    /// The repository, which is part of fingerprints.
    pub repository: Repository,
    /// The failure to look for.
    pub fingerprint: String,
    /// Settings that matter to a build.
    pub settings: FixSettings,
}

/// Output of [`Reproduce`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reproduction {
    /// What came out.
    pub result: ReproductionResult,
    /// The commands that ran.
    pub runs: Vec<CommandRun>,
    /// Their log, redacted.
    pub log: BlobRef,
    /// What ran them.
    pub environment: Vec<String>,
    /// Time in the sandbox, in milliseconds.
    pub sandbox_milliseconds: u64,
}

/// How a reproduction ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum ReproductionResult {
    /// Red for the same reason.
    Same {
        /// Equal to the platform's.
        fingerprint: String,
    },
    /// Green.
    Green,
    /// Red for another reason.
    Other {
        /// What the sandbox's log says.
        diagnosis: Box<Diagnosis>,
    },
}

/// What an earlier attempt showed; it is told to the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The attempt.
    pub attempt: AttemptNumber,
    /// The fixer it used.
    pub fixer: Option<String>,
    /// A sentence about how it ended.
    pub outcome: String,
    /// Its patch.
    pub patch: Option<BlobRef>,
    /// What the build said with it, at most 4 KiB.
    pub excerpt: String,
}

/// Input of [`Change`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ChangeInput {
    /// The fix.
    pub fix: FixId,
    /// The attempt.
    pub attempt: AttemptNumber,
    /// The source.
    pub snapshot: Snapshot,
    /// The repository.
    pub repository: Repository,
    /// The failure.
    pub diagnosis: Diagnosis,
    /// The part of the log a fixer is shown.
    pub excerpt: String,
    /// The log itself.
    pub log: BlobRef,
    /// Settings.
    pub settings: FixSettings,
    /// A rule's words.
    pub rule_prompt: Option<String>,
    /// A person's words.
    pub hint: Option<String>,
    /// What earlier attempts showed, oldest first.
    pub evidence: Vec<Evidence>,
    /// Caps of this attempt.
    pub budget: Budget,
}

/// Output of [`Change`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeResult {
    /// What came out.
    pub change: ChangeOutcome,
    /// What it cost.
    pub spend: Spend,
    /// What the fixer did.
    pub transcript: Option<BlobRef>,
    /// Time in the sandbox, in milliseconds.
    pub sandbox_milliseconds: u64,
}

/// How a change ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum ChangeOutcome {
    /// There is a patch.
    Changed {
        /// It.
        patch: Patch,
        /// What the policy says of it.
        findings: Vec<PolicyFinding>,
    },
    /// Nobody changed anything.
    NoChange {
        /// The fixer asked last.
        fixer: Option<String>,
        /// A sentence.
        why: String,
    },
    /// The model stayed away: nobody is to blame, and the same attempt may succeed later.
    Unavailable {
        /// A sentence.
        why: String,
    },
    /// The budget ran out first.
    BudgetExhausted {
        /// The fixer that used it up.
        fixer: Option<String>,
        /// A sentence.
        why: String,
    },
}

/// Input of [`Verify`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct VerifyInput {
    /// The source.
    pub snapshot: Snapshot,
    /// The repository.
    pub repository: Repository,
    /// The patch.
    pub patch: Patch,
    /// Settings that matter to a build.
    pub settings: FixSettings,
}

/// Output of [`Verify`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verification {
    /// Every command ended with 0.
    pub green: bool,
    /// The commands that ran.
    pub runs: Vec<CommandRun>,
    /// Their log, redacted.
    pub log: BlobRef,
    /// Git tree that was built.
    pub tree: String,
    /// What the log says, when it is red.
    pub diagnosis: Option<Diagnosis>,
    /// The part of it the next attempt is shown, at most 4 KiB.
    pub excerpt: String,
    /// Time in the sandbox, in milliseconds.
    pub sandbox_milliseconds: u64,
}
