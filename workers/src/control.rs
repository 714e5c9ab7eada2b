//! The control worker.

use std::{sync::Arc, time::Duration};

use activities::control::{
    AlertActivities, CauseActivities, DeploymentActivities, LogActivities, Ports,
    PublishActivities, PullRequestActivities, RecordActivities, RuleActivities, SourceActivities,
    StandingActivities,
};
use anyhow::Context;
use bootstrap::{
    Addresses,
    config::{ControlWorkerConfig, TemporalConfig},
};
use contract::{queues, start::RECONCILE_ID};
use githosts::git::{Git, GitOptions, Identity};
use redaction::Redactor;
use temporalio_client::{
    Client, WorkflowIdConflictPolicy, WorkflowIdReusePolicy, WorkflowStartOptions,
};
use temporalio_sdk::{
    Runtime, Worker, WorkerOptions,
    runtime::{
        RuntimeOptions,
        worker_tuner::{FixedSizeSlotSupplier, TunerHolder},
    },
};
use tokio_util::sync::CancellationToken;
use workflows::{DeliverAlert, FixDeployment, PollComments, PollDeployments, ReconcileFixes};

/// Workflow tasks at once; they are short and share one thread.
const WORKFLOW_SLOTS: usize = 32;

/// Between two tries to reach a Temporal that is away.
const AGAIN: Duration = Duration::from_secs(1);

pub(crate) async fn run(
    config: ControlWorkerConfig,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let Some(temporal) = connect(&config.temporal, "regreen-control", &stop).await? else {
        return Ok(());
    };
    let ports = Arc::new(ports(&config, temporal).await?);
    let slots = config.worker.control_slots;
    let tuner = TunerHolder::builder()
        .workflow_task_slot_supplier(FixedSizeSlotSupplier::new(WORKFLOW_SLOTS))
        .activity_task_slot_supplier(FixedSizeSlotSupplier::new(slots))
        .local_activity_task_slot_supplier(FixedSizeSlotSupplier::new(1))
        .nexus_task_slot_supplier(FixedSizeSlotSupplier::new(1))
        .build();
    let options = WorkerOptions::new(queues::CONTROL)
        .tuner(tuner)
        .max_cached_workflows(config.worker.cached_workflows)
        .graceful_shutdown_period(config.worker.shutdown)
        .register_workflow::<FixDeployment>()?
        .register_workflow::<DeliverAlert>()?
        .register_workflow::<PollDeployments>()?
        .register_workflow::<PollComments>()?
        .register_workflow::<ReconcileFixes>()?
        .register_activities(RecordActivities {
            ports: ports.clone(),
        })
        .register_activities(DeploymentActivities {
            ports: ports.clone(),
        })
        .register_activities(LogActivities {
            ports: ports.clone(),
        })
        .register_activities(RuleActivities {
            ports: ports.clone(),
        })
        .register_activities(CauseActivities {
            ports: ports.clone(),
        })
        .register_activities(SourceActivities {
            ports: ports.clone(),
        })
        .register_activities(PublishActivities {
            ports: ports.clone(),
        })
        .register_activities(PullRequestActivities {
            ports: ports.clone(),
        })
        .register_activities(StandingActivities {
            ports: ports.clone(),
        })
        .register_activities(AlertActivities {
            ports: ports.clone(),
        })
        .build();
    let reconciler = start_reconciler(ports.temporal.clone(), stop.clone());
    let (served, ()) = tokio::join!(serve(ports.temporal.clone(), options, stop), reconciler);
    served
}

/// Sees to it that the one reconciler runs; every control worker does, and finds the one that was started first.
async fn start_reconciler(temporal: Client, stop: CancellationToken) {
    loop {
        let options = WorkflowStartOptions::new(queues::CONTROL, RECONCILE_ID)
            .id_reuse_policy(WorkflowIdReusePolicy::AllowDuplicate)
            .id_conflict_policy(WorkflowIdConflictPolicy::UseExisting)
            .static_summary("Compares what is stored with what runs")
            .build();
        let started = temporal
            .start_workflow(ReconcileFixes::run, (), options)
            .await;
        match started {
            Ok(_) => return,
            Err(error) => {
                tracing::warn!(%error, "the reconciler could not be started; trying again")
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(AGAIN) => {}
        }
    }
}

/// Connects, waiting for a Temporal that is away. `None`: told to stop meanwhile.
pub(crate) async fn connect(
    config: &TemporalConfig,
    role: &str,
    stop: &CancellationToken,
) -> anyhow::Result<Option<Client>> {
    loop {
        match bootstrap::connect_temporal(config, role).await {
            Ok(client) => return Ok(Some(client)),
            Err(error) if error.is_retryable() => tracing::warn!(%error, "waiting for Temporal"),
            Err(error) => return Err(error.into()),
        }
        tokio::select! {
            () = stop.cancelled() => return Ok(None),
            () = tokio::time::sleep(AGAIN) => {}
        }
    }
}

/// Runs a worker until it is told to stop.
pub(crate) async fn serve(
    temporal: Client,
    options: WorkerOptions,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let runtime = Runtime::from_current_tokio(RuntimeOptions::default())?;
    let mut worker =
        Worker::new(&runtime, temporal, options).map_err(|error| anyhow::anyhow!("{error}"))?;
    let shut_down = worker.shutdown_handle();
    tracing::info!("the worker is running");
    let run = worker.run();
    tokio::pin!(run);
    tokio::select! {
        ended = &mut run => return ended.map_err(|error| anyhow::anyhow!("the worker stopped: {error}")),
        () = stop.cancelled() => shut_down(),
    }
    run.await
        .map_err(|error| anyhow::anyhow!("the worker stopped: {error}"))
}

async fn ports(config: &ControlWorkerConfig, temporal: Client) -> anyhow::Result<Ports> {
    let scratch = config.data_dir.join("scratch");
    std::fs::create_dir_all(&scratch)
        .with_context(|| format!("cannot make {}", scratch.display()))?;
    Ok(Ports {
        store: bootstrap::open_store(&config.store).await?,
        blobs: bootstrap::open_blobs(&config.blobs)?,
        vault: bootstrap::open_vault(&config.vault)?,
        http: bootstrap::open_http(&config.outbound)?,
        endpoints: config.providers.endpoints(),
        windows: config.windows,
        budget_of_cause: config.budget.cause,
        budget_of_day: config.budget.day,
        git: Git::new(GitOptions {
            workspace: Some(scratch.clone()),
            ..GitOptions::default()
        }),
        scratch,
        temporal_pages: web_ui(&config.temporal),
        temporal,
        identity: Identity {
            name: "regreen".to_owned(),
            email: "regreen@users.noreply.github.com".to_owned(),
        },
        redactor: Redactor::new(),
    })
}

/// Where `regreen dev` shows workflows; links in pull requests lead there.
fn web_ui(config: &TemporalConfig) -> Option<String> {
    let addresses = Addresses::read(&config.data_dir).ok().flatten()?;
    Some(format!(
        "{}/namespaces/default",
        addresses.temporal_ui.trim_end_matches('/')
    ))
}
