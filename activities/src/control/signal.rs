//! Signals to other fixes, by the contract's names.

use contract::FailureKind;
use serde::Serialize;
use temporalio_client::{
    Client, UntypedSignal, UntypedWorkflow, WorkflowDescribeOptions, WorkflowExecutionStatus,
    WorkflowSignalOptions, errors::WorkflowInteractionError,
};
use temporalio_common::{data_converters::RawValue, protos::temporal::api::common::v1::Payload};

use crate::failure::{Failure, Outcome};

/// Signals a fix; says whether it was there to hear. A receiver that is gone is no failure.
pub(super) async fn signal(
    temporal: &Client,
    workflow_id: &str,
    name: &str,
    message: &impl Serialize,
) -> Outcome<bool> {
    let data = serde_json::to_vec(message)
        .map_err(|error| Failure::new(FailureKind::Internal, error.to_string()))?;
    let metadata = [("encoding".to_owned(), b"json/plain".to_vec())].into();
    let payload = Payload {
        metadata,
        data,
        ..Payload::default()
    };
    let handle = temporal.get_workflow_handle::<UntypedWorkflow>(workflow_id);
    let sent = handle
        .signal(
            UntypedSignal::new(name),
            RawValue::new(vec![payload]),
            WorkflowSignalOptions::default(),
        )
        .await;
    match sent {
        Ok(()) => Ok(true),
        Err(WorkflowInteractionError::NotFound(_)) => Ok(false),
        Err(error) => Err(Failure::new(
            FailureKind::Unavailable,
            format!("Temporal: {error}"),
        )),
    }
}

/// Whether a workflow has an open run.
pub(super) async fn is_open(temporal: &Client, workflow_id: &str) -> Outcome<bool> {
    let handle = temporal.get_workflow_handle::<UntypedWorkflow>(workflow_id);
    match handle.describe(WorkflowDescribeOptions::default()).await {
        Ok(description) => Ok(description.status() == WorkflowExecutionStatus::Running),
        Err(WorkflowInteractionError::NotFound(_)) => Ok(false),
        Err(error) => Err(Failure::new(
            FailureKind::Unavailable,
            format!("Temporal: {error}"),
        )),
    }
}
