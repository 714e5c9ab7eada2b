//! The default backend: [bubblewrap](https://github.com/containers/bubblewrap), never as root.
//!
//! A job sees the host's programs read-only, its workspace, its home and an empty `/tmp`; it has no
//! network but its doors, no capabilities, no further namespaces, a system-call filter, limits, and a
//! user of its own where regreen is root. bubblewrap is started through [`crate::launcher`].

mod arguments;
mod cgroup;
mod config;
mod disk;
mod listen;
mod ownership;
mod plan;
mod probe;
mod processes;
mod reach;
pub(crate) mod seccomp;
mod slots;
mod spawner;
mod stage;
mod supervise;
mod system;
mod verdict;

pub use config::BubblewrapConfig;
pub use probe::{Check, probe};

use std::process::Stdio;
use std::sync::Arc;

use async_trait::async_trait;
use tokio::process::Command;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use self::cgroup::Hierarchy;
use self::disk::DiskWatch;
use self::listen::{Heard, listen};
use self::reach::Names;
use self::slots::{Slot, Slots};
use self::stage::Staged;
use self::supervise::{Chunk, Ended, Running, supervise};
use self::verdict::{Evidence, judge};
use crate::launcher::{Event, LAUNCH};
use crate::{Job, Outcome, OutputSink, Sandbox, SandboxError};

/// Chunks that may wait for a slow sink.
const BACKLOG: usize = 16;

/// Sandboxes on this host.
#[derive(Debug)]
pub struct Bubblewrap {
    config: Arc<BubblewrapConfig>,
    staged: Arc<Staged>,
    slots: Slots,
    hierarchy: Hierarchy,
}

impl Bubblewrap {
    /// Prepares the sandbox root and finds out what the host offers. Blocks for some milliseconds.
    ///
    /// # Errors
    /// When the root cannot be written or the launcher is missing.
    pub fn new(config: BubblewrapConfig) -> Result<Self, SandboxError> {
        let staged = stage::stage(&config)?;
        let own = nix::unistd::geteuid();
        let slots = Slots::new(
            config.user_base,
            config.slots,
            (!own.is_root()).then_some(own.as_raw()),
        );
        Ok(Self {
            config: Arc::new(config),
            staged: Arc::new(staged),
            slots,
            hierarchy: Hierarchy::detect(),
        })
    }

    /// Starts the launcher; everything it needs is in the run's own directory.
    async fn start(
        &self,
        job: &Job,
        slot: Slot,
        names: &Names,
        streams: Streams,
    ) -> Result<Running, SandboxError> {
        let directory = tempfile::Builder::new()
            .prefix(&format!("{}-", std::process::id()))
            .tempdir_in(&self.staged.runs)
            .map_err(SandboxError::host("making a run directory"))?;
        let group = match self.hierarchy {
            Hierarchy::None => None,
            _ => Some(
                self.hierarchy
                    .create(&job.limits)
                    .map_err(SandboxError::host("making a control group"))?,
            ),
        };
        let plan = plan::plan(
            &self.config,
            &self.staged,
            job,
            slot.identity,
            names,
            group.as_ref(),
            directory.path(),
        )?;
        let path = directory.path().join("plan");
        plan::write(&path, &plan).map_err(SandboxError::host("writing the launch plan"))?;
        let mut command = Command::new(&self.config.launcher);
        command
            .args([LAUNCH.as_ref(), path.as_os_str()])
            .env_clear()
            .current_dir("/")
            .stdin(if job.stdin.is_some() {
                Stdio::piped()
            } else {
                Stdio::null()
            })
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        let child = spawner::spawn(command)
            .await
            .map_err(SandboxError::host(format!(
                "starting {}",
                self.config.launcher.display()
            )))?;
        Ok(Running {
            child,
            input: job.stdin.clone(),
            watch_memory: !self.hierarchy.limits_memory(),
            group,
            slot,
            limits: job.limits,
            disk: DiskWatch::new(
                vec![job.workspace.clone(), job.home.clone()],
                job.limits.workspace,
            ),
            status: plan.status,
            directory,
            output: streams.output,
            cancel: streams.cancel,
            flood: streams.flood,
            abandoned: streams.abandoned,
        })
    }

    fn finish(
        &self,
        job: &Job,
        ended: &Ended,
        heard: &Heard,
        names: Names,
    ) -> Result<Outcome, SandboxError> {
        let report =
            std::fs::read_to_string(ended.directory.path().join("report")).unwrap_or_default();
        let exit = judge(Evidence {
            status: &ended.status,
            events: &Event::parse(&report),
            complaint: &String::from_utf8_lossy(&heard.complaint),
            stopped: ended.stopped,
            memory_kills: ended.memory_kills,
            flooded: heard.truncated,
            program: job.command.first().map_or("", String::as_str),
            bwrap: &self.config.bwrap,
            obstacle: names.into_obstacle(),
        })?;
        Ok(Outcome {
            exit,
            duration: ended.duration,
            output_bytes: heard.bytes,
            truncated: heard.truncated,
        })
    }
}

/// The supervisor's lines to the caller.
struct Streams {
    output: mpsc::Sender<Chunk>,
    cancel: CancellationToken,
    flood: CancellationToken,
    abandoned: CancellationToken,
}

#[async_trait]
impl Sandbox for Bubblewrap {
    async fn run(
        &self,
        job: &Job,
        output: &mut (dyn OutputSink + Send),
        cancel: &CancellationToken,
    ) -> Result<Outcome, SandboxError> {
        let slot = tokio::select! {
            slot = self.slots.acquire() => slot,
            () = cancel.cancelled() => return Ok(never_ran()),
        };
        arguments::validate(job)?;
        let (config, staged) = (Arc::clone(&self.config), Arc::clone(&self.staged));
        let (identity, given) = (slot.identity, job.clone());
        let handed = move || plan::hand_over(&config, &staged, &given, identity);
        let names = tokio::task::spawn_blocking(handed)
            .await
            .map_err(|error| SandboxError::Setup(error.to_string()))??;
        let (sender, receiver) = mpsc::channel(BACKLOG);
        let flood = CancellationToken::new();
        let abandoned = CancellationToken::new();
        let _abandon = abandoned.clone().drop_guard();
        let streams = Streams {
            output: sender,
            cancel: cancel.clone(),
            flood: flood.clone(),
            abandoned,
        };
        let running = self.start(job, slot, &names, streams).await?;
        let supervisor = tokio::spawn(supervise(running));
        let heard = listen(receiver, output, job.limits.output, &flood).await;
        let ended = supervisor
            .await
            .map_err(|error| SandboxError::Setup(error.to_string()))??;
        self.finish(job, &ended, &heard, names)
    }

    fn describe(&self) -> Vec<String> {
        probe::describe(&self.config, &self.slots, &self.hierarchy)
    }
}

fn never_ran() -> Outcome {
    Outcome {
        exit: crate::Exit::Cancelled,
        duration: std::time::Duration::ZERO,
        output_bytes: 0,
        truncated: false,
    }
}
