//! What the caller gives and gets: inputs, outputs and [`SandboxFixer`] with the four things it can do.
//!
//! Everything here is self-contained: a source archive on disk comes in, logs and patches go out as bytes. Storing them as
//! blobs, and anything about workflows, is the caller's.

use std::{path::PathBuf, sync::Arc};

use domain::{Budget, BuildSettings, CommandRun, Diagnosis, PolicyFinding, Spend};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use crate::{FixerError, change, config::FixerConfig, reproduce, verify};

/// A source tree as it was committed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The archive that [`crate::workspace::pack`] made of the commit's files; read, never changed.
    pub archive: PathBuf,
    /// The commit: 40 hex digits.
    pub commit: String,
    /// Its git tree: 40 hex digits. An archive with another tree is refused.
    pub tree: String,
    /// Submodules, which an archive cannot hold: path and commit of each.
    #[serde(default)]
    pub submodules: Vec<(String, String)>,
}

/// What is built, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The source.
    pub snapshot: Snapshot,
    /// The repository as it goes into fingerprints, such as `github:owner/name`.
    pub repository: String,
    /// The platform's build settings with the subscription's overrides already laid over them.
    #[serde(default)]
    pub build: BuildSettings,
    /// The build may reach the registry gateway after its install step too.
    #[serde(default)]
    pub network_during_build: bool,
}

/// What a build left behind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuildReport {
    /// The commands that ran, up to and with the first that failed.
    pub runs: Vec<CommandRun>,
    /// Their output, redacted; at most the configured size, the middle cut out with a marker.
    pub log: String,
    /// The step that failed; `None` when the build is green.
    pub failed: Option<Step>,
    /// What ran the commands: `node v20.20.2`, `npm 11.19.1`, the backend.
    pub environment: Vec<String>,
    /// Git tree of what was built.
    pub tree: String,
}

impl BuildReport {
    /// Every command ended with 0.
    #[must_use]
    pub fn is_green(&self) -> bool {
        self.failed.is_none()
    }
}

/// A step of a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Fetching the package manager that the project asks for.
    Toolchain,
    /// The install command.
    Install,
    /// The build command.
    Build,
}

/// Input of [`SandboxFixer::reproduce`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReproduceInput {
    /// What to build.
    pub target: Target,
    /// Fingerprint of the platform's log (or of the preview's, for later attempts).
    pub fingerprint: String,
}

/// What became of the wish to see the same failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReproduceOutcome {
    /// Red, with the platform's fingerprint.
    Reproduced,
    /// The build passes here.
    Green,
    /// Red, but for another reason: see the diagnosis.
    OtherReason,
}

/// Output of [`SandboxFixer::reproduce`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reproduction {
    /// The verdict.
    pub outcome: ReproduceOutcome,
    /// Diagnosis of the sandbox's log, with its fingerprint; `None` when green.
    pub diagnosis: Option<Diagnosis>,
    /// Commands, log, environment.
    pub build: BuildReport,
}

/// An earlier attempt of the same fix, told to the next one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviousAttempt {
    /// Its number.
    pub number: u32,
    /// Who made it: `recipe:<id>`, `recipe:<id>+<id>` or `agent:<name>`. A recipe that was tried is not tried again.
    pub fixer: String,
    /// Its diff; cut for the prompt.
    pub diff: String,
    /// What happened, in a sentence.
    pub outcome: String,
    /// Excerpt of its red log; untrusted.
    pub excerpt: String,
}

/// Input of [`SandboxFixer::change`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChangeInput {
    /// What to change.
    pub target: Target,
    /// What is wrong.
    pub diagnosis: Diagnosis,
    /// The red log, redacted: the sandbox's where there is one, else the platform's. Recipes read it.
    pub log: String,
    /// `auto` (recipes, then the default agent), `recipe`, or the name of an agent.
    pub fixer: String,
    /// The model that an agent uses; `None`: the default one.
    #[serde(default)]
    pub model: Option<String>,
    /// Words of the rule that matched.
    #[serde(default)]
    pub rule_prompt: Option<String>,
    /// Hints from people, oldest first.
    #[serde(default)]
    pub hints: Vec<String>,
    /// What was tried before, oldest first.
    #[serde(default)]
    pub previous: Vec<PreviousAttempt>,
    /// What this attempt may spend; the model gateway enforces it.
    #[serde(default)]
    pub budget: Budget,
    /// Globs of paths that need a person's approval.
    #[serde(default)]
    pub protected_paths: Vec<String>,
}

/// A patch, and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// The diff (`git diff --binary` form) against the snapshot.
    pub patch: Vec<u8>,
    /// Changed paths, sorted.
    pub files: Vec<String>,
    /// Lines added.
    pub added: u32,
    /// Lines removed.
    pub removed: u32,
    /// Git tree of the snapshot with the patch.
    pub tree: String,
    /// `recipe:<id>`, `recipe:<id>+<id>` where the log named several causes, or `agent:<name>`.
    pub fixer: String,
    /// What was changed and why, in the fixer's words: untrusted, redacted, at most 2,000 characters.
    pub explanation: String,
    /// What the policy objects to; a patch with a `refused` one must not be used.
    pub findings: Vec<PolicyFinding>,
}

