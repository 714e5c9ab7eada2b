//! What can go wrong with an alert.

use std::time::Duration;

use domain::ChannelKind;
use outbound::{FailureKind, OutboundError};
use thiserror::Error;

/// An alert that was not delivered. No variant holds a secret, a query or a body.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum AlertError {
    /// The call failed, or the receiver did not take the alert.
    #[error(transparent)]
    Call(#[from] OutboundError),
    /// The receiver says that its address will never take alerts again.
    #[error(
        "{target}: 410: the receiver says that this address is gone for good; disable the channel or give it another address"
    )]
    Gone {
        /// Method and address without query.
        target: String,
    },
    /// The address cannot be used.
    #[error("the address of a {kind} channel {reason}")]
    InvalidAddress {
        /// The channel.
        kind: ChannelKind,
        /// What is wrong, as the rest of the sentence.
        reason: &'static str,
    },
    /// The secret cannot be used.
    #[error("the secret of a webhook channel reads `whsec_` and the base64 of 24 to 64 bytes")]
    InvalidSecret,
    /// The message id cannot travel.
    #[error("the id of an alert has 1 to 200 letters, digits and `-_.`")]
    InvalidId,
    /// The system gave no random numbers.
    #[error("the system gave no random numbers: {0}")]
    Random(String),
    /// No code for this channel.
    #[error("regreen cannot send alerts by {kind} yet; supported: {supported}")]
    Unsupported {
        /// The channel.
        kind: ChannelKind,
        /// What there is, for people.
        supported: String,
    },
}

impl AlertError {
    /// The kind: all that a caller needs in order to decide. Every answer of the 4xx family is final but 408, 409 (a
    /// receiver that is still busy with the same message), 425 and 429.
    #[must_use]
    pub fn kind(&self) -> FailureKind {
        match self {
            Self::Call(OutboundError::Status(failure)) => match (failure.status, failure.kind) {
                (409, _) => FailureKind::Server,
                (400..=499, FailureKind::Unexpected) => FailureKind::Unprocessable,
                (_, kind) => kind,
            },
            Self::Call(error) => error.kind(),
            Self::Gone { .. } => FailureKind::NotFound,
            Self::InvalidAddress { .. }
            | Self::InvalidSecret
            | Self::InvalidId
            | Self::Unsupported { .. } => FailureKind::Refused,
            Self::Random(_) => FailureKind::Server,
        }
    }

    /// How long the receiver wants us to wait before the next try.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Call(error) => error.retry_after(),
            _ => None,
        }
    }
}
