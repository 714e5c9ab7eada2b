//! What can go wrong with a call. No variant holds a token, a query or a body.

use std::time::Duration;

use thiserror::Error;

use crate::failure::{Failure, FailureKind};

/// A call that gave no usable answer. `target` is method and address without query.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum OutboundError {
    /// The request could not be made: a bad address, header or body.
    #[error("the request is not valid: {reason}")]
    InvalidRequest {
        /// Why.
        reason: String,
    },
    /// The host is, or resolves to, an address that is not on the public internet, and nobody allowed it.
    #[error(
        "{host} is not on the public internet; the operator must allow this host in the configuration"
    )]
    Blocked {
        /// The host as it was asked for.
        host: String,
    },
    /// The answer redirects to another origin, too often, or in a way that would change the request.
    #[error("{target}: refused to follow a redirect to {location}")]
    Redirect {
        /// The call.
        target: String,
        /// Where it leads, without query.
        location: String,
    },
    /// No connection.
    #[error("{target}: cannot connect: {reason}")]
    Connect {
        /// The call.
        target: String,
        /// What the system or TLS said.
        reason: String,
    },
    /// No complete answer within the time allowed.
    #[error("{target}: no complete answer within {} ms", limit.as_millis())]
    Timeout {
        /// The call.
        target: String,
        /// The time allowed.
        limit: Duration,
    },
    /// The connection ended before the answer did.
    #[error("{target}: the connection ended before the answer was complete")]
    Truncated {
        /// The call.
        target: String,
    },
    /// The answer is larger than allowed.
    #[error("{target}: the answer is larger than {limit} bytes")]
    BodyTooLarge {
        /// The call.
        target: String,
        /// The limit in bytes.
        limit: usize,
    },
    /// An answer with a good status that is not what it should be, such as an HTML page instead of JSON.
    #[error("{target}: unusable answer: {reason}")]
    InvalidAnswer {
        /// The call.
        target: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The host failed too often just now.
    #[error("{host} failed repeatedly; the next try is in {} ms", retry_after.as_millis())]
    CircuitOpen {
        /// Host and port.
        host: String,
        /// Time until a call is let through.
        retry_after: Duration,
    },
    /// An answer with a status outside 2xx.
    #[error(transparent)]
    Status(#[from] Failure),
}

impl OutboundError {
    /// The kind: all that a caller needs in order to decide.
    #[must_use]
    pub fn kind(&self) -> FailureKind {
        match self {
            Self::InvalidRequest { .. } | Self::Blocked { .. } | Self::Redirect { .. } => {
                FailureKind::Refused
            }
            Self::Connect { .. }
            | Self::Timeout { .. }
            | Self::Truncated { .. }
            | Self::CircuitOpen { .. } => FailureKind::Unreachable,
            Self::BodyTooLarge { .. } => FailureKind::TooLarge,
            Self::InvalidAnswer { .. } => FailureKind::InvalidAnswer,
            Self::Status(failure) => failure.kind,
        }
    }

    /// How long the other side, or the circuit breaker, wants us to wait before the next try.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::CircuitOpen { retry_after, .. } => Some(*retry_after),
            Self::Status(failure) => failure.retry_after,
            _ => None,
        }
    }
}

/// The cause below all others: libraries' own sentences say little, or show whole addresses.
pub(crate) fn innermost<'a>(
    error: &'a (dyn std::error::Error + 'static),
) -> &'a (dyn std::error::Error + 'static) {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost
}
