//! What shows that a patch works.

use serde::{Deserialize, Serialize};

use crate::blob::BlobRef;

/// One command that was run in a sandbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandRun {
    /// The command as it was given to the shell.
    pub command: String,
    /// Its exit code; 128 + n for a signal; `None` when it did not end by itself.
    pub exit_code: Option<i32>,
    /// Wall time in milliseconds.
    pub milliseconds: u64,
}

/// Red before, green after: the same commands in clean sandboxes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// Parent commit: 40 hex digits.
    pub base_commit: String,
    /// Git tree of the parent commit.
    pub base_tree: String,
    /// Git tree with the patch applied.
    pub fix_tree: String,
    /// Red: the commands at the parent commit, up to the one that failed.
    pub base: Vec<CommandRun>,
    /// Green: the same commands with the patch.
    pub fix: Vec<CommandRun>,
    /// Fingerprint of the platform's log (or of the preview's, for later attempts).
    pub platform_fingerprint: String,
    /// Fingerprint of the red sandbox log.
    pub base_fingerprint: String,
    /// The red log.
    pub base_log: BlobRef,
    /// The green log.
    pub fix_log: BlobRef,
    /// What ran the commands: backend, node and package manager versions.
    pub environment: Vec<String>,
}

impl Proof {
    /// Exit code of the last red command.
    #[must_use]
    pub fn base_exit_code(&self) -> Option<i32> {
        self.base.last().and_then(|run| run.exit_code)
    }

    /// Exit code of the last green command.
    #[must_use]
    pub fn fix_exit_code(&self) -> Option<i32> {
        self.fix.last().and_then(|run| run.exit_code)
    }

    /// Red for the platform's reason, and green afterwards.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.base_exit_code().is_some_and(|code| code != 0)
            && self.base_fingerprint == self.platform_fingerprint
            && !self.fix.is_empty()
            && self.fix.iter().all(|run| run.exit_code == Some(0))
    }
}
