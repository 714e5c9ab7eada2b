//! Signals to other fixes, by the contract's names.

use contract::FailureKind;
use serde::Serialize;
use temporalio_client::{
    Client, UntypedSignal, UntypedWorkflow, WorkflowSignalOptions, errors::WorkflowInteractionError,
};
use temporalio_common::{data_converters::RawValue, protos::temporal::api::common::v1::Payload};

use crate::failure::{Failure, Outcome};

/// Signals a fix. A receiver that is gone is a success: it has nothing to hear any more.
pub(super) async fn signal(
    temporal: &Client,
    workflow_id: &str,
    name: &str,
    message: &impl Serialize,
) -> Outcome<()> {
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
        Ok(()) | Err(WorkflowInteractionError::NotFound(_)) => Ok(()),
        Err(error) => Err(Failure::new(
            FailureKind::Unavailable,
            format!("Temporal: {error}"),
        )),
    }
}
