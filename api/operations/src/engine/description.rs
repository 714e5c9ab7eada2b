//! What `describe` tells: whether a run is open, and which activities it waits for.

use serde::Serialize;
use temporalio_client::{WorkflowExecutionDescription, WorkflowExecutionStatus};
use temporalio_common::protos::temporal::api::{
    common::v1::{Payload, Payloads},
    enums::v1::PendingActivityState,
    failure::v1::{Failure, failure::FailureInfo},
    workflow::v1::PendingActivityInfo,
};

/// Bytes of heartbeat details that are shown; larger ones are left out.
const MOST_PROGRESS: usize = 4 * 1024;
/// Characters of a failure's message that are shown.
const MOST_MESSAGE: usize = 500;

/// A run as the server knows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Description {
    /// Temporal's id of the run.
    pub run_id: String,
    /// Whether and how it ended.
    pub run: Run,
    /// Events in its history.
    pub history_length: usize,
    /// What it waits for.
    pub activities: Vec<PendingActivity>,
}

/// Whether a run is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Run {
    /// It runs.
    Open,
    /// It ended by itself.
    Completed,
    /// It was cancelled.
    Cancelled,
    /// It was terminated: it could not clean up.
    Terminated,
    /// It failed or timed out: a fault of regreen.
    Failed,
}

/// Where a pending activity stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PendingState {
    /// Waits for a worker, or for its next try.
    Scheduled,
    /// A worker has it.
    Started,
    /// A worker has it and has been told to stop.
    Stopping,
    /// Somebody paused it.
    Paused,
}

/// The last try's failure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LastFailure {
    /// Its kind, as in `contract::FailureKind`, or Temporal's own word.
    pub kind: String,
    /// What it says; cut to 500 characters.
    pub message: String,
}

/// An activity that is not finished: what people cannot see in the workflow's own state.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PendingActivity {
    /// Temporal's id within the run.
    pub id: String,
    /// Name on the wire.
    pub name: String,
    /// Where it stands.
    pub state: PendingState,
    /// Which try, from 1.
    pub attempt: u32,
    /// Why the last try failed.
    pub last_failure: Option<LastFailure>,
    /// Last heartbeat, as the activity wrote it.
    pub progress: Option<serde_json::Value>,
    /// When the next try begins, in Unix milliseconds; `None` while one is under way.
    pub next_try_at: Option<i64>,
}

impl Description {
    pub(super) fn read(description: &WorkflowExecutionDescription) -> Self {
        Self {
            run_id: description.run_id().to_owned(),
            run: run(description.status()),
            history_length: description.history_length(),
            activities: description
                .raw()
                .pending_activities
                .iter()
                .map(pending)
                .collect(),
        }
    }
}

fn run(status: WorkflowExecutionStatus) -> Run {
    match status {
        WorkflowExecutionStatus::Completed | WorkflowExecutionStatus::ContinuedAsNew => {
            Run::Completed
        }
        WorkflowExecutionStatus::Canceled => Run::Cancelled,
        WorkflowExecutionStatus::Terminated => Run::Terminated,
        WorkflowExecutionStatus::Failed | WorkflowExecutionStatus::TimedOut => Run::Failed,
        _ => Run::Open,
    }
}

fn pending(info: &PendingActivityInfo) -> PendingActivity {
    let state = match info.state() {
        _ if info.paused => PendingState::Paused,
        PendingActivityState::Started => PendingState::Started,
        PendingActivityState::CancelRequested => PendingState::Stopping,
        _ => PendingState::Scheduled,
    };
    PendingActivity {
        id: info.activity_id.clone(),
        name: info
            .activity_type
            .as_ref()
            .map(|kind| kind.name.clone())
            .unwrap_or_default(),
        state,
        attempt: u32::try_from(info.attempt).unwrap_or(1).max(1),
        last_failure: info.last_failure.as_ref().map(failure),
        progress: info.heartbeat_details.as_ref().and_then(progress),
        next_try_at: info.next_attempt_schedule_time.as_ref().map(|at| {
            at.seconds
                .saturating_mul(1000)
                .saturating_add(i64::from(at.nanos) / 1_000_000)
        }),
    }
}

fn failure(failure: &Failure) -> LastFailure {
    let kind = match &failure.failure_info {
        Some(FailureInfo::ApplicationFailureInfo(info)) => info.r#type.clone(),
        Some(FailureInfo::TimeoutFailureInfo(_)) => "Timeout".to_owned(),
        Some(FailureInfo::CanceledFailureInfo(_)) => "Cancelled".to_owned(),
        _ => "Failure".to_owned(),
    };
    LastFailure {
        kind,
        message: failure.message.chars().take(MOST_MESSAGE).collect(),
    }
}

fn progress(details: &Payloads) -> Option<serde_json::Value> {
    match details.payloads.as_slice() {
        [Payload { data, .. }] if data.len() <= MOST_PROGRESS => serde_json::from_slice(data).ok(),
        _ => None,
    }
}
