//! Why a call could not be carried out. A red build, or an agent that found nothing, is not an error.

use std::path::PathBuf;

use sandbox::SandboxError;

/// What stops a fixer.
#[derive(Debug, thiserror::Error)]
pub enum FixerError {
    /// The source archive is not one that may be unpacked.
    #[error("the source snapshot is refused: {0}")]
    Snapshot(String),
    /// The archive holds something else than the commit.
    #[error("the source snapshot has the git tree {actual}, the commit has {expected}")]
    TreeMismatch {
        /// Tree of the commit.
        expected: String,
        /// Tree of the archive's files.
        actual: String,
    },
    /// The patch cannot be used.
    #[error("the patch cannot be used: {0}")]
    Patch(String),
    /// The project cannot be built here at all.
    #[error("{0}")]
    Project(String),
    /// The sandbox did not run.
    #[error(transparent)]
    Sandbox(#[from] SandboxError),
    /// A door of the sandbox could not be opened.
    #[error("a door of the sandbox could not be opened: {0}")]
    Door(String),
    /// The settings name a fixer that this worker does not have.
    #[error("no fixer is called `{name}`: use `auto`, `recipe` or one of: {known}")]
    UnknownFixer {
        /// The name.
        name: String,
        /// Names of the configured agents.
        known: String,
    },
    /// The settings name a model that this worker does not have.
    #[error(
        "no model is called `{name}`: use one of {known}, or let the operator add it to `model.others`"
    )]
    UnknownModel {
        /// The name.
        name: String,
        /// Names of the configured models.
        known: String,
    },
    /// git, which keeps the trees, failed.
    #[error("git {command} failed: {message}")]
    Git {
        /// The subcommand.
        command: String,
        /// What it said, cut.
        message: String,
    },
    /// The host refused a file operation.
    #[error("{}: {source}", path.display())]
    Io {
        /// The path.
        path: PathBuf,
        /// The system's error.
        source: std::io::Error,
    },
    /// The caller cancelled.
    #[error("cancelled")]
    Cancelled,
}

impl FixerError {
    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }

    /// The same input will fail again: there is no sense in a retry.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        match self {
            Self::Snapshot(_)
            | Self::TreeMismatch { .. }
            | Self::Patch(_)
            | Self::Project(_)
            | Self::UnknownFixer { .. }
            | Self::UnknownModel { .. }
            | Self::Cancelled => true,
            Self::Sandbox(error) => error.is_command_fault(),
            Self::Door(_) | Self::Git { .. } | Self::Io { .. } => false,
        }
    }
}
