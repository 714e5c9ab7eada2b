//! Why a command did not run. A command that ran and failed is not an error here.

use std::path::PathBuf;

/// The sandbox could not do its part.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// The job itself makes no sense.
    #[error("invalid sandbox job: {0}")]
    InvalidJob(String),
    /// The sandbox's user cannot get at a path that has to be shown inside.
    #[error("{} cannot be reached by the sandbox's user (uid {uid}) because of {}: {remedy}", path.display(), blocked_by.display())]
    Unreachable {
        /// What was to be shown.
        path: PathBuf,
        /// The first directory (or the file itself) that is in the way.
        blocked_by: PathBuf,
        /// The user that the command would have run as.
        uid: u32,
        /// What the operator can do.
        remedy: String,
    },
    /// There is no bubblewrap.
    #[error("bubblewrap was not found at {}: install it (package `bubblewrap`)", .0.display())]
    BubblewrapMissing(PathBuf),
    /// The host forbids unprivileged user namespaces.
    #[error(
        "the host forbids unprivileged user namespaces ({0}): allow them (sysctl user.max_user_namespaces, kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns)"
    )]
    NamespacesForbidden(String),
    /// The command's program does not exist inside the sandbox.
    #[error("`{0}` was not found inside the sandbox")]
    ProgramMissing(String),
    /// The command's program exists but could not be started.
    #[error("`{program}` could not be started inside the sandbox: {reason}")]
    ProgramRefused {
        /// The program as asked for.
        program: String,
        /// The system's reason.
        reason: String,
    },
    /// The sandbox could not be set up for another reason.
    #[error("the sandbox could not be set up: {0}")]
    Setup(String),
    /// Processes were left that could not be killed.
    #[error("{0} processes of the job could not be stopped")]
    Survivors(usize),
    /// The host refused something that the supervisor needs.
    #[error("{action}: {source}")]
    Host {
        /// What was being done.
        action: String,
        /// The system's error.
        source: std::io::Error,
    },
}

impl SandboxError {
    pub(crate) fn host(action: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let action = action.into();
        move |source| Self::Host { action, source }
    }

    /// Whether the command's own program is what is missing or broken, rather than the sandbox.
    pub fn is_command_fault(&self) -> bool {
        matches!(
            self,
            Self::ProgramMissing(_) | Self::ProgramRefused { .. } | Self::InvalidJob(_)
        )
    }
}
