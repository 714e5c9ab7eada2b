//! Builds for real: every command in the product's own sandbox, with the package registry's door open while packages are
//! installed and none while the project is built.

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    sync::Arc,
};

use async_trait::async_trait;
use gateway::registry::{NpmUpstream, RegistryDoor, RegistryGateway, RegistryLimits};
use sandbox::{Bubblewrap, BubblewrapConfig, Door, Exit, Job, OutputSink, Sandbox};
use tokio_util::sync::CancellationToken;

use super::{Builder, LogSink, Step, StepKind, Stream, yarn};
use crate::WorldError;

/// Port of the registry inside; every sandbox has a network of its own.
const REGISTRY_PORT: u16 = 47_801;
/// Where package managers are installed, inside.
const TOOLS: &str = "/home/fixer/.tools";

/// Runs build commands in a sandbox.
pub struct SandboxBuilder {
    sandbox: Arc<dyn Sandbox>,
    registry: Arc<RegistryGateway>,
    scratch: PathBuf,
}

impl SandboxBuilder {
    /// Over a sandbox and a registry gateway that exist. `scratch` gets a home directory per deployment while it is built;
    /// like the checkouts it must lie below directories that the sandbox's user can pass through.
    pub fn new(
        sandbox: Arc<dyn Sandbox>,
        registry: Arc<RegistryGateway>,
        scratch: impl Into<PathBuf>,
    ) -> Self {
        Self {
            sandbox,
            registry,
            scratch: scratch.into(),
        }
    }

    /// With bubblewrap and the registries that this host's npm is configured for. `launcher` is a program that begins with
    /// [`sandbox::launcher::intercept`]; `root` is a folder of its own.
    ///
    /// # Errors
    /// Fails where there is no usable bubblewrap or npm configuration.
    pub async fn on_this_host(launcher: &Path, root: &Path) -> Result<Self, WorldError> {
        for folder in [root.to_owned(), root.join("sandbox"), root.join("homes")] {
            fs::create_dir_all(&folder).map_err(WorldError::file(&folder))?;
            fs::set_permissions(&folder, Permissions::from_mode(0o711))
                .map_err(WorldError::file(&folder))?;
        }
        let bubblewrap = Bubblewrap::new(BubblewrapConfig::new(launcher, root.join("sandbox")))
            .map_err(failed)?;
        let upstream = NpmUpstream::discover().await.map_err(failed)?;
        let registry = RegistryGateway::new(upstream, None).map_err(failed)?;
        Ok(Self::new(
            Arc::new(bubblewrap),
            Arc::new(registry),
            root.join("homes"),
        ))
    }

    fn home(&self, deployment: &str) -> PathBuf {
        self.scratch.join(deployment)
    }

    fn open_door(&self, folder: &Path) -> Result<RegistryDoor, WorldError> {
        self.registry
            .open(
                &folder.join("registry.sock"),
                REGISTRY_PORT,
                RegistryLimits::default(),
            )
            .map_err(failed)
    }

    async fn command(
        &self,
        step: &Step,
        line: &str,
        door: Option<&RegistryDoor>,
        log: &LogSink,
    ) -> Result<i32, WorldError> {
        let home = self.home(&step.deployment);
        let directory = step
            .directory
            .strip_prefix(&step.checkout)
            .unwrap_or(Path::new(""))
            .to_string_lossy()
            .into_owned();
        let shell = if Path::new("/bin/bash").exists() {
            "/bin/bash"
        } else {
            "/bin/sh"
        };
        let script = format!(
            "PATH=\"{TOOLS}/bin:$PWD/node_modules/.bin:/work/node_modules/.bin:$PATH\"; export PATH\n{line}"
        );
        let mut job = Job::new(&step.checkout, home.join("home"), [shell, "-c", &script]);
        job.directory = directory;
        job.environment.extend(step.environment.iter().cloned());
        for (name, value) in SETTINGS.iter().chain(settings_of(line)) {
            job.environment
                .insert((*name).to_owned(), (*value).to_owned());
        }
        if let Some(door) = door {
            job.environment.extend(door.environment().clone());
            job.doors.push(Door {
                socket: door.socket().to_owned(),
                port: REGISTRY_PORT,
            });
        }
        let mut lines = Lines {
            log: log.showing(sandbox::WORKSPACE, "/vercel/path0"),
            partial: [Vec::new(), Vec::new()],
        };
        let outcome = self
            .sandbox
            .run(&job, &mut lines, &CancellationToken::new())
            .await
            .map_err(failed)?;
        lines.flush();
        Ok(match outcome.exit {
            Exit::Code(code) => code,
            Exit::Signal(signal) => 128 + signal,
            Exit::OutOfMemory => 137,
            Exit::TimedOut | Exit::DiskFull | Exit::OutputFlood | Exit::Cancelled => 1,
        })
    }

