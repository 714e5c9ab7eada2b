//! Git itself, through the `git` program: a snapshot of one commit, a commit and its push, the head of a branch.
//!
//! The token travels in the environment only: never in an argument, an address or a file. Nothing of the machine's
//! or the user's git configuration counts; no hook, filter, submodule, credential helper or redirect is followed.

mod command;
mod environment;
mod error;
mod publish;
mod remote;
mod snapshot;
mod symlinks;
mod tree;

use std::{path::PathBuf, time::Duration};

pub use error::GitError;
pub use publish::{Identity, Publication, Published};
pub use remote::Remote;
pub use snapshot::{CommitDate, Snapshot};
pub use tree::{FileMode, TrackedFile};

#[cfg(test)]
mod tests;

/// How git is run.
#[derive(Debug, Clone)]
pub struct GitOptions {
    /// The program: a name to be found on `PATH`, or a path.
    pub program: PathBuf,
    /// For each single run of the program; then its whole process group is killed.
    pub timeout: Duration,
    /// Where short-lived repositories are made; the system's folder for temporary files when `None`.
    pub workspace: Option<PathBuf>,
    /// Most files of a commit.
    pub max_files: usize,
    /// Most bytes of a commit's files together.
    pub max_bytes: u64,
    /// Most bytes that a fetch may bring, compressed.
    pub max_fetch_bytes: u64,
    /// Most bytes of a patch.
    pub max_patch_bytes: usize,
}

impl Default for GitOptions {
    fn default() -> Self {
        const MIB: u64 = 1024 * 1024;
        Self {
            program: PathBuf::from("git"),
            timeout: Duration::from_secs(300),
            workspace: None,
            max_files: 100_000,
            max_bytes: 1024 * MIB,
            max_fetch_bytes: 512 * MIB,
            max_patch_bytes: 8 * 1024 * 1024,
        }
    }
}

/// The driver of the `git` program.
#[derive(Debug, Clone, Default)]
pub struct Git {
    options: GitOptions,
}

impl Git {
    /// A driver with these options.
    #[must_use]
    pub fn new(options: GitOptions) -> Self {
        Self { options }
    }
}

/// Checks a commit or tree id: 40 hex digits.
fn check_sha(sha: &str) -> Result<(), GitError> {
    if sha.len() == 40 && sha.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        Ok(())
    } else {
        Err(GitError::Invalid(format!(
            "`{}` is not a full commit id",
            sha.chars().take(60).collect::<String>()
        )))
    }
}
