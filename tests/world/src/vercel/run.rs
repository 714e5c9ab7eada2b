//! The life of one deployment: wait for a slot, clone, install, build, end.

use std::{
    path::{Path, PathBuf},
    sync::PoisonError,
    time::Instant,
};

use super::{
    Vercel,
    build::{BuildPlan, LogSink, Step, StepKind, Stream},
    hooks::events_at_end,
    state::{Commit, Failure, LogEvent, LogKind, ProjectSettings, ReadyState},
};
use crate::{WorldError, clock, git::GitCommand};

/// What Vercel's own lines say; both are taken from real logs.
const REGION: &str = "Running build in Washington, D.C., USA (East) – iad1";
const CLI: &str = "Vercel CLI 50.28.0";

/// Vercel cuts build logs off here.
const LOG_LIMIT: usize = 4 * 1024 * 1024;

/// What a build needs to know.
struct Job {
    id: String,
    commit: Commit,
    settings: ProjectSettings,
    environment: Vec<(String, String)>,
    checkout: PathBuf,
}

impl Vercel {
    /// Builds a deployment that is queued. Returns when it has ended or was cancelled.
    pub(super) async fn build(&self, id: &str) {
        let Some((job, cancel)) = self.job(id) else {
            return;
        };
        let checkout = job.checkout.clone();
        let work = async {
            // The semaphore is never closed.
            let _slot = self.slots.acquire().await;
            self.enter(id, ReadyState::Building, None);
            self.steps(&job).await
        };
        let outcome = tokio::select! {
            () = cancel.cancelled() => None,
            outcome = work => Some(outcome),
        };
        self.options.builder.ended(id).await;
        if let Err(error) = remove(&checkout) {
            tracing::warn!(%error, "a checkout could not be removed");
        }
        match outcome {
            None => {}
            Some(Ok(None)) => self.enter(id, ReadyState::Ready, None),
            Some(Ok(Some(failure))) => self.enter(id, ReadyState::Error, Some(failure)),
            Some(Err(error)) => {
                let message =
                    format!("We encountered an internal error. Please try again. ({error})");
                self.log(id, LogKind::Output(Stream::Stderr), &message, Some("error"));
                self.enter(
                    id,
                    ReadyState::Error,
                    Some(Failure {
                        code: Some("internal_server_error".into()),
                        message,
                    }),
                );
            }
        }
    }

    /// Stops a build that has not ended.
    pub(super) fn cancel(&self, id: &str) {
        if let Some(deployment) = self.state().deployment(id) {
            deployment.cancel.cancel();
        }
        self.enter(id, ReadyState::Canceled, None);
    }

    /// Moves on to a state unless the deployment has ended already, and tells everybody.
    fn enter(&self, id: &str, next: ReadyState, failure: Option<Failure>) {
        let production = {
            let mut state = self.state();
            let Some(deployment) = state
                .deployment_mut(id)
                .filter(|deployment| !deployment.state.finished())
            else {
                return;
            };
            deployment.state = next;
            deployment.failure = failure;
            let now = Some(clock::now_ms());
            if next == ReadyState::Building {
                deployment.building = now
            } else {
                deployment.ended = now
            }
            deployment.target.as_deref() == Some("production")
        };
        self.log(id, LogKind::State(next), "", None);
        self.emit(id, events_at_end(next, production));
        self.tell(id);
    }

    /// Calls the listeners.
    pub(super) fn tell(&self, id: &str) {
        let snapshot = {
            let state = self.state();
            state
                .deployment(id)
                .map(|deployment| self.snapshot_of(&state, deployment))
        };
        let listeners: Vec<_> = self
            .listeners
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        for (listener, snapshot) in listeners.iter().zip(std::iter::repeat(&snapshot)) {
            if let Some(snapshot) = snapshot {
                listener(snapshot);
            }
        }
        self.touch();
    }

