//! Processes are killed in the middle of their work: of everything there is exactly one in the end.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use bootstrap::Addresses;
use domain::{FixSettings, FixStatus, FixView};
use e2e::{Installation, Options, Outside, Project};
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use world::{ProjectSettings, ReadyState, SandboxBuilder};

/// Long enough for restarts and missed heartbeats on a loaded machine.
const PATIENCE: Duration = Duration::from_secs(240);
const LOOK: Duration = Duration::from_millis(50);

/// So often each process is killed while one fix is under way. A change that is lost more often than it is tried again
/// would rightly fail.
const KILLS: usize = 2;

#[tokio::test(flavor = "multi_thread")]
async fn of_everything_there_is_exactly_one_whatever_is_killed() {
    let folder = folder();
    let regreen = e2e::regreen().unwrap();
    let builder = SandboxBuilder::on_this_host(&regreen, &folder.join("platform"))
        .await
        .unwrap();
    let outside = Outside::start(&folder.join("world"), Arc::new(builder))
        .await
        .unwrap();
    let installation = Installation::start(&Options {
        regreen,
        data_dir: folder.join("regreen"),
        configuration: format!(
            "{}\n[windows]\npoll_first = 100\npoll_most = 300\nrest = 1500\npreview = 120000\nfollow = 200000\noutage = 200000\n",
            Outside::configuration()
        ),
        environment: Vec::new(),
    })
    .await
    .unwrap();
    outside.connect(&installation).await.unwrap();
    for victim in ["control", "sandbox", "api", "temporal"] {
        survives(&installation, &outside, &folder, victim).await;
    }
    installation.stop().await.unwrap();
}

async fn survives(installation: &Installation, outside: &Outside, folder: &Path, victim: &str) {
    let name = format!("without-{victim}");
    let build = ProjectSettings {
        install_command: Some("npm ci".to_owned()),
        ..ProjectSettings::default()
    };
    let project = outside
        .project(installation, &name, build, FixSettings::default())
        .await
        .unwrap();
    let commit = outside
        .push(
            &project,
            "main",
            &drifted(folder, &name),
            "feat: a dependency",
        )
        .await
        .unwrap();
    let failed = outside
        .vercel
        .wait_for(|d| d.sha == commit && d.state == ReadyState::Error)
        .await;

    let mut killed: Vec<u32> = Vec::new();
    let mut merging = false;
    let begun = Instant::now();
    let view = loop {
        assert!(
            begun.elapsed() < PATIENCE,
            "{victim}: no end\n{}",
            installation.output()
        );
        tokio::time::sleep(LOOK).await;
        // While a process is away the answer may be an error or the mirror's.
        let Ok(details) = installation.operations.show_fix(&failed.id).await else {
            continue;
        };
        let view = details.view;
        if let Some(pid) = due(installation, victim, &view, &killed) {
            kill(Pid::from_raw(i32::try_from(pid).unwrap()), Signal::SIGKILL).unwrap();
            killed.push(pid);
        }
        if let (Some(link), false) = (&view.pull_request, merging) {
            merging = true;
            let head = link.head.clone();
            let preview = outside
                .vercel
                .wait_for(|d| {
                    d.sha == head
                        && d.state != ReadyState::Building
                        && d.state != ReadyState::Queued
                })
                .await;
            assert_eq!(preview.state, ReadyState::Ready);
            outside
                .github
                .merge_pull_request(&project.repository, link.number, "mona")
                .await
                .unwrap();
        }
        if view.status.is_end() {
            break view;
        }
    };
    assert_eq!(
        view.status,
        FixStatus::Merged,
        "{victim}: {} {:?}",
        view.detail,
        view.timeline
    );
    assert_eq!(
        killed.len(),
        KILLS,
        "{victim} was to be killed {KILLS} times"
    );
    exactly_one(installation, outside, &project).await;
}

/// The victim's process, when it is time to kill it: once while the fix works, once after, each process once.
fn due(installation: &Installation, victim: &str, view: &FixView, killed: &[u32]) -> Option<u32> {
    let stage = match view.status {
        FixStatus::Fixing => 1,
        FixStatus::PrCreated => KILLS,
        _ => 0,
    };
    if killed.len() >= stage {
        return None;
    }
    let addresses = Addresses::read(&installation.data_dir).ok().flatten()?;
    addresses
        .pids
        .get(victim)
        .copied()
        .filter(|pid| !killed.contains(pid))
}

/// One fix, one branch, one pull request, one commit on it.
async fn exactly_one(installation: &Installation, outside: &Outside, project: &Project) {
    let filter = operations::FixFilter {
        project: Some(project.id.clone()),
        ..operations::FixFilter::default()
    };
    let fixes = installation
        .operations
        .list_fixes(filter, operations::PageRequest::default())
        .await
        .unwrap();
    assert_eq!(fixes.items.len(), 1, "{}", project.name);
    let snapshot = outside.github.snapshot(&project.repository).await.unwrap();
    let branches = snapshot
        .branches
        .keys()
        .filter(|branch| branch.starts_with("regreen/"))
        .count();
    assert_eq!(branches, 1, "{:?}", snapshot.branches);
    assert_eq!(
        snapshot.pull_requests.len(),
        1,
        "{:?}",
        snapshot.pull_requests
    );
    let pull = &snapshot.pull_requests[0];
    let deployments = outside.vercel.deployments();
    let of_the_fix = deployments
        .iter()
        .filter(|d| d.project_id == project.id && d.branch == pull.head)
        .count();
    assert_eq!(of_the_fix, 1, "one push, one preview: {deployments:?}");
}

/// A project whose lockfile does not know one of its dependencies: repaired without a model.
fn drifted(folder: &Path, name: &str) -> PathBuf {
    let source = folder.join("sources").join(name);
    std::fs::create_dir_all(&source).unwrap();
    let manifest = |dependencies: &serde_json::Value| {
        serde_json::json!({
            "name": name, "version": "1.0.0", "private": true,
            "scripts": { "build": "node -e \"require('ms')\"" }, "dependencies": dependencies,
        })
    };
    let lock = serde_json::json!({
        "name": name, "version": "1.0.0", "lockfileVersion": 3, "requires": true,
        "packages": { "": { "name": name, "version": "1.0.0" } },
    });
    let write = |file: &str, text: String| std::fs::write(source.join(file), text).unwrap();
    write(
        "package.json",
        manifest(&serde_json::json!({ "ms": "2.1.3" })).to_string(),
    );
    write("package-lock.json", lock.to_string());
    write(".gitignore", "node_modules\n".to_owned());
    source
}

/// A new folder for this run.
fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("crashes");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
