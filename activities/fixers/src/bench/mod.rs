//! A place to work in: an unpacked snapshot, a home, git's view of both, and commands in the sandbox.
//!
//! What is run, and in which order, is for [`crate::build`] and [`crate::change`].

mod capture;
mod environment;
mod lockfiles;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    os::unix::fs::PermissionsExt,
    path::PathBuf,
    time::Duration,
};

use sandbox::{Door, Exit, Job, Mount, Outcome, Output};
use tempfile::TempDir;

pub(crate) use capture::{Capture, Kept};
pub(crate) use environment::TOOLS;
use environment::{environment, provide_shell, with_path};
pub(crate) use lockfiles::Lockfiles;

use crate::{
    FixerError,
    config::FixerConfig,
    facade::{Snapshot, Watch},
    project::DirectoryFiles,
    workspace::{self, Selection, TreeStore},
};

/// How often the last line of a running command is told.
const PROGRESS: Duration = Duration::from_millis(200);

/// One unpacked snapshot. Dropping it removes everything.
pub(crate) struct Bench<'a> {
    pub(crate) config: &'a FixerConfig,
    pub(crate) watch: &'a Watch,
    pub(crate) store: TreeStore,
    /// Tree of the snapshot.
    pub(crate) base: String,
    /// Paths of the snapshot.
    pub(crate) tracked: BTreeSet<String>,
    submodules: Vec<(String, String)>,
    directory: TempDir,
}

/// One command.
pub(crate) struct Order<'a> {
    /// Program and arguments.
    pub(crate) command: Vec<String>,
    /// Directory from the top of the workspace.
    pub(crate) directory: &'a str,
    pub(crate) environment: BTreeMap<String, String>,
    pub(crate) doors: Vec<Door>,
    pub(crate) stdin: Option<Vec<u8>>,
    pub(crate) read_only: Vec<Mount>,
    pub(crate) output: Output,
    /// Another wall time than the configured one.
    pub(crate) wall: Option<Duration>,
}

impl<'a> Order<'a> {
    /// A command without doors and input.
    pub(crate) fn new(command: Vec<String>, directory: &'a str) -> Self {
        Self {
            command,
            directory,
            environment: BTreeMap::new(),
            doors: Vec::new(),
            stdin: None,
            read_only: Vec::new(),
            output: Output::Combined,
            wall: None,
        }
    }

    /// A line for the shell.
    pub(crate) fn shell(line: &str, directory: &'a str) -> Self {
        Self::new(["sh", "-c", line].map(str::to_owned).into(), directory)
    }
}

impl<'a> Bench<'a> {
    /// Unpacks a snapshot, and checks that it is the commit's tree.
    pub(crate) async fn open(
        config: &'a FixerConfig,
        snapshot: &Snapshot,
        watch: &'a Watch,
    ) -> Result<Self, FixerError> {
        watch.report("unpack", "");
        fs::create_dir_all(&config.scratch).map_err(FixerError::io(&config.scratch))?;
        // Others may pass through (the sandbox's user must), not look around.
        let directory = tempfile::Builder::new()
            .prefix("bench-")
            .permissions(fs::Permissions::from_mode(0o711))
            .tempdir_in(&config.scratch)
            .map_err(FixerError::io(&config.scratch))?;
        let make = |name: &str, mode: u32| -> Result<PathBuf, FixerError> {
            let path = directory.path().join(name);
            fs::create_dir(&path).map_err(FixerError::io(&path))?;
            fs::set_permissions(&path, fs::Permissions::from_mode(mode))
                .map_err(FixerError::io(&path))?;
            Ok(path)
        };
        let workspace = make("work", 0o755)?;
        let home = make("home", 0o755)?;
        provide_shell(&home).map_err(FixerError::io(&home))?;
        let trees = make("trees", 0o700)?;
        let git = make("git", 0o755)?;
        let (archive, limits, target) =
            (snapshot.archive.clone(), config.source, workspace.clone());
        let unpacked = tokio::task::spawn_blocking(move || {
            let file = fs::File::open(&archive).map_err(FixerError::io(&archive))?;
            workspace::unpack(file, &target, limits)
                .map_err(|error| FixerError::Snapshot(error.to_string()))
        });
        unpacked
            .await
            .map_err(|error| FixerError::io(&workspace)(std::io::Error::other(error)))??;
        let store = TreeStore::create(&trees).await?;
        let base = store
            .record(&workspace, &Selection::Everything, &snapshot.submodules)
            .await?;
        if base != snapshot.tree {
            return Err(FixerError::TreeMismatch {
                expected: snapshot.tree.clone(),
                actual: base,
            });
        }
        let tracked = store.paths(&base).await?;
        store.exhibit(&base, &git).await?;
        if watch.cancel.is_cancelled() {
            return Err(FixerError::Cancelled);
        }
        Ok(Self {
            config,
            watch,
            store,
            base,
            tracked,
            submodules: snapshot.submodules.clone(),
            directory,
        })
    }

