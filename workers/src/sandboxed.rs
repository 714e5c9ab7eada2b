//! The sandbox worker.

use std::{path::PathBuf, sync::Arc, time::Duration};

use activities::sandboxed::SandboxedActivities;
use anyhow::Context;
use bootstrap::config::{ModelConfig, SandboxConfig, SandboxWorkerConfig};
use contract::queues;
use fixers::{
    FixerConfig, ModelSource, RegistrySource, SandboxFixer,
    agents::{AgentDriver, opencode::OpenCode},
};
use gateway::{
    model::{self, ModelGateway, Prices},
    registry::{NpmUpstream, RegistryGateway, RegistryLimits},
};
use sandbox::{Bubblewrap, BubblewrapConfig, Limits, Sandbox};
use temporalio_sdk::{
    WorkerOptions,
    runtime::worker_tuner::{FixedSizeSlotSupplier, TunerHolder},
};
use tokio_util::sync::CancellationToken;

use crate::control::{connect, serve};

/// Archives that the registry gateway keeps.
const REGISTRY_CACHE_BYTES: u64 = 2 << 30;

pub(crate) async fn run(
    config: SandboxWorkerConfig,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let Some(temporal) = connect(&config.temporal, "regreen-sandbox", &stop).await? else {
        return Ok(());
    };
    let scratch = config.sandbox.root.join("work");
    let fixer = SandboxFixer::new(fixer(&config, &scratch).await?);
    let archives = config.sandbox.root.join("archives");
    std::fs::create_dir_all(&archives)
        .with_context(|| format!("cannot make {}", archives.display()))?;
    let activities = SandboxedActivities {
        blobs: bootstrap::open_blobs(&config.blobs)?,
        fixer,
        scratch: archives,
    };
    let slots = usize::try_from(config.sandbox.slots).unwrap_or(1).max(1);
    let tuner = TunerHolder::builder()
        .workflow_task_slot_supplier(FixedSizeSlotSupplier::new(2))
        .activity_task_slot_supplier(FixedSizeSlotSupplier::new(slots))
        .local_activity_task_slot_supplier(FixedSizeSlotSupplier::new(1))
        .nexus_task_slot_supplier(FixedSizeSlotSupplier::new(1))
        .build();
    let options = WorkerOptions::new(queues::SANDBOX)
        .tuner(tuner)
        .graceful_shutdown_period(config.worker.shutdown.min(Duration::from_secs(2)))
        .register_activities(activities)
        .build();
    serve(temporal, options, stop).await
}

async fn fixer(
    config: &SandboxWorkerConfig,
    scratch: &std::path::Path,
) -> anyhow::Result<FixerConfig> {
    let bubblewrap = bubblewrap(&config.sandbox)?;
    let certificates = bubblewrap.certificates.clone();
    let sandbox = tokio::task::spawn_blocking(move || Bubblewrap::new(bubblewrap)).await??;
    for line in sandbox.describe() {
        tracing::info!(sandbox = %line, "in force");
    }
    let upstream = NpmUpstream::discover().await?;
    let cache = config.sandbox.root.join("registry-cache");
    let registry = RegistryGateway::new(upstream, Some((cache, REGISTRY_CACHE_BYTES)))?;
    let registry = RegistrySource::new(Arc::new(registry), RegistryLimits::default());
    let mut fixer = FixerConfig::new(Arc::new(sandbox), scratch.to_owned(), registry);
    fixer.limits = limits(&config.sandbox);
    fixer.agent_wall = config.sandbox.agent_wall;
    fixer.source.files = config.sandbox.source.files;
    fixer.source.bytes = config.sandbox.source.total_bytes;
    if let Some(model) = &config.model {
        let source = |door| -> anyhow::Result<ModelSource> {
            let gateway = ModelGateway::new(door, certificates.clone())?;
            Ok(ModelSource::new(Arc::new(gateway)))
        };
        fixer.model = Some(source(door(model))?);
        for other in &model.others {
            let mut door = door(model);
            door.model.clone_from(&other.name);
            door.prices = Prices {
                input: other.price_input,
                cached_input: other.price_cached_input,
                output: other.price_output,
            };
            fixer.other_models.push(source(door)?);
        }
        fixer.agents = agents(&config.sandbox, model)?;
    }
    Ok(fixer)
}

/// The agents that can be named. Adding one is one line here.
fn agents(
    config: &SandboxConfig,
    model: &ModelConfig,
) -> anyhow::Result<Vec<Arc<dyn AgentDriver>>> {
    let opencode = config.opencode.clone().or_else(|| on_path("opencode")).context(
        "a model is configured, but there is no OpenCode: set `opencode` in section [sandbox] to its native program",
    )?;
    let mut opencode = OpenCode::new(opencode);
    opencode.output = model.max_output_tokens;
    let agents: Vec<Arc<dyn AgentDriver>> = vec![Arc::new(opencode)];
    anyhow::ensure!(
        agents.iter().any(|agent| agent.name() == model.agent),
        "no agent is called `{}`: set `agent` in section [model] to one of {}",
        model.agent,
        agents
            .iter()
            .map(|agent| agent.name())
            .collect::<Vec<_>>()
            .join(", ")
    );
    Ok(agents)
}

fn door(model: &ModelConfig) -> model::ModelConfig {
    let mut door = model::ModelConfig::new(model.base_url.as_str(), &model.name);
    door.key.clone_from(&model.api_key);
    door.prices = Prices {
        input: model.price_input,
        cached_input: model.price_cached_input,
        output: model.price_output,
    };
    door.output_limit = model.max_output_tokens;
    door
}

/// The backend as configured; what is not configured is taken from the host.
pub(crate) fn bubblewrap(config: &SandboxConfig) -> anyhow::Result<BubblewrapConfig> {
    let launcher = std::env::current_exe().context("cannot find this program")?;
    let mut bubblewrap = BubblewrapConfig::new(launcher, &config.root);
    bubblewrap.user_base = config.uid_base;
    bubblewrap.slots = config.slots;
    if let Some(bwrap) = &config.bwrap {
        bubblewrap.bwrap.clone_from(bwrap);
    }
    let folders = [config.node_dir.as_ref(), config.node_tools.as_ref()]
        .into_iter()
        .flatten();
    for folder in folders.chain(&config.tool_dirs) {
        bubblewrap
            .add_tools(folder)
            .with_context(|| format!("there is no tool folder {}", folder.display()))?;
    }
    Ok(bubblewrap)
}

fn limits(config: &SandboxConfig) -> Limits {
    let limits = config.limits;
    Limits {
        wall: Duration::from_millis(limits.wall_ms),
        cpu: Duration::from_millis(limits.cpu_ms),
        memory: limits.memory_bytes,
        processes: limits.processes,
        open_files: limits.open_files,
        file_size: limits.file_bytes,
        workspace: limits.workspace_bytes,
        temporary: limits.temporary_bytes,
        output: limits.output_bytes,
    }
}

fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|candidate| candidate.is_file())
}
