//! One sandbox root for all tests, and short ways to run a job in it.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use sandbox::{
    Bubblewrap, BubblewrapConfig, Exit, Job, Outcome, OutputSink, Sandbox, SandboxError, Stream,
};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

pub(crate) struct World {
    directory: Mutex<Option<TempDir>>,
    pub(crate) root: PathBuf,
    pub(crate) sandbox: Bubblewrap,
}

/// Output, and how it ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) outcome: Outcome,
    pub(crate) output: String,
}

impl World {
    pub(crate) fn shared() -> &'static Self {
        static WORLD: OnceLock<World> = OnceLock::new();
        WORLD.get_or_init(|| {
            let directory = passable();
            let root = directory.path().join("root");
            let sandbox = Bubblewrap::new(Self::config(&root)).expect("a sandbox on this host");
            Self {
                directory: Mutex::new(Some(directory)),
                root,
                sandbox,
            }
        })
    }

    pub(crate) fn config(root: &Path) -> BubblewrapConfig {
        BubblewrapConfig::new(std::env::current_exe().expect("own path"), root)
    }

    /// Statics are not dropped.
    pub(crate) fn remove(&self) {
        drop(self.directory.lock().unwrap().take());
    }

    /// A new workspace and home around a shell script.
    pub(crate) fn shell(&self, script: &str) -> Case {
        self.command(["/bin/bash", "-c", script])
    }

    pub(crate) fn command<const N: usize>(&self, command: [&str; N]) -> Case {
        let place = passable();
        let (workspace, home) = (place.path().join("work"), place.path().join("home"));
        std::fs::create_dir(&workspace).unwrap();
        std::fs::create_dir(&home).unwrap();
        Case {
            job: Job::new(workspace, home, command),
            place,
        }
    }

    pub(crate) async fn run(&self, case: &Case) -> Result<Ran, SandboxError> {
        let mut output = Vec::new();
        let outcome = self
            .sandbox
            .run(&case.job, &mut output, &CancellationToken::new())
            .await?;
        Ok(Ran {
            outcome,
            output: String::from_utf8_lossy(&output).into_owned(),
        })
    }
}

pub(crate) struct Case {
    pub(crate) job: Job,
    pub(crate) place: TempDir,
}

/// A directory that any user may pass through.
pub(crate) fn passable() -> TempDir {
    let directory = tempfile::Builder::new()
        .prefix("sandbox-test-")
        .tempdir()
        .unwrap();
    std::fs::set_permissions(directory.path(), Permissions::from_mode(0o755)).unwrap();
    directory
}

/// Runs a test's future on a runtime of its own.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}

/// Runs a script that must succeed and gives what it printed.
pub(crate) fn output_of(world: &World, script: &str) -> String {
    block_on(async {
        let ran = world.run(&world.shell(script)).await.expect("it runs");
        assert_eq!(ran.outcome.exit, Exit::Code(0), "{}", ran.output);
        ran.output
    })
}

/// Collects output, and cancels a token when a word appears.
#[derive(Clone, Default)]
pub(crate) struct Listener {
    pub(crate) heard: Arc<Mutex<Vec<(Stream, String)>>>,
    pub(crate) cancel_at: Option<(&'static str, CancellationToken)>,
}

impl Listener {
    pub(crate) fn text(&self) -> String {
        self.heard
            .lock()
            .unwrap()
            .iter()
            .map(|(_, text)| text.as_str())
            .collect()
    }
}

impl OutputSink for Listener {
    fn write(&mut self, stream: Stream, bytes: &[u8]) {
        self.heard
            .lock()
            .unwrap()
            .push((stream, String::from_utf8_lossy(bytes).into_owned()));
        if let Some((word, token)) = &self.cancel_at
            && self.text().contains(word)
        {
            token.cancel();
        }
    }
}

/// Living processes of the host whose command line holds `marker`.
pub(crate) fn processes_with(marker: &str) -> usize {
    let own = std::process::id().to_string();
    std::fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .filter(|entry| entry.file_name().to_str().is_some_and(|name| name != own))
        .filter_map(|entry| std::fs::read(entry.path().join("cmdline")).ok())
        .filter(|line| String::from_utf8_lossy(line).contains(marker))
        .count()
}
