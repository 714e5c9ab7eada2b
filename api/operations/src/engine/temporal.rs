//! The engine over Temporal's client. It connects when it is first needed, and again after a failure to.

use std::{error::Error as StdError, time::Duration};

use async_trait::async_trait;
use contract::{
    Lenient, queues, search,
    signals::{self, Retry},
    start::{self, FixInput, PollInput},
};
use domain::{ConnectionId, FixStatus, FixView};
use futures::future::BoxFuture;
use store::Provider;
use temporalio_client::{
    Client, NamespacedClient, RetryOptions, RpcOptions, WorkflowDescribeOptions, WorkflowHandle,
    WorkflowIdConflictPolicy, WorkflowIdReusePolicy, WorkflowQueryOptions, WorkflowSignalOptions,
    WorkflowStartOptions,
    errors::{WorkflowInteractionError, WorkflowQueryError, WorkflowStartError},
    tonic::{Code, IntoRequest, Status},
};
use temporalio_common::{
    MemoValues,
    protos::temporal::api::workflowservice::v1::DescribeNamespaceRequest,
    search_attributes::{SearchAttributeKey, SearchAttributes},
};
use tokio::sync::OnceCell;

use super::{
    Asked, Delivered, Description, Engine, EngineError, Message, StartFix, Started, ask,
    definitions::{FixDeployment, Poll, Signal, State},
};

/// A connection under way.
pub type ConnectFuture = BoxFuture<'static, Result<Client, Box<dyn StdError + Send + Sync>>>;

/// Time for one call. Callers have their own way to try again: none of Temporal's client here.
const CALL: Duration = Duration::from_secs(5);
/// Time for a query: it needs a worker, which may be away or busy.
const QUERY: Duration = Duration::from_secs(4);

/// The real engine.
pub struct TemporalEngine {
    connect: Box<dyn Fn() -> ConnectFuture + Send + Sync>,
    client: OnceCell<Client>,
}

impl std::fmt::Debug for TemporalEngine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TemporalEngine")
            .field("connected", &self.client.initialized())
            .finish_non_exhaustive()
    }
}

impl TemporalEngine {
    /// An engine that calls `connect` when it first needs a client, and again until one is there. The client
    /// reconnects by itself afterwards.
    pub fn new(connect: impl Fn() -> ConnectFuture + Send + Sync + 'static) -> Self {
        Self {
            connect: Box::new(connect),
            client: OnceCell::new(),
        }
    }

    async fn client(&self) -> Result<&Client, EngineError> {
        self.client
            .get_or_try_init(|| async {
                tokio::time::timeout(CALL, (self.connect)())
                    .await
                    .map_err(|_| {
                        EngineError::Unavailable("no answer to the connection".to_owned())
                    })?
                    .map_err(|error| EngineError::Unavailable(error.to_string()))
            })
            .await
    }

    async fn handle(
        &self,
        workflow_id: &str,
    ) -> Result<WorkflowHandle<Client, FixDeployment>, EngineError> {
        Ok(self
            .client()
            .await?
            .get_workflow_handle::<FixDeployment>(workflow_id))
    }
}

#[async_trait]
impl Engine for TemporalEngine {
    async fn start(&self, fix: StartFix) -> Result<Started, EngineError> {
        let (input, options) = options(
            fix,
            WorkflowIdReusePolicy::RejectDuplicate,
            WorkflowIdConflictPolicy::Fail,
        );
        match self
            .client()
            .await?
            .start_workflow(FixDeployment, input, options)
            .await
        {
            Ok(_) => Ok(Started::New),
            Err(WorkflowStartError::AlreadyStarted { .. }) => Ok(Started::Before),
            Err(error) => Err(start_error(error)),
        }
    }

    async fn send(
        &self,
        workflow_id: &str,
        message: Message,
        request_id: Option<String>,
    ) -> Result<Delivered, EngineError> {
        let handle = self.handle(workflow_id).await?;
        let mut options = WorkflowSignalOptions::builder()
            .rpc_options(call(CALL))
            .build();
        options.request_id = request_id;
        let sent = match message {
            Message::Cancel(it) => {
                handle
                    .signal(Signal::new(signals::CANCEL), Lenient::Value(it), options)
                    .await
            }
            Message::Retry(it) => {
                handle
                    .signal(Signal::new(signals::RETRY), Lenient::Value(it), options)
                    .await
            }
            Message::Approve(it) => {
                handle
                    .signal(Signal::new(signals::APPROVE), Lenient::Value(it), options)
                    .await
            }
            Message::Reject(it) => {
                handle
                    .signal(Signal::new(signals::REJECT), Lenient::Value(it), options)
                    .await
            }
            Message::Deployment(it) => {
                handle
                    .signal(
                        Signal::new(signals::DEPLOYMENT_EVENT),
                        Lenient::Value(it),
                        options,
                    )
                    .await
            }
            Message::PullRequest(it) => {
                handle
                    .signal(
                        Signal::new(signals::PULL_REQUEST_EVENT),
                        Lenient::Value(it),
                        options,
                    )
                    .await
            }
            Message::Push(it) => {
                handle
                    .signal(
                        Signal::new(signals::PUSH_EVENT),
                        Lenient::Value(it),
                        options,
                    )
                    .await
            }
        };
        match sent {
            Ok(()) => Ok(Delivered::Yes),
            Err(WorkflowInteractionError::NotFound(_)) => Ok(Delivered::Gone),
            Err(error) => Err(interaction_error(error)),
        }
    }

    async fn ask(
        &self,
        workflow_id: &str,
        message: Message,
        id: &str,
    ) -> Result<Asked, EngineError> {
        ask::ask(&self.handle(workflow_id).await?, message, id).await
    }

