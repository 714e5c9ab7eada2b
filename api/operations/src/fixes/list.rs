//! Lists of fixes, from the mirror: they work while Temporal is away. Where it answers in time, it says which of those that
//! are worked on wait for a sandbox.

use std::time::Duration;

use domain::{
    DeploymentId, EndReason, ErrorType, FixId, FixStatus, Platform, PullRequestLink, Repository,
    Spend, Waiting,
};
use futures::{StreamExt, stream};
use jiff::Timestamp;
use serde::Serialize;
use store::{FixFilter, FixRow, Page, PageRequest};

use super::details::waits_for_sandbox;
use crate::{Operations, error::OperationResult};

/// Longest time that a list waits for what Temporal says.
const PATIENCE: Duration = Duration::from_secs(2);
/// Questions to Temporal at once.
const AT_ONCE: usize = 8;

/// One line of a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FixSummary {
    /// The fix.
    pub id: FixId,
    /// Its Temporal workflow id.
    pub workflow_id: String,
    /// The platform.
    pub platform: Platform,
    /// The failed deployment.
    pub deployment: DeploymentId,
    /// The project's name, or its id while the name is unknown.
    pub project: String,
    /// The repository.
    pub repository: Option<Repository>,
    /// The failing branch.
    pub branch: Option<String>,
    /// The failing commit.
    pub commit: Option<String>,
    /// The commit's subject.
    pub title: Option<String>,
    /// Where it stands.
    pub status: FixStatus,
    /// Why it ended.
    pub reason: Option<EndReason>,
    /// Type of the root cause.
    pub error_type: Option<ErrorType>,
    /// The line that names the root cause.
    pub primary_line: String,
    /// Whose patch it is.
    pub fixer: Option<String>,
    /// Attempts so far.
    pub attempts: u32,
    /// Spent so far.
    pub spend: Spend,
    /// Its pull request.
    pub pull_request: Option<PullRequestLink>,
    /// What it waits for, as last mirrored.
    pub waiting: Option<Waiting>,
    /// Its next step waits for a free sandbox, or for a sandbox worker. `false` where Temporal does not say.
    pub waits_for_sandbox: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When the mirror was last written.
    pub updated_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Its page in the Temporal Web UI.
    pub web_ui: Option<String>,
}

impl FixSummary {
    /// Whether its workflow may be in a sandbox.
    fn is_worked_on(&self) -> bool {
        matches!(self.status, FixStatus::Analyzing | FixStatus::Fixing)
    }

    pub(crate) fn of(row: FixRow, web_ui: Option<String>) -> Self {
        Self {
            waiting: row.state.waiting,
            waits_for_sandbox: false,
            id: row.id,
            workflow_id: row.workflow_id,
            platform: row.platform,
            deployment: row.deployment,
            project: row.state.project_name.unwrap_or(row.project),
            repository: row.state.repository,
            branch: row.state.branch,
            commit: row.state.commit,
            title: row.state.title,
            status: row.state.status,
            reason: row.state.reason,
            error_type: row.state.error_type,
            primary_line: row.state.primary_line,
            fixer: row.state.fixer,
            attempts: row.state.attempts,
            spend: row.state.spend,
            pull_request: row.state.pull_request,
            created_at: row.created_at,
            updated_at: row.updated_at,
            ended_at: row.state.ended_at,
            web_ui,
        }
    }
}

impl Operations {
    /// Fixes that match, newest first. While Temporal is away, a page with fixes that are worked on may take two seconds.
    ///
    /// # Errors
    /// When the store is away.
    pub async fn list_fixes(
        &self,
        filter: FixFilter,
        page: PageRequest,
    ) -> OperationResult<Page<FixSummary>> {
        let page = self.store.fixes.list(filter, page).await?;
        let mut items: Vec<FixSummary> = page
            .items
            .into_iter()
            .map(|row| {
                let web_ui = self.web_ui_of(&row.workflow_id);
                FixSummary::of(row, web_ui)
            })
            .collect();
        let asked = stream::iter(&mut items)
            .filter(|fix| std::future::ready(fix.is_worked_on()))
            .for_each_concurrent(AT_ONCE, |fix| async {
                let run = self.engine.describe(&fix.workflow_id).await;
                fix.waits_for_sandbox =
                    run.is_ok_and(|run| run.as_ref().is_some_and(waits_for_sandbox));
            });
        if tokio::time::timeout(PATIENCE, asked).await.is_err() {
            tracing::debug!("Temporal does not say in time which fixes wait for a sandbox");
        }
        Ok(Page {
            items,
            next: page.next,
        })
    }
}
