//! What the tests share: a sandbox, a registry gateway with a cache, and projects as snapshots.

use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    sync::Arc,
};

use domain::{Budget, BuildSettings, Diagnosis, ErrorType};
use fixers::{
    ChangeInput, ChangeOutcome, Changed, FixerConfig, RegistrySource, ReproduceInput,
    ReproduceOutcome, Reproduction, SandboxFixer, Snapshot, Target, Verification, VerifyInput,
    Watch, workspace,
};
use gateway::registry::{NpmUpstream, RegistryGateway, RegistryLimits};
use sandbox::{Bubblewrap, BubblewrapConfig, Door, Job, Output, Sandbox};
use tokio_util::sync::CancellationToken;

pub(crate) struct World {
    pub(crate) runtime: tokio::runtime::Runtime,
    pub(crate) root: PathBuf,
    sandbox: Arc<dyn Sandbox>,
    registry: Arc<RegistryGateway>,
    number: std::sync::atomic::AtomicU32,
}

const PORT: u16 = 47_801;

impl World {
    pub(crate) fn shared() -> &'static Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let root = tempfile::Builder::new()
            .prefix("fixers-test-")
            .tempdir()
            .unwrap()
            .keep();
        fs::set_permissions(&root, fs::Permissions::from_mode(0o755)).unwrap();
        let config = BubblewrapConfig::new(std::env::current_exe().unwrap(), root.join("sandbox"));
        let (sandbox, registry) = runtime.block_on(async {
            let upstream = NpmUpstream::discover().await.unwrap();
            let registry =
                RegistryGateway::new(upstream, Some((root.join("cache"), 2 << 30))).unwrap();
            (Bubblewrap::new(config).unwrap(), registry)
        });
        Box::leak(Box::new(Self {
            runtime,
            root,
            sandbox: Arc::new(sandbox),
            registry: Arc::new(registry),
            number: std::sync::atomic::AtomicU32::new(0),
        }))
    }

    pub(crate) fn remove(&self) {
        let _ = fs::remove_dir_all(&self.root);
    }

    pub(crate) fn folder(&self) -> PathBuf {
        let number = self
            .number
            .fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let folder = self.root.join(format!("test-{number}"));
        fs::create_dir(&folder).unwrap();
        folder
    }

    pub(crate) fn config(&self) -> FixerConfig {
        let source = RegistrySource::new(Arc::clone(&self.registry), RegistryLimits::default());
        FixerConfig::new(Arc::clone(&self.sandbox), self.root.join("scratch"), source)
    }

    pub(crate) fn fixer(&self) -> SandboxFixer {
        SandboxFixer::new(self.config())
    }

    /// Runs a script over the files, in a sandbox with the registry door, and returns what is there then: how a lockfile
    /// comes to be that is really the package manager's.
    pub(crate) async fn written_by(
        &self,
        script: &str,
        files: &[(&str, &str)],
    ) -> BTreeMap<String, String> {
        let folder = self.folder();
        let (work, home) = (folder.join("work"), folder.join("home"));
        fs::create_dir(&home).unwrap();
        write(&work, files.iter().map(|(path, text)| (*path, *text)));
        let door = self
            .registry
            .open(&folder.join("door.sock"), PORT, RegistryLimits::default())
            .unwrap();
        let script = format!(
            "export PATH=/home/fixer/t/bin:$PATH; tool() {{ npm install -g --prefix /home/fixer/t --ignore-scripts --loglevel=error \"$1\"; }}; {script}"
        );
        let mut job = Job::new(&work, &home, ["/bin/sh", "-ec", &script]);
        job.environment = door.environment().clone();
        job.doors = vec![Door {
            socket: door.socket().to_path_buf(),
            port: PORT,
        }];
        job.output = Output::Combined;
        let mut output = Vec::new();
        let outcome = self
            .sandbox
            .run(&job, &mut output, &CancellationToken::new())
            .await
            .unwrap();
        assert!(
            outcome.exit.success(),
            "{script}: {}",
            String::from_utf8_lossy(&output)
        );
        let mut found = BTreeMap::new();
        for entry in walkdir::WalkDir::new(&work)
            .into_iter()
            .filter_entry(|entry| entry.file_name() != "node_modules")
        {
            let entry = entry.unwrap();
            if entry.file_type().is_file() {
                let path = entry
                    .path()
                    .strip_prefix(&work)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned();
                let text = fs::read_to_string(entry.path()).unwrap();
                found.insert(path, self.registry.outside(&text, PORT));
            }
        }
        found
    }

    /// The files as a packed commit.
    pub(crate) fn target(&self, files: &BTreeMap<String, String>, build: BuildSettings) -> Target {
        let folder = self.folder();
        let work = folder.join("work");
        write(
            &work,
            files
                .iter()
                .map(|(path, text)| (path.as_str(), text.as_str())),
        );
        let archive = folder.join("source.tar.zst");
        workspace::pack(
            &work,
            workspace::Limits::default(),
            fs::File::create(&archive).unwrap(),
        )
        .unwrap();
        let git = |arguments: &[&str]| {
            let output = std::process::Command::new("git")
                .args(arguments)
                .current_dir(&work)
                .output()
                .unwrap();
            assert!(
                output.status.success(),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
            String::from_utf8(output.stdout).unwrap().trim().to_owned()
        };
        git(&["init", "-q"]);
        git(&["add", "-A", "-f"]);
        let tree = git(&["write-tree"]);
        let snapshot = Snapshot {
            archive,
            commit: "0".repeat(40),
            tree,
            submodules: Vec::new(),
        };
        Target {
            snapshot,
            repository: "github:acme/shop".to_owned(),
            build,
            network_during_build: false,
        }
    }
}

