//! What can go wrong with a platform.

use std::time::Duration;

use outbound::{FailureKind, OutboundError};
use thiserror::Error;

/// Why a platform registers no webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WebhookRefusal {
    /// The team has as many as it may have.
    Limit,
    /// The plan has no webhooks.
    Plan,
}

impl WebhookRefusal {
    /// What is the matter and what to do about it.
    fn sentence(self) -> &'static str {
        match self {
            Self::Limit => {
                "the team has as many webhooks as it may have; delete one that nobody needs, or let regreen poll the \
                 deployments instead"
            }
            Self::Plan => {
                "the account's plan has no webhooks; upgrade it, or let regreen poll the deployments instead"
            }
        }
    }
}

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
    /// The account may have no webhook, or no further one.
    #[error("{platform} registers no webhook: {}{}", reason.sentence(), quoted(platform, said))]
    WebhooksRefused {
        /// The platform.
        platform: domain::Platform,
        /// Why.
        reason: WebhookRefusal,
        /// What the platform said: one line, redacted; can be empty.
        said: String,
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

fn quoted(platform: &domain::Platform, said: &str) -> String {
    if said.is_empty() {
        String::new()
    } else {
        format!(" ({platform} said: {said})")
    }
}

impl PlatformError {
    /// The kind: all that a caller needs in order to decide.
    #[must_use]
    pub fn kind(&self) -> FailureKind {
        match self {
            Self::Call { source, .. } => source.kind(),
            Self::WrongProject { .. } | Self::WebhooksRefused { .. } | Self::Unsupported { .. } => {
                FailureKind::Refused
            }
        }
    }

    /// How long the platform wants us to wait before the next try.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Call { source, .. } => source.retry_after(),
            Self::WrongProject { .. } | Self::WebhooksRefused { .. } | Self::Unsupported { .. } => {
                None
            }
        }
    }
}
