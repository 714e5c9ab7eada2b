//! How steps end early: with the fix's end, or because the run was told to stop.

use std::str::FromStr;

use contract::FailureKind;
use domain::EndReason;
use temporalio_workflow::{ActivityExecutionError, TimeoutType, common::error::IncomingError};

/// The end of a fix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct End {
    pub(super) reason: EndReason,
    pub(super) detail: String,
    /// A rule wants people to hear of it.
    pub(super) told: bool,
}

impl End {
    pub(super) fn new(reason: EndReason, detail: impl Into<String>) -> Self {
        Self {
            reason,
            detail: detail.into(),
            told: false,
        }
    }
}

/// An activity that did not succeed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// It was cancelled, as the whole fix is.
    Cancelled,
    /// It failed for good.
    Failed {
        /// The kind; `None` for a failure without a known type name.
        kind: Option<FailureKind>,
        /// The message.
        message: String,
        /// Its time ran out, rather than a try being final.
        timed_out: bool,
        /// The worker fell silent in the middle of it.
        lost: bool,
    },
}

impl Fault {
    /// The worker that ran it went away, or its sandbox could not be started: the attempt is not to blame.
    pub(super) fn is_of_the_worker(&self) -> bool {
        match self {
            Self::Cancelled => false,
            Self::Failed {
                kind: Some(kind), ..
            } => *kind == FailureKind::SandboxUnavailable,
            Self::Failed { lost, message, .. } => *lost || message.contains("WorkerShutdown"),
        }
    }
}

impl From<ActivityExecutionError> for Fault {
    fn from(error: ActivityExecutionError) -> Self {
        let failure = match &error {
            ActivityExecutionError::Cancelled(_) => return Self::Cancelled,
            ActivityExecutionError::Serialization(error) => {
                return Self::Failed {
                    kind: Some(FailureKind::Invalid),
                    message: error.to_string(),
                    timed_out: false,
                    lost: false,
                };
            }
            ActivityExecutionError::Failed(failure) => failure,
            other => {
                return Self::Failed {
                    kind: None,
                    message: other.to_string(),
                    timed_out: false,
                    lost: false,
                };
            }
        };
        let outer_timeout = matches!(
            failure.retry_state(),
            temporalio_workflow::RetryState::Timeout
        );
        match failure.cause() {
            Some(IncomingError::Cancelled(_)) => Self::Cancelled,
            Some(IncomingError::Application(application)) => Self::Failed {
                kind: application
                    .type_name()
                    .and_then(|name| FailureKind::from_str(name).ok()),
                message: match application.type_name() {
                    Some(name) if FailureKind::from_str(name).is_err() => {
                        format!("{name}: {application}")
                    }
                    _ => application.to_string(),
                },
                timed_out: outer_timeout,
                lost: false,
            },
            Some(IncomingError::Timeout(timeout)) => Self::Failed {
                kind: None,
                message: timeout.cause().map_or_else(
                    || timeout.to_string(),
                    |cause| format!("{timeout}: {cause}"),
                ),
                timed_out: true,
                lost: timeout.timeout_type() == TimeoutType::Heartbeat,
            },
            other => Self::Failed {
                kind: None,
                message: other.map_or_else(|| error.to_string(), ToString::to_string),
                timed_out: outer_timeout,
                lost: false,
            },
        }
    }
}

impl From<Fault> for End {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Cancelled => Self::new(EndReason::Cancelled, "cancelled"),
            Fault::Failed {
                kind,
                message,
                timed_out,
                ..
            } => Self::new(reason(kind, timed_out), message),
        }
    }
}

/// The end that follows from a failure nobody handled.
fn reason(kind: Option<FailureKind>, timed_out: bool) -> EndReason {
    match kind {
        Some(FailureKind::UnusableSource) => EndReason::NotFixable,
        Some(FailureKind::ForeignCommit) => EndReason::Rejected,
        Some(FailureKind::Invalid | FailureKind::Internal) if !timed_out => EndReason::Internal,
        Some(_) => EndReason::Unavailable,
        None if timed_out => EndReason::Unavailable,
        None => EndReason::Internal,
    }
}