    /// Installs the package manager that a command names, where it is not npm.
    async fn tool(&self, step: &Step, door: &RegistryDoor) -> Result<(), WorldError> {
        let Some(package) = tool_of(step) else {
            return Ok(());
        };
        let quiet = LogSink::new(|_, line| tracing::debug!(line, "installing a package manager"));
        let line = format!(
            "cd /home/fixer && npm install --global --prefix {TOOLS} --ignore-scripts --loglevel=error '{package}'"
        );
        match self.command(step, &line, Some(door), &quiet).await? {
            0 => Ok(()),
            code => Err(WorldError::Builder(format!(
                "{package} could not be installed (exit code {code})"
            ))),
        }
    }
}

/// Settings for every build.
const SETTINGS: &[(&str, &str)] = &[
    ("NO_COLOR", "1"),
    ("NEXT_TELEMETRY_DISABLED", "1"),
    ("npm_config_update_notifier", "false"),
];

/// What keeps a package manager inside the sandbox's folders; the others would warn about it.
fn settings_of(command: &str) -> &'static [(&'static str, &'static str)] {
    match command.split_whitespace().next() {
        Some("pnpm") => &[
            ("npm_config_store_dir", "/home/fixer/.pnpm-store"),
            ("npm_config_manage_package_manager_versions", "false"),
        ],
        Some("yarn") => &[
            ("YARN_CACHE_FOLDER", "/home/fixer/.yarn-cache"),
            ("YARN_GLOBAL_FOLDER", "/home/fixer/.yarn-berry"),
            ("YARN_UNSAFE_HTTP_WHITELIST", "127.0.0.1"),
        ],
        _ => &[],
    }
}

#[async_trait]
impl Builder for SandboxBuilder {
    async fn run(&self, step: &Step, log: &LogSink) -> Result<i32, WorldError> {
        let home = self.home(&step.deployment);
        for (folder, mode) in [(home.clone(), 0o711), (home.join("home"), 0o755)] {
            fs::create_dir_all(&folder).map_err(WorldError::file(&folder))?;
            fs::set_permissions(&folder, Permissions::from_mode(mode))
                .map_err(WorldError::file(&folder))?;
        }
        if step.kind == StepKind::Build {
            return self.command(step, &step.command, None, log).await;
        }
        let door = self.open_door(&home)?;
        self.tool(step, &door).await?;
        let inside = format!("http://127.0.0.1:{REGISTRY_PORT}/");
        yarn::lead_in(
            &step.checkout,
            &self.registry.outside(&inside, REGISTRY_PORT),
            &inside,
        )?;
        let code = self.command(step, &step.command, Some(&door), log).await;
        door.close().await;
        code
    }

    async fn ended(&self, deployment: &str) {
        let home = self.home(deployment);
        if let Err(error) = fs::remove_dir_all(&home)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(%error, folder = %home.display(), "a build's home could not be removed");
        }
    }
}

/// The npm package of the command's package manager, with the version that the project pins.
fn tool_of(step: &Step) -> Option<String> {
    let program = step.command.split_whitespace().next()?;
    let usual = match program {
        "pnpm" => "10",
        "yarn" | "bun" => "1",
        _ => return None,
    };
    let text = fs::read_to_string(step.directory.join("package.json")).ok();
    let pinned = text.and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok());
    let pinned = pinned.as_ref().and_then(|package| {
        package["packageManager"]
            .as_str()?
            .strip_prefix(program)?
            .strip_prefix('@')
    });
    let version = pinned
        .map(|version| version.split('+').next().unwrap_or(version))
        .unwrap_or(usual);
    // It goes into a shell line.
    let plain = version
        .chars()
        .all(|character| character.is_ascii_alphanumeric() || "._-".contains(character));
    let version = if plain { version } else { usual };
    let berry = program == "yarn"
        && version
            .split('.')
            .next()
            .is_some_and(|major| major.parse::<u32>().is_ok_and(|major| major > 1));
    Some(format!(
        "{}@{version}",
        if berry { "@yarnpkg/cli-dist" } else { program }
    ))
}

/// Cuts a command's output into lines.
struct Lines {
    log: LogSink,
    partial: [Vec<u8>; 2],
}

/// A line without an end is cut here.
const LONGEST_LINE: usize = 64 * 1024;

impl OutputSink for Lines {
    fn write(&mut self, stream: sandbox::Stream, bytes: &[u8]) {
        let (index, shown) = match stream {
            sandbox::Stream::Stdout => (0, Stream::Stdout),
            sandbox::Stream::Stderr => (1, Stream::Stderr),
        };
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.partial[index].extend_from_slice(piece);
            if piece.ends_with(b"\n") || self.partial[index].len() > LONGEST_LINE {
                let line = std::mem::take(&mut self.partial[index]);
                self.log.line(shown, &String::from_utf8_lossy(&line));
            }
        }
    }
}

impl Lines {
    fn flush(&mut self) {
        for (index, stream) in [Stream::Stdout, Stream::Stderr].into_iter().enumerate() {
            let line = std::mem::take(&mut self.partial[index]);
            if !line.is_empty() {
                self.log.line(stream, &String::from_utf8_lossy(&line));
            }
        }
    }
}

fn failed(error: impl std::fmt::Display) -> WorldError {
    WorldError::Builder(error.to_string())
}