fn write<'a>(top: &Path, files: impl Iterator<Item = (&'a str, &'a str)>) {
    fs::create_dir_all(top).unwrap();
    for (path, text) in files {
        let at = top.join(path);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        fs::write(at, text).unwrap();
    }
}

pub(crate) fn files(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect()
}

pub(crate) fn install(command: &str) -> BuildSettings {
    BuildSettings {
        install_command: Some(command.to_owned()),
        ..BuildSettings::default()
    }
}

/// Builds, and insists on red.
pub(crate) async fn red(fixer: &SandboxFixer, target: &Target) -> Reproduction {
    let input = ReproduceInput {
        target: target.clone(),
        fingerprint: "fp1:another".to_owned(),
    };
    let reproduction = fixer.reproduce(&input, &Watch::silent()).await.unwrap();
    assert_eq!(
        reproduction.outcome,
        ReproduceOutcome::OtherReason,
        "{}",
        reproduction.build.log
    );
    reproduction
}

pub(crate) fn change_input(
    target: &Target,
    diagnosis: Option<Diagnosis>,
    log: &str,
) -> ChangeInput {
    let unknown = Diagnosis {
        error_type: ErrorType::Build,
        primary_line: String::new(),
        primary_line_number: None,
        context: Vec::new(),
        affected_files: Vec::new(),
        packages: Vec::new(),
        failed_command: None,
        exit_code: None,
        workspace_package: None,
        other_errors: 0,
        confidence: 0.0,
        fingerprint: String::new(),
        transient: false,
        fixable_in_repository: true,
        framework: String::new(),
        package_manager: String::new(),
        votes: Vec::new(),
    };
    ChangeInput {
        target: target.clone(),
        diagnosis: diagnosis.unwrap_or(unknown),
        log: log.to_owned(),
        model: None,
        fixer: "auto".to_owned(),
        rule_prompt: None,
        hints: Vec::new(),
        previous: Vec::new(),
        budget: Budget::default(),
        protected_paths: Vec::new(),
    }
}

/// Insists on a patch.
pub(crate) fn changed(outcome: ChangeOutcome) -> Changed {
    match outcome {
        ChangeOutcome::Changed(changed) => *changed,
        other => panic!("no patch: {other:?}"),
    }
}

/// Builds with the patch.
pub(crate) async fn verified(
    fixer: &SandboxFixer,
    target: &Target,
    changed: &Changed,
) -> Verification {
    let input = VerifyInput {
        target: target.clone(),
        patch: changed.patch.clone(),
        tree: changed.tree.clone(),
    };
    fixer.verify(&input, &Watch::silent()).await.unwrap()
}
