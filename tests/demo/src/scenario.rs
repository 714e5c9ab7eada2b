//! One project's way: push, failing build, fix, pull request, green preview, merge.

use std::{path::PathBuf, time::Instant};

use anyhow::{Context, bail};
use domain::{FixSettings, FixStatus, FixView};
use e2e::{Installation, Outside, Project};
use futures::StreamExt;
use operations::{Change, WatchOptions};
use world::{ProjectSettings, ReadyState};

use crate::{outcome::Fix, screen::Screen};

/// A project, and what must become of it.
pub(crate) struct Scenario {
    /// Name of the repository and the project.
    pub(crate) name: String,
    /// Its source.
    pub(crate) folder: PathBuf,
    /// The platform's settings.
    pub(crate) build: ProjectSettings,
    /// Who is expected to repair it; `None` for a named project: whoever can.
    pub(crate) fixer: Option<&'static str>,
}

/// How it went.
pub(crate) struct Played {
    pub(crate) view: FixView,
    pub(crate) fix: Fix,
    pub(crate) as_it_should: bool,
}

impl Scenario {
    /// Plays it to its end.
    pub(crate) async fn play(
        &self,
        regreen: &Installation,
        outside: &Outside,
        screen: &Screen,
    ) -> anyhow::Result<Played> {
        let project = outside
            .project(
                regreen,
                &self.name,
                self.build.clone(),
                FixSettings::default(),
            )
            .await?;
        screen.of(
            &self.name,
            format!(
                "pushing {} to {}",
                self.folder.display(),
                project.repository
            ),
        );
        let commit = outside
            .push(&project, "main", &self.folder, "feat: work of the day")
            .await?;
        let begun = Instant::now();
        let failed = outside
            .vercel
            .wait_for(|d| d.sha == commit && d.project_id == project.id && is_final(d.state))
            .await;
        if failed.state != ReadyState::Error {
            bail!(
                "the build of {} passed: there is nothing to repair",
                self.name
            );
        }
        let message = failed.error_message.clone().unwrap_or_default();
        screen.of(
            &self.name,
            format!("deployment {} failed: {message}", failed.id),
        );
        let watching = self.watch(regreen, outside, &project, &failed.id, screen);
        let view = Box::pin(watching).await?;
        let total = begun.elapsed().as_secs_f64();
        let fix = Fix::of(&self.name, &view, total);
        let merged = view.status == FixStatus::Merged;
        let as_it_should = match self.fixer {
            Some(fixer) => merged && fix.fixer.as_deref().is_some_and(|by| by.starts_with(fixer)),
            None => view.pull_request.is_some(),
        };
        Ok(Played {
            view,
            fix,
            as_it_should,
        })
    }

    async fn watch(
        &self,
        regreen: &Installation,
        outside: &Outside,
        project: &Project,
        deployment: &str,
        screen: &Screen,
    ) -> anyhow::Result<FixView> {
        let operations = &regreen.operations;
        // The webhook is on its way; the fix exists once it has been dispatched.
        while operations.show_fix(deployment).await.is_err() {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        let mut changes = std::pin::pin!(operations.watch_fix(deployment, WatchOptions::default()));
        let mut last_step = String::new();
        while let Some(change) = changes.next().await {
            match change? {
                Change::Seen { fix } => screen.of(
                    &self.name,
                    format!("{} {}", fix.view.status, fix.view.detail),
                ),
                Change::Happened { text, .. } => screen.of(&self.name, text),
                Change::Note { text, .. } => screen.of(&self.name, format!("note: {text}")),
                Change::Step {
                    step,
                    progress,
                    failure,
                    ..
                } => {
                    let line = progress
                        .map_or_else(|| step.clone(), |progress| format!("{step}: {progress}"));
                    let line =
                        failure.map_or(line.clone(), |failure| format!("{line} ({failure})"));
                    if line != last_step {
                        screen.of(&self.name, format!("  · {line}"));
                        last_step = line;
                    }
                }
                Change::PullRequest { pull_request } if pull_request.state == "open" => {
                    screen.of(&self.name, format!("pull request {}", pull_request.url));
                    self.merge(outside, project, &pull_request, screen).await?;
                }
                Change::Status {
                    status: FixStatus::Reviewing,
                    detail,
                    ..
                } => {
                    screen.of(&self.name, format!("reviewing: {detail}"));
                    screen.of(&self.name, "the person of the demo approves");
                    operations
                        .approve_fix(deployment, None, Outside::person())
                        .await?;
                }
                _ => {}
            }
        }
        Ok(operations.show_fix(deployment).await?.view)
    }

    /// Waits for the platform's own build of the fix, then merges as a person would. A red preview is the fix's to mend.
    async fn merge(
        &self,
        outside: &Outside,
        project: &Project,
        link: &domain::PullRequestLink,
        screen: &Screen,
    ) -> anyhow::Result<()> {
        let preview = outside
            .vercel
            .wait_for(|d| d.sha == link.head && d.project_id == project.id && is_final(d.state))
            .await;
        if preview.state != ReadyState::Ready {
            screen.of(&self.name, format!("preview {} failed", preview.id));
            return Ok(());
        }
        screen.of(
            &self.name,
            format!("preview {} is green; merging", preview.id),
        );
        outside
            .github
            .merge_pull_request(&project.repository, link.number, "mona")
            .await
            .context("the pull request cannot be merged")?;
        Ok(())
    }
}

fn is_final(state: ReadyState) -> bool {
    matches!(
        state,
        ReadyState::Ready | ReadyState::Error | ReadyState::Canceled
    )
}
