//! What can go wrong with a platform.

use std::time::Duration;

use outbound::{FailureKind, OutboundError};
use thiserror::Error;

/// A platform call that failed.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum PlatformError {
    /// The call itself failed.
    #[error("{platform}: {source}")]
    Call {
        /// The platform.
        platform: domain::Platform,
        /// How.
        source: OutboundError,
    },
    /// The deployment belongs to another project than it should.
    #[error("deployment {deployment} does not belong to project {project}")]
    WrongProject {
        /// The deployment.
        deployment: String,
        /// The project it was expected in.
        project: String,
    },
    /// No code for this platform yet.
    #[error("regreen cannot talk to {platform} yet; supported: {supported}")]
    Unsupported {
        /// The platform.
        platform: domain::Platform,
        /// What there is, for people.
        supported: String,
    },
}

impl PlatformError {
    /// The kind: all that a caller needs in order to decide.
    #[must_use]
    pub fn kind(&self) -> FailureKind {
        match self {
            Self::Call { source, .. } => source.kind(),
            Self::WrongProject { .. } | Self::Unsupported { .. } => FailureKind::Refused,
        }
    }

    /// How long the platform wants us to wait before the next try.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Call { source, .. } => source.retry_after(),
            Self::WrongProject { .. } | Self::Unsupported { .. } => None,
        }
    }
}
