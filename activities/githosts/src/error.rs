//! What can go wrong with a git host's API. Errors of git itself are in `git/`.

use std::time::Duration;

use outbound::{FailureKind, OutboundError};
use thiserror::Error;

use crate::git::GitError;

/// A call to a git host that failed.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum GitHostError {
    /// The call itself failed.
    #[error("{host}: {source}{}", hint(source))]
    Call {
        /// The git host.
        host: domain::GitHost,
        /// How.
        source: OutboundError,
    },
    /// The caller's input can be no part of a call.
    #[error("{0}")]
    Invalid(String),
    /// The repository's address is unusable.
    #[error(transparent)]
    Remote(#[from] GitError),
    /// No code for this git host yet.
    #[error("regreen cannot talk to {host} yet; supported: {supported}")]
    Unsupported {
        /// The git host.
        host: domain::GitHost,
        /// What there is, for people.
        supported: String,
    },
}

/// Git hosts hide what a token may not see.
fn hint(source: &OutboundError) -> &'static str {
    if source.kind() == FailureKind::NotFound {
        " (the same answer is given when the token may not see it)"
    } else {
        ""
    }
}

impl GitHostError {
    /// The kind: all that a caller needs in order to decide.
    #[must_use]
    pub fn kind(&self) -> FailureKind {
        match self {
            Self::Call { source, .. } => source.kind(),
            Self::Remote(error) => error.kind(),
            Self::Invalid(_) | Self::Unsupported { .. } => FailureKind::Refused,
        }
    }

    /// How long the git host wants us to wait before the next try.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Call { source, .. } => source.retry_after(),
            Self::Remote(error) => error.retry_after(),
            Self::Invalid(_) | Self::Unsupported { .. } => None,
        }
    }
}