/// What came of [`SandboxFixer::change`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum ChangeOutcome {
    /// There is a patch; whether it works is for [`SandboxFixer::verify`].
    Changed(Box<Changed>),
    /// Nobody had anything to change.
    NoChange {
        /// A sentence for people.
        why: String,
    },
    /// The budget ended the agent before it was done.
    BudgetExhausted {
        /// A sentence for people.
        why: String,
    },
    /// The agent did not work: its model refused, it crashed, it ran out of time.
    AgentFailed {
        /// A sentence for people, with the agent's own error; redacted.
        why: String,
        /// The same input could succeed later (rate limit, connection, server error).
        transient: bool,
    },
}

/// Output of [`SandboxFixer::change`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The outcome.
    pub outcome: ChangeOutcome,
    /// What the model gateway counted; also when there is no patch.
    pub spend: Spend,
    /// What the agent did (its event stream, redacted), or what the recipe ran; empty when nothing ran.
    pub transcript: Vec<u8>,
}

/// Input of [`SandboxFixer::verify`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifyInput {
    /// The source *before* the patch.
    pub target: Target,
    /// The patch.
    pub patch: Vec<u8>,
    /// Tree that the patch must lead to.
    pub tree: String,
}

/// Output of [`SandboxFixer::verify`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verification {
    /// Every command ended with 0.
    pub green: bool,
    /// Commands, log, environment, and the tree with the patch.
    pub build: BuildReport,
    /// Diagnosis of the log, with its fingerprint; `None` when green.
    pub diagnosis: Option<Diagnosis>,
    /// Excerpt of the red log for the next attempt's prompt; empty when green.
    pub excerpt: String,
}

/// What is being done at the moment: for heartbeats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// `unpack`, `toolchain`, `install`, `build`, `recipe:<id>`, `agent:<name>`, `patch`.
    pub phase: String,
    /// Last line of output, redacted and cut to 200 characters; may be empty.
    pub line: String,
}

/// How a caller watches and stops a call.
#[derive(Clone)]
pub struct Watch {
    /// Called often, from the task that runs the call; must not block.
    pub progress: Arc<dyn Fn(Progress) + Send + Sync>,
    /// Ends the call: the sandbox's whole process tree is killed and [`FixerError::Cancelled`] returned.
    pub cancel: CancellationToken,
}

impl Watch {
    /// Nobody watches.
    #[must_use]
    pub fn silent() -> Self {
        Self {
            progress: Arc::new(|_| {}),
            cancel: CancellationToken::new(),
        }
    }

    pub(crate) fn report(&self, phase: &str, line: &str) {
        (self.progress)(Progress {
            phase: phase.to_owned(),
            line: line.chars().take(200).collect(),
        });
    }
}

/// Runs everything that concerns one attempt in sandboxes of one worker. Cheap to clone; calls may run side by side.
#[derive(Clone)]
pub struct SandboxFixer {
    config: Arc<FixerConfig>,
}

impl SandboxFixer {
    /// A fixer over the given sandbox, doors and agents.
    #[must_use]
    pub fn new(config: FixerConfig) -> Self {
        Self {
            config: Arc::new(config),
        }
    }

    /// Installs and builds the snapshot once, as a platform would.
    ///
    /// # Errors
    /// When the snapshot is refused or the sandbox cannot run; a red build is not an error.
    pub async fn build(&self, target: &Target, watch: &Watch) -> Result<BuildReport, FixerError> {
        reproduce::build(&self.config, target, watch).await
    }

    /// Builds the snapshot and tells whether it fails for the platform's reason.
    ///
    /// # Errors
    /// When the snapshot is refused or the sandbox cannot run.
    pub async fn reproduce(
        &self,
        input: &ReproduceInput,
        watch: &Watch,
    ) -> Result<Reproduction, FixerError> {
        reproduce::reproduce(&self.config, input, watch).await
    }

    /// Lets recipes, then the agent, change the source.
    ///
    /// # Errors
    /// When the snapshot is refused, the sandbox cannot run, or the named fixer is not configured.
    pub async fn change(&self, input: &ChangeInput, watch: &Watch) -> Result<Change, FixerError> {
        change::change(&self.config, input, watch).await
    }

    /// Builds the snapshot with the patch in a fresh sandbox.
    ///
    /// # Errors
    /// When the snapshot is refused, the patch does not apply or leads to another tree, or the sandbox cannot run.
    pub async fn verify(
        &self,
        input: &VerifyInput,
        watch: &Watch,
    ) -> Result<Verification, FixerError> {
        verify::verify(&self.config, input, watch).await
    }
}