    async fn ensure_polling(
        &self,
        connection: &ConnectionId,
        provider: Provider,
    ) -> Result<(), EngineError> {
        let (kind, what) = match provider {
            Provider::Platform(_) => (start::POLL_DEPLOYMENTS, "deployments"),
            Provider::GitHost(_) => (start::POLL_COMMENTS, "comments"),
        };
        let options = WorkflowStartOptions::new(queues::CONTROL, start::poll_id(connection))
            .id_reuse_policy(WorkflowIdReusePolicy::AllowDuplicate)
            .id_conflict_policy(WorkflowIdConflictPolicy::UseExisting)
            .static_summary(format!("Looks for {what} on {provider}"))
            .rpc_options(call(CALL))
            .build();
        let input = PollInput {
            connection: connection.clone(),
        };
        self.client()
            .await?
            .start_workflow(Poll(kind), input, options)
            .await
            .map(drop)
            .map_err(start_error)
    }

    async fn retry(&self, fix: StartFix, retry: Retry) -> Result<(), EngineError> {
        // No conflict policy here: with one the server refuses the call, without one it signals the open run.
        let (input, options) = options(
            fix,
            WorkflowIdReusePolicy::AllowDuplicate,
            WorkflowIdConflictPolicy::Unspecified,
        );
        let signal = Signal::<Retry>::new(signals::RETRY);
        let client = self.client().await?;
        match client
            .signal_with_start_workflow(
                FixDeployment,
                input,
                signal,
                Lenient::Value(retry),
                options,
            )
            .await
        {
            Ok(_) => Ok(()),
            Err(error) => Err(start_error(error)),
        }
    }

    async fn state(&self, workflow_id: &str) -> Result<Option<FixView>, EngineError> {
        let options = WorkflowQueryOptions::builder()
            .rpc_options(call(QUERY))
            .build();
        match self
            .handle(workflow_id)
            .await?
            .query(State, (), options)
            .await
        {
            Ok(view) => Ok(Some(view)),
            Err(WorkflowQueryError::NotFound(_)) => Ok(None),
            Err(WorkflowQueryError::Rpc(status)) => Err(status_error(&status)),
            Err(error) => Err(EngineError::Refused(error.to_string())),
        }
    }

    async fn describe(&self, workflow_id: &str) -> Result<Option<Description>, EngineError> {
        let options = WorkflowDescribeOptions::builder()
            .rpc_options(call(CALL))
            .build();
        match self.handle(workflow_id).await?.describe(options).await {
            Ok(description) => Ok(Some(Description::read(&description))),
            Err(WorkflowInteractionError::NotFound(_)) => Ok(None),
            Err(error) => Err(interaction_error(error)),
        }
    }

    async fn check(&self) -> Result<(), EngineError> {
        let client = self.client().await?;
        let mut request = DescribeNamespaceRequest {
            namespace: client.namespace(),
            ..Default::default()
        }
        .into_request();
        request.set_timeout(CALL);
        let mut service = client.connection().workflow_service();
        match tokio::time::timeout(CALL, service.describe_namespace(request)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(status)) => Err(status_error(&status)),
            Err(_) => Err(EngineError::Unavailable("no answer".to_owned())),
        }
    }
}

fn options(
    fix: StartFix,
    reuse: WorkflowIdReusePolicy,
    conflict: WorkflowIdConflictPolicy,
) -> (FixInput, WorkflowStartOptions) {
    let mut memo = MemoValues::new();
    memo.insert("fix", fix.input.fix.to_string());
    memo.insert("deployment", fix.input.deployment.to_string());
    memo.insert("subscription", fix.input.subscription.to_string());
    let mut attributes = SearchAttributes::new([
        SearchAttributeKey::keyword(search::STATUS).value_set(FixStatus::Pending.to_string()),
        SearchAttributeKey::keyword(search::PLATFORM).value_set(fix.input.platform.to_string()),
        SearchAttributeKey::keyword(search::PROJECT).value_set(search::value(&fix.project_name)),
    ]);
    if let Some(repository) = &fix.repository {
        attributes.apply(
            SearchAttributeKey::keyword(search::REPOSITORY)
                .value_set(search::value(&repository.full_name())),
        );
    }
    let options = WorkflowStartOptions::new(queues::CONTROL, fix.workflow_id)
        .id_reuse_policy(reuse)
        .id_conflict_policy(conflict)
        .memo(memo)
        .search_attributes(attributes)
        .static_summary(fix.summary)
        .static_details(fix.details)
        .rpc_options(call(CALL))
        .build();
    (fix.input, options)
}

pub(super) fn call(timeout: Duration) -> RpcOptions {
    RpcOptions::builder()
        .timeout(timeout)
        .retry_options(RetryOptions::no_retries())
        .build()
}

fn start_error(error: WorkflowStartError) -> EngineError {
    match error {
        WorkflowStartError::Rpc(status) => status_error(&status),
        other => EngineError::Refused(other.to_string()),
    }
}

fn interaction_error(error: WorkflowInteractionError) -> EngineError {
    match error {
        WorkflowInteractionError::Rpc(status) => status_error(&status),
        other => EngineError::Refused(other.to_string()),
    }
}

pub(super) fn status_error(status: &Status) -> EngineError {
    let text = format!("{:?}: {}", status.code(), status.message());
    match status.code() {
        // The same words come back until somebody runs `regreen migrate`: what waits must go on waiting.
        Code::InvalidArgument if status.message().contains("search attribute") => {
            EngineError::Unavailable(format!(
                "{text} (run `regreen migrate` to register the search attributes)"
            ))
        }
        Code::InvalidArgument | Code::Unimplemented | Code::OutOfRange => {
            EngineError::Refused(text)
        }
        // Credentials and namespaces are put right by the operator, too.
        _ => EngineError::Unavailable(text),
    }
}
