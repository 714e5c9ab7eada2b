//! What became of one try to carry a delivery out.

use std::fmt;

use domain::FixId;
use store::StoreError;

use crate::engine::EngineError;

/// How a delivery was processed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// A fix was started, or had been started before.
    Started { fix: FixId, new: bool },
    /// These fixes were told.
    Told(Vec<FixId>),
    /// Nobody is concerned.
    Ignored(String),
    /// It claims what its hook has no right to.
    Refused(String),
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Started { fix, new: true } => write!(f, "started {fix}"),
            Self::Started { fix, new: false } => write!(f, "found {fix}, started before"),
            Self::Told(fixes) => {
                f.write_str("told ")?;
                for (place, fix) in fixes.iter().enumerate() {
                    write!(f, "{}{fix}", if place == 0 { "" } else { ", " })?;
                }
                Ok(())
            }
            Self::Ignored(why) => write!(f, "ignored: {why}"),
            Self::Refused(why) => write!(f, "refused: {why}"),
        }
    }
}

/// Why a try failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// A system is away: it waits, however long.
    Later(String),
    /// The delivery itself, or our handling of it, is at fault.
    Broken(String),
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        if error.is_retryable() {
            Self::Later(error.to_string())
        } else {
            Self::Broken(error.to_string())
        }
    }
}

impl From<EngineError> for Fault {
    fn from(error: EngineError) -> Self {
        match &error {
            EngineError::Unavailable(_) => Self::Later(error.to_string()),
            EngineError::Refused(_) => Self::Broken(error.to_string()),
        }
    }
}