    /// Clone, install, build; `Some` is a build that failed.
    async fn steps(&self, job: &Job) -> Result<Option<Failure>, WorldError> {
        let id = &job.id;
        let say = |text: &str| self.log(id, LogKind::Output(Stream::Stdout), text, None);
        say(REGION);
        say("Build machine configuration: 2 cores, 8 GB");
        let Commit {
            owner,
            repository,
            branch,
            sha,
            ..
        } = &job.commit;
        say(&format!(
            "Cloning github.com/{owner}/{repository} (Branch: {branch}, Commit: {sha:.7})"
        ));
        let started = Instant::now();
        clone(&job.commit, &job.checkout).await?;
        say(&format!(
            "Cloning completed: {}.000ms",
            started.elapsed().as_millis()
        ));
        say("Running \"vercel build\"");
        say(CLI);
        let plan = match BuildPlan::read(&job.checkout, &job.settings) {
            Ok(plan) => plan,
            Err(message) => return Ok(Some(self.failed(id, None, message))),
        };
        for note in &plan.notes {
            say(note);
        }
        for command in plan.commands() {
            self.log(
                id,
                LogKind::Output(Stream::Stdout),
                &command.announcement,
                None,
            );
            if command.kind == StepKind::Build {
                self.log(id, LogKind::Command, &command.shown, None);
            }
            let step = Step {
                deployment: id.clone(),
                kind: command.kind,
                command: command.run.clone(),
                checkout: job.checkout.clone(),
                directory: plan.directory.clone(),
                environment: job.environment.clone(),
            };
            let code = self.options.builder.run(&step, &self.sink(job)).await?;
            if code != 0 {
                let message = format!("Command \"{}\" exited with {code}", command.shown);
                return Ok(Some(self.failed(
                    id,
                    Some(format!("BUILD_UTILS_SPAWN_{code}")),
                    message,
                )));
            }
            if let (StepKind::Install, Some(found)) = (command.kind, plan.framework_version()) {
                say(&found);
            }
        }
        if let Some(message) = plan.missing_output() {
            return Ok(Some(self.failed(id, None, message)));
        }
        say(&format!(
            "Build Completed in /vercel/output [{}s]",
            started.elapsed().as_secs()
        ));
        say("Deploying outputs...");
        say("Deployment completed");
        Ok(None)
    }

    fn failed(&self, id: &str, code: Option<String>, message: String) -> Failure {
        self.log(
            id,
            LogKind::Output(Stream::Stderr),
            &format!("Error: {message}"),
            Some("error"),
        );
        Failure { code, message }
    }

    /// Where a builder writes to; it lives on with the server, not with this borrow.
    fn sink(&self, job: &Job) -> LogSink {
        let (me, id) = (self.me.clone(), job.id.clone());
        let sink = LogSink::new(move |stream, line| {
            if let Some(vercel) = me.upgrade() {
                let level = line.starts_with("Warning:").then_some("warning");
                vercel.log(&id, LogKind::Output(stream), line, level);
            }
        });
        sink.showing(&job.checkout.to_string_lossy(), "/vercel/path0")
    }

    fn log(&self, id: &str, kind: LogKind, text: &str, level: Option<&'static str>) {
        {
            let mut state = self.state();
            let Some(deployment) = state.deployment_mut(id) else {
                return;
            };
            if deployment.log_size + text.len() > LOG_LIMIT
                && matches!(kind, LogKind::Output(_))
                && level.is_none()
            {
                return;
            }
            deployment.log_size += text.len();
            let serial = deployment.log.len() as u64;
            let last = deployment.log.last().map_or(0, |event| event.created);
            // Many events share a millisecond, as in real logs, but not all of a burst.
            let created = clock::now_ms().max(last + i64::from(serial.is_multiple_of(4)));
            deployment.log.push(LogEvent {
                serial,
                created,
                kind,
                text: text.to_owned(),
                level,
            });
        }
        self.touch();
    }

    fn job(&self, id: &str) -> Option<(Job, tokio_util::sync::CancellationToken)> {
        let state = self.state();
        let deployment = state.deployment(id)?;
        let commit = deployment.commit.clone();
        let settings = state.projects.get(&deployment.project)?.settings.clone();
        let environment = [
            ("CI", "1"),
            ("VERCEL", "1"),
            (
                "VERCEL_ENV",
                if deployment.target.is_some() {
                    "production"
                } else {
                    "preview"
                },
            ),
            ("VERCEL_URL", &deployment.url),
            ("VERCEL_REGION", "iad1"),
            ("VERCEL_DEPLOYMENT_ID", &deployment.id),
            ("VERCEL_GIT_PROVIDER", "github"),
            ("VERCEL_GIT_REPO_OWNER", &commit.owner),
            ("VERCEL_GIT_REPO_SLUG", &commit.repository),
            ("VERCEL_GIT_COMMIT_REF", &commit.branch),
            ("VERCEL_GIT_COMMIT_SHA", &commit.sha),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec();
        let checkout = self.options.directory.join(id);
        Some((
            Job {
                id: id.to_owned(),
                commit,
                settings,
                environment,
                checkout,
            },
            deployment.cancel.clone(),
        ))
    }
}

/// The files of the commit, as a shallow clone has them.
async fn clone(commit: &Commit, checkout: &Path) -> Result<(), WorldError> {
    std::fs::create_dir_all(checkout).map_err(WorldError::file(checkout))?;
    let git = |arguments: &[&str]| GitCommand::new(arguments.iter().copied()).directory(checkout);
    git(&["init", "--quiet"]).bytes().await?;
    git(&["fetch", "--quiet", "--depth", "1"])
        .arg(&commit.git_dir)
        .arg(&commit.sha)
        .bytes()
        .await?;
    git(&["checkout", "--quiet", "--detach", "FETCH_HEAD"])
        .bytes()
        .await
        .map(drop)
}

fn remove(checkout: &Path) -> std::io::Result<()> {
    match std::fs::remove_dir_all(checkout) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
