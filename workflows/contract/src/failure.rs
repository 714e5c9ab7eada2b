//! Kinds of activity failures: the type names that travel in Temporal failures.

use std::str::FromStr;

/// Why an activity failed. Each kind is retryable or not on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FailureKind {
    /// The other system did not accept our credential.
    Unauthorized,
    /// The credential lacks a permission.
    Forbidden,
    /// The thing is not there (or hidden from us).
    NotFound,
    /// The other system holds a state that contradicts ours.
    Conflict,
    /// Too many requests; the delay is in the failure.
    RateLimited,
    /// The other system did not answer, or answered with a fault of its own.
    Unavailable,
    /// The other system answered something we cannot read.
    Unexpected,
    /// Somebody else has committed to our branch.
    ForeignCommit,
    /// The repository cannot be worked on: too large, escaping links.
    UnusableSource,
    /// The sandbox cannot be started on this machine.
    SandboxUnavailable,
    /// The store, blobs or vault could not be used.
    Storage,
    /// The input makes no sense: a fault of ours.
    Invalid,
    /// A fault of ours.
    Internal,
    /// Not there yet: a poll's way to be tried again.
    StillOpen,
}

impl FailureKind {
    /// All kinds.
    pub const ALL: [Self; 14] = [
        Self::Unauthorized,
        Self::Forbidden,
        Self::NotFound,
        Self::Conflict,
        Self::RateLimited,
        Self::Unavailable,
        Self::Unexpected,
        Self::ForeignCommit,
        Self::UnusableSource,
        Self::SandboxUnavailable,
        Self::Storage,
        Self::Invalid,
        Self::Internal,
        Self::StillOpen,
    ];

    /// The type name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unauthorized => "Unauthorized",
            Self::Forbidden => "Forbidden",
            Self::NotFound => "NotFound",
            Self::Conflict => "Conflict",
            Self::RateLimited => "RateLimited",
            Self::Unavailable => "Unavailable",
            Self::Unexpected => "Unexpected",
            Self::ForeignCommit => "ForeignCommit",
            Self::UnusableSource => "UnusableSource",
            Self::SandboxUnavailable => "SandboxUnavailable",
            Self::Storage => "Storage",
            Self::Invalid => "Invalid",
            Self::Internal => "Internal",
            Self::StillOpen => "StillOpen",
        }
    }

    /// Whether trying again without a change can help.
    #[must_use]
    pub fn is_retryable(self) -> bool {
        matches!(
            self,
            Self::RateLimited
                | Self::Unavailable
                | Self::Unexpected
                | Self::SandboxUnavailable
                | Self::Storage
                | Self::Internal
                | Self::StillOpen
        )
    }
}

impl FromStr for FailureKind {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or(())
    }
}
