//! The one error of all backends.

use thiserror::Error;

/// What can go wrong with the store. Texts are for operators; they hold no row contents.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum StoreError {
    /// No row has this id.
    #[error("{what} does not exist")]
    NotFound {
        /// What was looked for, such as ``fix `fix_01…` ``.
        what: String,
    },
    /// The write contradicts what is stored: a taken name, an older version, a row still in use.
    #[error("{what}")]
    Conflict {
        /// A sentence that says what contradicts what.
        what: String,
    },
    /// The database is busy, away or full: the same call may succeed later.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// A fault of ours or a damaged database: the same call will fail again.
    #[error("the database call failed: {0}")]
    Internal(String),
}

/// A result with the store's error.
pub type StoreResult<T> = Result<T, StoreError>;

impl StoreError {
    /// No row has this id: `kind` is the word for it, such as `fix`.
    #[must_use]
    pub fn not_found(kind: &str, id: impl std::fmt::Display) -> Self {
        Self::NotFound {
            what: format!("{kind} `{id}`"),
        }
    }

    /// A contradiction, as a sentence without a full stop.
    #[must_use]
    pub fn conflict(what: impl Into<String>) -> Self {
        Self::Conflict { what: what.into() }
    }

    /// Whether the same call may succeed later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }
}
