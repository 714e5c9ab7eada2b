//! The fake platform's builds: real commands, in our own sandbox, with the registry door for the install step only.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use async_trait::async_trait;
use gateway::registry::{NpmUpstream, RegistryGateway, RegistryLimits};
use sandbox::{Bubblewrap, BubblewrapConfig, Door, Exit, Job, Mount, Output, OutputSink, Sandbox};
use tokio_util::sync::CancellationToken;
use world::{Builder, LogSink, Step, StepKind, Stream, WorldError};

/// Port of the registry inside a sandbox.
const REGISTRY_PORT: u16 = 47_811;

/// Runs the steps of deployments in bubblewrap.
pub struct SandboxBuilder {
    sandbox: Bubblewrap,
    registry: Arc<RegistryGateway>,
    folder: PathBuf,
}

impl SandboxBuilder {
    /// Prepares a sandbox root below `folder`, with `regreen` as its launcher.
    ///
    /// # Errors
    /// When this machine cannot run sandboxes or names no package registry.
    pub async fn start(regreen: &Path, folder: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let mut config = BubblewrapConfig::new(regreen, folder.join("sandbox"));
        config.slots = 2;
        if let Some(bwrap) = std::env::var_os("REGREEN_BWRAP") {
            config.bwrap = bwrap.into();
        }
        for name in ["REGREEN_NODE_DIR", "REGREEN_NODE_TOOLS"] {
            let Some(tool) = std::env::var_os(name).map(PathBuf::from) else {
                continue;
            };
            let tool = tool.canonicalize()?;
            if !tool.starts_with("/usr") && config.tools.iter().all(|known| known.source != tool) {
                config.tools.push(Mount {
                    source: tool.clone(),
                    target: tool,
                });
            }
        }
        let sandbox = tokio::task::spawn_blocking(move || Bubblewrap::new(config)).await??;
        let registry = Arc::new(RegistryGateway::new(NpmUpstream::discover().await?, None)?);
        Ok(Self {
            sandbox,
            registry,
            folder: folder.to_owned(),
        })
    }

    async fn build(&self, step: &Step, log: &LogSink) -> anyhow::Result<i32> {
        let home = self.folder.join("homes").join(&step.deployment);
        std::fs::create_dir_all(&home)?;
        let mut job = Job::new(&step.checkout, &home, ["/bin/sh", "-c", &step.command]);
        job.directory = step
            .directory
            .strip_prefix(&step.checkout)?
            .to_string_lossy()
            .into_owned();
        job.output = Output::Separate;
        job.environment.extend(step.environment.iter().cloned());
        let socket = home.with_extension("sock");
        let door = match step.kind {
            StepKind::Install => Some(self.registry.open(
                &socket,
                REGISTRY_PORT,
                RegistryLimits::default(),
            )?),
            StepKind::Build => None,
        };
        if let Some(door) = &door {
            job.environment.extend(door.environment().clone());
            job.doors.push(Door {
                socket: door.socket().to_owned(),
                port: REGISTRY_PORT,
            });
        }
        let mut lines = Lines::new(
            log.showing(sandbox::WORKSPACE, "/vercel/path0")
                .showing(sandbox::HOME, "/vercel"),
        );
        let outcome = self
            .sandbox
            .run(&job, &mut lines, &CancellationToken::new())
            .await;
        lines.finish();
        let exit = outcome?.exit;
        Ok(match exit {
            Exit::TimedOut => 124,
            other => other.code().unwrap_or(137),
        })
    }
}

#[async_trait]
impl Builder for SandboxBuilder {
    async fn run(&self, step: &Step, log: &LogSink) -> Result<i32, WorldError> {
        self.build(step, log)
            .await
            .map_err(|error| WorldError::Builder(format!("{error:#}")))
    }
}

/// Cuts the two streams into lines.
struct Lines {
    log: LogSink,
    open: [Vec<u8>; 2],
}

impl Lines {
    fn new(log: LogSink) -> Self {
        Self {
            log,
            open: [Vec::new(), Vec::new()],
        }
    }

    fn finish(&mut self) {
        for stream in [Stream::Stdout, Stream::Stderr] {
            let rest = std::mem::take(&mut self.open[stream as usize]);
            if !rest.is_empty() {
                self.log.line(stream, &String::from_utf8_lossy(&rest));
            }
        }
    }
}

impl OutputSink for Lines {
    fn write(&mut self, stream: sandbox::Stream, bytes: &[u8]) {
        let stream = match stream {
            sandbox::Stream::Stdout => Stream::Stdout,
            sandbox::Stream::Stderr => Stream::Stderr,
        };
        let open = &mut self.open[stream as usize];
        open.extend_from_slice(bytes);
        while let Some(at) = open.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = open.drain(..=at).collect();
            self.log.line(stream, &String::from_utf8_lossy(&line));
        }
    }
}