    /// The same bench after files were brought to another tree, which from now on counts as the committed one.
    pub(crate) async fn at(mut self, tree: String) -> Result<Self, FixerError> {
        let git = self.directory.path().join("git");
        fs::remove_dir_all(&git).map_err(FixerError::io(&git))?;
        self.store.exhibit(&tree, &git).await?;
        self.tracked = self.store.paths(&tree).await?;
        self.base = tree;
        Ok(self)
    }

    pub(crate) fn workspace(&self) -> PathBuf {
        self.directory.path().join("work")
    }

    /// A folder of this bench that the sandbox may see but not write to.
    pub(crate) fn folder(&self, name: &str) -> Result<PathBuf, FixerError> {
        let path = self.directory.path().join(name);
        fs::create_dir_all(&path).map_err(FixerError::io(&path))?;
        Ok(path)
    }

    /// The committed files, as they are now.
    pub(crate) fn files(&self) -> DirectoryFiles {
        DirectoryFiles::new(self.workspace(), self.tracked.clone())
    }

    /// The state of the workspace, without what installs and builds leave behind.
    pub(crate) async fn state(&self, outputs: &[String]) -> Result<String, FixerError> {
        let selection = Selection::Work {
            tracked: self.tracked.clone(),
            outputs: outputs.to_vec(),
        };
        self.store
            .record(&self.workspace(), &selection, &self.submodules)
            .await
    }

    /// Runs a command to its end. Output goes to `capture`.
    pub(crate) async fn run(
        &self,
        order: Order<'_>,
        capture: &mut Capture<'_>,
    ) -> Result<Outcome, FixerError> {
        let mut job = Job::new(
            self.workspace(),
            self.directory.path().join("home"),
            with_path(order.command, order.directory),
        );
        job.read_only_git = Some(self.directory.path().join("git"));
        job.read_only = order.read_only;
        job.directory = order.directory.to_owned();
        job.environment = environment();
        job.environment.extend(order.environment);
        job.stdin = order.stdin;
        job.doors = order.doors;
        job.output = order.output;
        job.limits = self.config.limits;
        if let Some(wall) = order.wall {
            job.limits.wall = wall;
        }
        let (latest, phase) = (capture.latest(), capture.phase());
        let tell = || {
            if let Some(line) = latest.take() {
                self.watch
                    .report(phase, &self.config.redactor.redact(&line));
            }
        };
        let mut running = self.config.sandbox.run(&job, capture, &self.watch.cancel);
        let mut ticks = tokio::time::interval(PROGRESS);
        let outcome = loop {
            tokio::select! {
                outcome = &mut running => break outcome?,
                _ = ticks.tick() => tell(),
            }
        };
        tell();
        if outcome.exit == Exit::Cancelled || self.watch.cancel.is_cancelled() {
            return Err(FixerError::Cancelled);
        }
        Ok(outcome)
    }

    /// A capture with the configured limits.
    pub(crate) fn capture<'b>(&'b self, phase: &'b str) -> Capture<'b> {
        Capture::new(
            self.config.log_bytes,
            self.watch,
            &self.config.redactor,
            phase,
        )
    }

    /// Output as text without secrets.
    pub(crate) fn clean(&self, bytes: &[u8]) -> String {
        let text = String::from_utf8_lossy(bytes);
        self.config.redactor.redact(&text).into_owned()
    }
}

impl Drop for Bench<'_> {
    fn drop(&mut self) {
        // A command may have closed its own directories, also to us where we are not root.
        let top = self.directory.path();
        if fs::remove_dir_all(top).is_err() {
            // A directory is listed after it was handed out, and so opened in time.
            for entry in walkdir::WalkDir::new(top)
                .follow_links(false)
                .into_iter()
                .flatten()
            {
                if entry.file_type().is_dir() {
                    let _ = fs::set_permissions(entry.path(), fs::Permissions::from_mode(0o700));
                }
            }
            let _ = fs::remove_dir_all(top);
        }
    }
}

#[cfg(test)]
mod tests;
