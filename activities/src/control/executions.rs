//! What Temporal knows of fixes: which runs are open, how closed ones ended, and what their workflows say themselves.

use std::collections::HashMap;

use contract::{
    FailureKind, queues,
    signals::STATE,
    start::{AlertInput, FIX_DEPLOYMENT, POLL_COMMENTS, POLL_DEPLOYMENTS, PollInput, poll_id},
};
use domain::{ConnectionId, FixView};
use futures::StreamExt;
use serde::Serialize;
use store::Provider;
use temporalio_client::{
    Client, UntypedQuery, UntypedWorkflow, WorkflowDescribeOptions, WorkflowExecutionStatus,
    WorkflowIdConflictPolicy, WorkflowIdReusePolicy, WorkflowListOptions, WorkflowQueryOptions,
    WorkflowStartOptions,
    errors::{WorkflowInteractionError, WorkflowQueryError, WorkflowStartError},
};
use temporalio_common::{data_converters::RawValue, protos::temporal::api::common::v1::Payload};

use crate::failure::{Failure, Outcome};

/// Open fixes that are looked at in one pass.
const MOST_OPEN: usize = 5_000;

/// The newest run of a workflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Execution {
    pub(super) run_id: String,
    pub(super) open: bool,
    /// How it ended, in Temporal's words.
    pub(super) how: &'static str,
}

fn away(error: impl std::fmt::Display) -> Failure {
    Failure::new(FailureKind::Unavailable, format!("Temporal: {error}"))
}

/// The newest run of a workflow; `None` where Temporal has none (any more).
pub(super) async fn newest(temporal: &Client, workflow_id: &str) -> Outcome<Option<Execution>> {
    let handle = temporal.get_workflow_handle::<UntypedWorkflow>(workflow_id);
    match handle.describe(WorkflowDescribeOptions::default()).await {
        Ok(description) => Ok(Some(Execution {
            run_id: description.run_id().to_owned(),
            open: description.status() == WorkflowExecutionStatus::Running,
            how: word(description.status()),
        })),
        Err(WorkflowInteractionError::NotFound(_)) => Ok(None),
        Err(error) => Err(away(error)),
    }
}

fn word(status: WorkflowExecutionStatus) -> &'static str {
    match status {
        WorkflowExecutionStatus::Running => "running",
        WorkflowExecutionStatus::Completed => "completed",
        WorkflowExecutionStatus::Canceled => "cancelled",
        WorkflowExecutionStatus::Terminated => "terminated",
        WorkflowExecutionStatus::TimedOut => "timed out",
        WorkflowExecutionStatus::Failed => "failed",
        _ => "closed",
    }
}

/// Workflow id → run id of the fixes that run, as far as visibility has heard of them.
pub(super) async fn open_fixes(temporal: &Client) -> Outcome<HashMap<String, String>> {
    let query = format!("WorkflowType = '{FIX_DEPLOYMENT}' AND ExecutionStatus = 'Running'");
    let options = WorkflowListOptions::builder().limit(MOST_OPEN).build();
    let mut stream = temporal.list_workflows(query, options);
    let mut found = HashMap::new();
    while let Some(execution) = stream.next().await {
        let execution = execution.map_err(away)?;
        found.insert(execution.id().to_owned(), execution.run_id().to_owned());
    }
    Ok(found)
}

/// What a workflow says of itself; closed ones answer, too. `None`: it does not answer.
pub(super) async fn view(temporal: &Client, workflow_id: &str) -> Option<FixView> {
    let handle = temporal.get_workflow_handle::<UntypedWorkflow>(workflow_id);
    let asked = handle
        .query(
            UntypedQuery::new(STATE),
            RawValue::new(Vec::new()),
            WorkflowQueryOptions::default(),
        )
        .await;
    match asked {
        Ok(answer) => serde_json::from_slice(&answer.payloads.first()?.data).ok(),
        Err(WorkflowQueryError::NotFound(_)) => None,
        Err(error) => {
            tracing::warn!(workflow.id = workflow_id, %error, "a fix does not say how it stands");
            None
        }
    }
}

/// Sees to it that a connection is polled; fine when it is already.
pub(super) async fn poll(
    temporal: &Client,
    connection: &ConnectionId,
    provider: Provider,
) -> Outcome<()> {
    let kind = match provider {
        Provider::Platform(_) => POLL_DEPLOYMENTS,
        Provider::GitHost(_) => POLL_COMMENTS,
    };
    let input = PollInput {
        connection: connection.clone(),
    };
    let options = WorkflowStartOptions::new(queues::CONTROL, poll_id(connection))
        .id_reuse_policy(WorkflowIdReusePolicy::AllowDuplicate)
        .id_conflict_policy(WorkflowIdConflictPolicy::UseExisting)
        .build();
    temporal
        .start_workflow(UntypedWorkflow::new(kind), json(&input)?, options)
        .await
        .map(drop)
        .map_err(away)
}

fn json(input: &impl Serialize) -> Outcome<RawValue> {
    let data = serde_json::to_vec(input)
        .map_err(|error| Failure::new(FailureKind::Internal, error.to_string()))?;
    Ok(RawValue::new(vec![Payload {
        metadata: [("encoding".to_owned(), b"json/plain".to_vec())].into(),
        data,
        ..Payload::default()
    }]))
}

/// Sends an alert by a workflow of its own. Doing it again finds the first.
pub(super) async fn deliver(temporal: &Client, alert: &AlertInput) -> Outcome<()> {
    let id = format!("alert:{}:{}", alert.id, alert.channel);
    let options = WorkflowStartOptions::new(queues::CONTROL, id)
        .id_reuse_policy(WorkflowIdReusePolicy::RejectDuplicate)
        .id_conflict_policy(WorkflowIdConflictPolicy::Fail)
        .build();
    let started = temporal
        .start_workflow(UntypedWorkflow::new("DeliverAlert"), json(alert)?, options)
        .await;
    match started {
        Ok(_) | Err(WorkflowStartError::AlreadyStarted { .. }) => Ok(()),
        Err(error) => Err(away(error)),
    }
}
