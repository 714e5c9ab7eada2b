//! One project of a test, its failed deployment, and the fix of it.

use std::fs;

use domain::{EndReason, FixSettings, FixStatus, FixView, PullRequestLink};
use e2e::{Outside, Project};
use operations::FixDetails;
use world::{DeploymentSnapshot, ProjectSettings, PullRequestSnapshot, ReadyState};

use crate::{brains::file, platform::CHECKER, stage::Stage};

/// A line with the error that most tests are about.
pub(crate) const FAULT: &str = "export const rate: string = 7;\n";

/// Files of a commit.
pub(crate) type Files<'a> = &'a [(&'a str, &'a str)];

pub(crate) struct Case {
    pub(crate) stage: &'static Stage,
    pub(crate) name: String,
    pub(crate) project: Project,
    /// The failing commit.
    pub(crate) commit: String,
    /// The failed deployment.
    pub(crate) deployment: String,
}

/// Every patch waits for a person.
pub(crate) fn approval() -> FixSettings {
    FixSettings {
        require_approval: true,
        ..FixSettings::default()
    }
}

/// Builds without an install step.
pub(crate) fn build() -> ProjectSettings {
    ProjectSettings {
        install_command: Some("true".to_owned()),
        ..ProjectSettings::default()
    }
}

/// Writes a project of one source file, and of `more`.
pub(crate) fn write(
    stage: &Stage,
    name: &str,
    source: &str,
    more: Files<'_>,
) -> std::path::PathBuf {
    let folder = stage.world.join("sources").join(name);
    let manifest = serde_json::json!({
        "name": name, "version": "1.0.0", "private": true,
        "scripts": { "build": format!("node check.mjs {name}") },
    });
    let _none_before = fs::remove_dir_all(&folder);
    let (source, manifest) = (
        (file(name), source.to_owned()),
        ("package.json".to_owned(), manifest.to_string()),
    );
    let more = more
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    for (path, text) in more.chain([
        source,
        manifest,
        ("check.mjs".to_owned(), CHECKER.to_owned()),
    ]) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

impl Case {
    /// A project whose first deployment fails by [`FAULT`].
    pub(crate) async fn faulty(stage: &'static Stage, name: &str) -> Self {
        Self::with(stage, name, FAULT, &[], FixSettings::default()).await
    }

    /// A project whose first deployment fails.
    pub(crate) async fn with(
        stage: &'static Stage,
        name: &str,
        source: &str,
        more: Files<'_>,
        settings: FixSettings,
    ) -> Self {
        let project = Self::project(stage, name, settings).await;
        let folder = write(stage, name, source, more);
        Self::pushed(stage, project, &folder).await
    }

    /// An empty project.
    pub(crate) async fn project(
        stage: &'static Stage,
        name: &str,
        settings: FixSettings,
    ) -> Project {
        stage
            .outside
            .project(&stage.installation, name, build(), settings)
            .await
            .unwrap()
    }

    /// The failed deployment of a folder that is pushed now.
    pub(crate) async fn pushed(
        stage: &'static Stage,
        project: Project,
        folder: &std::path::Path,
    ) -> Self {
        let commit = stage
            .outside
            .push(&project, "main", folder, "feat: work of the day")
            .await
            .unwrap();
        Self::of(stage, project, commit).await
    }

    /// The failed deployment of a commit.
    pub(crate) async fn of(stage: &'static Stage, project: Project, commit: String) -> Self {
        let failed = deployed(&stage.outside, stage, &project, &commit).await;
        assert_eq!(
            failed.state,
            ReadyState::Error,
            "{:?}",
            stage.outside.vercel.log(&failed.id)
        );
        Self {
            stage,
            name: project.name.clone(),
            project,
            commit,
            deployment: failed.id,
        }
    }

    /// The fix, once there is one.
    pub(crate) async fn details(&self) -> FixDetails {
        let operations = &self.stage.installation.operations;
        let what = format!("there is a fix of {} ({})", self.name, self.deployment);
        self.stage
            .until(&what, async || {
                operations.show_fix(&self.deployment).await.ok()
            })
            .await
    }

    /// The fix's view when `fits` first holds. An end that does not fit fails the test.
    pub(crate) async fn when(&self, what: &str, fits: impl Fn(&FixView) -> bool) -> FixView {
        let what = format!("{}: {what}", self.name);
        self.stage
            .until(&what, async || {
                let view = self.details().await.view;
                if fits(&view) {
                    return Some(view);
                }
                let ended = view.status.is_end() && view.reason.is_some();
                assert!(!ended, "ended before {what}: {}", story(&view));
                None
            })
            .await
    }

    /// As [`Self::when`], for a fix that has ended and begins again: an end proves nothing.
    pub(crate) async fn again(&self, what: &str, fits: impl Fn(&FixView) -> bool) -> FixView {
        let what = format!("{}: {what}", self.name);
        self.stage
            .until(&what, async || {
                Some(self.details().await.view).filter(|view| fits(view))
            })
            .await
    }

    pub(crate) async fn reaches(&self, status: FixStatus) -> FixView {
        self.when(status.as_str(), |view| view.status == status)
            .await
    }

    /// Waits for this end.
    pub(crate) async fn ends(&self, reason: EndReason) -> FixView {
        let status = reason.status();
        let view = self
            .when(&format!("{status}/{reason}"), |view| {
                view.status == status && view.reason.is_some()
            })
            .await;
        assert_eq!(view.reason, Some(reason), "{}", story(&view));
        view
    }

    /// Waits until the workflow's newest run has closed as it should.
    pub(crate) async fn closes(&self, how: &str) {
        let workflow = self.details().await.view.workflow_id;
        let what = format!("the workflow of {} is {how}", self.name);
        let status = self.stage.until(&what, async || {
            let status = self.stage.temporal.status(&workflow).await;
            (status != "RUNNING").then_some(status)
        });
        assert_eq!(status.await, how, "{}", self.name);
    }

    /// All pull requests of the repository.
    pub(crate) async fn pull_requests(&self) -> Vec<PullRequestSnapshot> {
        self.stage
            .outside
            .github
            .snapshot(&self.project.repository)
            .await
            .unwrap()
            .pull_requests
    }

    /// The only pull request.
    pub(crate) async fn pull_request(&self) -> PullRequestSnapshot {
        let mut all = self.pull_requests().await;
        assert_eq!(all.len(), 1, "{all:?}");
        all.remove(0)
    }

    /// Nothing of the fix is public.
    pub(crate) async fn is_private(&self) {
        let snapshot = self
            .stage
            .outside
            .github
            .snapshot(&self.project.repository)
            .await
            .unwrap();
        let branches: Vec<&String> = snapshot
            .branches
            .keys()
            .filter(|name| name.starts_with("regreen/"))
            .collect();
        assert!(branches.is_empty(), "{branches:?}");
        assert!(
            snapshot.pull_requests.is_empty(),
            "{:?}",
            snapshot.pull_requests
        );
    }

    /// The preview of a head, once it is green, and then merges.
    pub(crate) async fn merge(&self, link: &PullRequestLink) {
        let (stage, project) = (self.stage, &self.project);
        let preview = deployed(&stage.outside, stage, project, &link.head).await;
        assert_eq!(
            preview.state,
            ReadyState::Ready,
            "{:?}",
            self.stage.outside.vercel.log(&preview.id)
        );
        let github = &self.stage.outside.github;
        github
            .merge_pull_request(&self.project.repository, link.number, "mona")
            .await
            .unwrap();
    }

    /// Waits for the pull request, merges it, and waits for the end.
    pub(crate) async fn merged(&self) -> FixView {
        let open = self.reaches(FixStatus::PrCreated).await;
        self.merge(&open.pull_request.unwrap()).await;
        self.ends(EndReason::Merged).await
    }

    /// Runs git in the repository.
    pub(crate) async fn git(&self, arguments: &[&str]) -> String {
        let directory = self
            .stage
            .world
            .join("github")
            .join(format!("{}.git", self.project.repository));
        let mut command = tokio::process::Command::new("git");
        let output = command
            .arg("--git-dir")
            .arg(directory)
            .args(arguments)
            .output()
            .await
            .unwrap();
        assert!(
            output.status.success(),
            "git {arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    pub(crate) async fn cancel(&self, reason: &str) {
        let operations = &self.stage.installation.operations;
        operations
            .cancel_fix(&self.deployment, reason, Outside::person())
            .await
            .unwrap();
    }

    pub(crate) async fn retry(&self, hint: &str) {
        let operations = &self.stage.installation.operations;
        operations
            .retry_fix(&self.deployment, hint, Outside::person())
            .await
            .unwrap();
    }
}

/// A commit's deployment of a project, once it has ended.
pub(crate) async fn deployed(
    outside: &Outside,
    stage: &Stage,
    project: &Project,
    commit: &str,
) -> DeploymentSnapshot {
    let what = format!("{} is deployed at {commit}", project.name);
    stage
        .until(&what, async || {
            let all = outside.vercel.deployments();
            all.into_iter()
                .find(|d| d.project_id == project.id && d.sha == commit && is_final(d.state))
        })
        .await
}

fn is_final(state: ReadyState) -> bool {
    matches!(
        state,
        ReadyState::Ready | ReadyState::Error | ReadyState::Canceled
    )
}

/// What happened, for people who look at a failed test.
pub(crate) fn story(view: &FixView) -> String {
    let entries = view.timeline.iter().chain(&view.notes);
    let lines: Vec<&str> = entries.map(|entry| entry.text.as_str()).collect();
    format!(
        "{}/{:?}: {}\n{}",
        view.status,
        view.reason,
        view.detail,
        lines.join("\n")
    )
}

/// The statuses that the timeline tells of, in order.
pub(crate) fn statuses(view: &FixView) -> Vec<FixStatus> {
    let heads = view
        .timeline
        .iter()
        .filter_map(|entry| entry.text.split_once(": ")?.0.parse().ok());
    heads.collect()
}
