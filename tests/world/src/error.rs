//! What can go wrong in the world itself; refusals that a fake models are answers, not errors.

use std::path::PathBuf;

/// A failure of the stand-ins or of the machine under them.
#[derive(Debug, thiserror::Error)]
pub enum WorldError {
    /// The port is taken or may not be used.
    #[error("cannot listen on 127.0.0.1:{port}: {source}")]
    Listen {
        /// The port asked for; 0 means any.
        port: u16,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file or folder of the world could not be used.
    #[error("{}: {source}", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// `git` could not be started or refused.
    #[error("git {command}: {message}")]
    Git {
        /// The first words of the command.
        command: String,
        /// What git wrote, or why it did not start.
        message: String,
    },
    /// A verb named something that the world does not hold.
    #[error("there is no {what} {name:?}")]
    Missing {
        /// The kind of thing.
        what: &'static str,
        /// Its name or number.
        name: String,
    },
    /// A verb asked for something that the real system refuses as well.
    #[error("{0}")]
    Refused(String),
    /// A build could not be run at all, which is not the same as a build that fails.
    #[error("the build could not be run: {0}")]
    Builder(String),
}

impl WorldError {
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }

    pub(crate) fn missing(what: &'static str, name: &(impl ToString + ?Sized)) -> Self {
        Self::Missing {
            what,
            name: name.to_string(),
        }
    }
}
