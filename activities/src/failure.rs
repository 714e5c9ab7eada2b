//! The one place where errors become Temporal failures: a type name, retryable or not on purpose, with a delay where
//! the other side asked for one.

use std::time::Duration;

use contract::FailureKind;
use temporalio_sdk::{
    ApplicationFailure, activities::ActivityError, error::ApplicationErrorCategory,
};

#[cfg(test)]
mod tests;

/// A failure on its way to Temporal. Its message is read by people and must hold no secret. Deliberately no
/// `std::error::Error`: those become Temporal failures without a type name.
#[derive(Debug)]
pub struct Failure {
    kind: FailureKind,
    message: String,
    retry_after: Option<Duration>,
    cancelled: bool,
}

/// The result of an activity's body.
pub type Outcome<T> = Result<T, Failure>;

impl Failure {
    /// A failure of the given kind.
    #[must_use]
    pub fn new(kind: FailureKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            retry_after: None,
            cancelled: false,
        }
    }

    /// The activity was told to stop, and did.
    #[must_use]
    pub fn cancelled() -> Self {
        Self {
            kind: FailureKind::Internal,
            message: "cancelled".to_owned(),
            retry_after: None,
            cancelled: true,
        }
    }

    /// Nothing yet: try again after `delay`. Such tries are no failures to anybody who watches.
    #[must_use]
    pub fn still_open(what: impl Into<String>, delay: Duration) -> Self {
        Self {
            kind: FailureKind::StillOpen,
            message: what.into(),
            retry_after: Some(delay),
            cancelled: false,
        }
    }

    /// The same failure where it may pass, though the call as such would be final.
    #[must_use]
    pub fn worth_waiting(self) -> Self {
        Self {
            kind: FailureKind::Unavailable,
            ..self
        }
    }

    /// How long the other side wants us to wait.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> FailureKind {
        self.kind
    }
}

impl From<Failure> for ActivityError {
    fn from(failure: Failure) -> Self {
        if failure.cancelled {
            return ActivityError::cancelled();
        }
        let benign = failure.kind == FailureKind::StillOpen;
        let message: String = failure.message.chars().take(1_000).collect();
        let builder = ApplicationFailure::builder(anyhow::anyhow!(message))
            .type_name(failure.kind.as_str().to_owned())
            .non_retryable(!failure.kind.is_retryable())
            .category(if benign {
                ApplicationErrorCategory::Benign
            } else {
                ApplicationErrorCategory::Unspecified
            });
        ActivityError::application(match failure.retry_after {
            Some(delay) => builder.next_retry_delay(delay).build(),
            None => builder.build(),
        })
    }
}

/// What a kind of failed call means to a fix.
fn kind_of_call(kind: outbound::FailureKind) -> FailureKind {
    use outbound::FailureKind as Call;
    match kind {
        Call::Unauthorized => FailureKind::Unauthorized,
        Call::Forbidden | Call::Refused => FailureKind::Forbidden,
        Call::NotFound => FailureKind::NotFound,
        Call::Conflict | Call::Unprocessable | Call::TooLarge => FailureKind::Conflict,
        Call::RateLimited => FailureKind::RateLimited,
        Call::Server | Call::Unreachable => FailureKind::Unavailable,
        Call::InvalidAnswer | Call::Unexpected => FailureKind::Unexpected,
    }
}

impl From<platforms::PlatformError> for Failure {
    fn from(error: platforms::PlatformError) -> Self {
        Self {
            retry_after: error.retry_after(),
            ..Self::new(kind_of_call(error.kind()), error.to_string())
        }
    }
}

impl From<githosts::GitHostError> for Failure {
    fn from(error: githosts::GitHostError) -> Self {
        Self {
            retry_after: error.retry_after(),
            ..Self::new(kind_of_call(error.kind()), error.to_string())
        }
    }
}

impl From<alerts::AlertError> for Failure {
    fn from(error: alerts::AlertError) -> Self {
        Self {
            retry_after: error.retry_after(),
            ..Self::new(kind_of_call(error.kind()), error.to_string())
        }
    }
}

impl From<store::StoreError> for Failure {
    fn from(error: store::StoreError) -> Self {
        let kind = match &error {
            store::StoreError::NotFound { .. } => FailureKind::Invalid,
            store::StoreError::Conflict { .. } => FailureKind::Conflict,
            store::StoreError::Unavailable(_) => FailureKind::Storage,
            store::StoreError::Internal(_) => FailureKind::Internal,
        };
        Self::new(kind, error.to_string())
    }
}

impl From<githosts::git::GitError> for Failure {
    fn from(error: githosts::git::GitError) -> Self {
        use githosts::git::GitError;
        let kind = match &error {
            GitError::ForeignCommit { .. } => FailureKind::ForeignCommit,
            GitError::TooLarge { .. } | GitError::UnsafeSymlink { .. } => {
                FailureKind::UnusableSource
            }
            GitError::Invalid(_)
            | GitError::PatchRefused(_)
            | GitError::EmptyPatch
            | GitError::TreeMismatch { .. } => FailureKind::Invalid,
            other => kind_of_call(other.kind()),
        };
        Self {
            retry_after: error.retry_after(),
            ..Self::new(kind, error.to_string())
        }
    }
}

impl From<fixers::FixerError> for Failure {
    fn from(error: fixers::FixerError) -> Self {
        use fixers::FixerError;
        let kind = match &error {
            FixerError::Cancelled => return Self::cancelled(),
            FixerError::Snapshot(_) | FixerError::TreeMismatch { .. } | FixerError::Project(_) => {
                FailureKind::UnusableSource
            }
            FixerError::Patch(_)
            | FixerError::UnknownFixer { .. }
            | FixerError::UnknownModel { .. } => FailureKind::Invalid,
            FixerError::Sandbox(_) | FixerError::Door(_) => FailureKind::SandboxUnavailable,
            FixerError::Git { .. } | FixerError::Io { .. } => FailureKind::Internal,
        };
        Self::new(kind, error.to_string())
    }
}

impl From<fixers::workspace::ArchiveError> for Failure {
    fn from(error: fixers::workspace::ArchiveError) -> Self {
        Self::new(FailureKind::UnusableSource, error.to_string())
    }
}

impl From<blobs::BlobError> for Failure {
    fn from(error: blobs::BlobError) -> Self {
        let kind = if error.is_retryable() {
            FailureKind::Storage
        } else {
            FailureKind::Internal
        };
        Self::new(kind, error.to_string())
    }
}
