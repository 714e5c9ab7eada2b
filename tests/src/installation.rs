//! The product's processes and the operations over their data directory.

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::Stdio,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, bail, ensure};
use bootstrap::{Addresses, Config, Sources};
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use operations::{Limits, Operations, Parts, TemporalEngine, WebUi};
use tokio::process::{Child, Command};

use crate::spawner;

/// The product must answer within this time; a cold start on a busy machine takes some seconds.
const PATIENCE: Duration = Duration::from_secs(120);

/// How often to look for something that announces itself by a file or a port.
const LOOK: Duration = Duration::from_millis(50);

/// How to install.
#[derive(Debug, Clone)]
pub struct Options {
    /// The product's binary.
    pub regreen: PathBuf,
    /// Where everything goes; made when it is missing.
    pub data_dir: PathBuf,
    /// The configuration file's text.
    pub configuration: String,
    /// More environment for the processes.
    pub environment: Vec<(String, String)>,
}

/// A running regreen. Its processes end when it is dropped, and when this process ends, however that happens.
pub struct Installation {
    /// Everything a person can do.
    pub operations: Operations,
    /// The configuration its processes run with.
    pub config: Config,
    /// Where things listen.
    pub addresses: Addresses,
    /// Where everything is.
    pub data_dir: PathBuf,
    process: Option<Child>,
    log: PathBuf,
}

impl Installation {
    /// Starts `regreen dev` and waits until it is ready.
    ///
    /// # Errors
    /// With the end of its output when it stops or does not become ready.
    pub async fn start(options: &Options) -> anyhow::Result<Self> {
        std::fs::create_dir_all(&options.data_dir)?;
        let data_dir = options.data_dir.canonicalize()?;
        std::fs::write(data_dir.join("regreen.toml"), &options.configuration)?;
        let log = data_dir.join("dev.log");
        let output = File::create(&log)?;
        let mut command = Command::new(&options.regreen);
        command
            .args(["guard", "--parent"])
            .arg(std::process::id().to_string())
            .arg("--")
            .arg(&options.regreen)
            .args(["dev", "--data-dir"])
            .arg(&data_dir)
            .envs(options.environment.iter().cloned())
            // A configuration of whoever runs this must not leak in.
            .current_dir(&data_dir)
            .env_remove("REGREEN_CONFIG")
            .env_remove("TEMPORAL_ADDRESS")
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .kill_on_drop(true);
        let mut process = spawner::spawn(command)
            .await
            .with_context(|| format!("cannot start {}", options.regreen.display()))?;
        let addresses = ready(&mut process, &data_dir, &log).await?;
        let config = config(&data_dir)?;
        let operations = open(&config, &addresses).await?;
        Ok(Self {
            operations,
            config,
            addresses,
            data_dir,
            process: Some(process),
            log,
        })
    }

    /// The end of what the processes printed.
    #[must_use]
    pub fn output(&self) -> String {
        let mut output = tail(&self.log);
        for name in ["api", "control", "sandbox"] {
            let log = self.data_dir.join("logs").join(format!("{name}.log"));
            output.push_str(&format!("\n--- {name} ---\n{}", tail(&log)));
        }
        output
    }

    /// The process that runs all the others.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        self.process.as_ref().and_then(Child::id)
    }

    /// Stops as Ctrl-C does, and waits for the end.
    ///
    /// # Errors
    /// When it does not end in time.
    pub async fn stop(mut self) -> anyhow::Result<()> {
        let Some(mut process) = self.process.take() else {
            return Ok(());
        };
        if let Some(pid) = process.id().and_then(|pid| i32::try_from(pid).ok()) {
            kill(Pid::from_raw(pid), Signal::SIGINT)?;
        }
        let ended = tokio::time::timeout(PATIENCE, process.wait()).await;
        ended.context("regreen dev does not stop")??;
        Ok(())
    }
}

async fn ready(process: &mut Child, data_dir: &Path, log: &Path) -> anyhow::Result<Addresses> {
    let begun = Instant::now();
    loop {
        if let Some(status) = process.try_wait()? {
            bail!("regreen dev ended with {status}:\n{}", tail(log));
        }
        if let Some(addresses) = Addresses::read(data_dir)?
            && answers(&addresses.api).await
        {
            return Ok(addresses);
        }
        ensure!(
            begun.elapsed() < PATIENCE,
            "regreen dev does not become ready:\n{}",
            tail(log)
        );
        tokio::time::sleep(LOOK).await;
    }
}

/// Whether `/readyz` says yes.
async fn answers(api: &str) -> bool {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let Some(host) = api.strip_prefix("http://") else {
        return false;
    };
    let Ok(mut stream) = tokio::net::TcpStream::connect(host).await else {
        return false;
    };
    let request = format!("GET /readyz HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    let mut answer = Vec::new();
    stream.write_all(request.as_bytes()).await.is_ok()
        && stream.read_to_end(&mut answer).await.is_ok()
        && answer.starts_with(b"HTTP/1.1 200")
}

/// The configuration that every command of the product with this data directory has.
fn config(data_dir: &Path) -> anyhow::Result<Config> {
    let mut sources = Sources::of_process().with_flag(
        "--data-dir",
        "data_dir",
        Some(data_dir.display().to_string()),
    );
    sources.working_directory = data_dir.to_owned();
    sources.environment.remove("REGREEN_CONFIG");
    Ok(Config::load(&sources)?)
}

/// The operations over the same data directory, as every command of the product has them.
async fn open(config: &Config, addresses: &Addresses) -> anyhow::Result<Operations> {
    let parts = Parts {
        store: bootstrap::open_store(&config.store).await?,
        vault: bootstrap::open_vault(&config.vault)?,
        blobs: bootstrap::open_blobs(&config.blobs)?,
        web_ui: Some(WebUi {
            address: addresses.temporal_ui.clone(),
            namespace: "default".to_owned(),
        }),
        http: bootstrap::open_http(&config.outbound)?,
        endpoints: config.providers.endpoints(),
        public_url: config.api.public_url.clone(),
        limits: Limits {
            budget_of_cause: config.budget.cause,
            budget_of_day: config.budget.day,
            sandbox_slots: config.sandbox.slots,
            poll: config.windows.poll,
        },
    };
    let temporal = config.temporal.clone();
    let engine = TemporalEngine::new(move || {
        let temporal = temporal.clone();
        Box::pin(async move { Ok(bootstrap::connect_temporal(&temporal, "tests").await?) })
    });
    Ok(Operations::new(parts, Arc::new(engine)))
}

/// The last lines of a file.
fn tail(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(60)..].join("\n")
}
