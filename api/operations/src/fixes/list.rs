//! Lists of fixes, from the mirror alone: they work while Temporal is away.

use domain::{
    DeploymentId, EndReason, ErrorType, FixId, FixStatus, Platform, PullRequestLink, Repository,
    Spend, Waiting,
};
use jiff::Timestamp;
use serde::Serialize;
use store::{FixFilter, FixRow, Page, PageRequest};

use crate::{Operations, error::OperationResult};

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
    pub(crate) fn of(row: FixRow, web_ui: Option<String>) -> Self {
        Self {
            waiting: row.state.waiting,
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
    /// Fixes that match, newest first.
    ///
    /// # Errors
    /// When the store is away.
    pub async fn list_fixes(
        &self,
        filter: FixFilter,
        page: PageRequest,
    ) -> OperationResult<Page<FixSummary>> {
        let page = self.store.fixes.list(filter, page).await?;
        let items = page
            .items
            .into_iter()
            .map(|row| {
                let web_ui = self.web_ui_of(&row.workflow_id);
                FixSummary::of(row, web_ui)
            })
            .collect();
        Ok(Page {
            items,
            next: page.next,
        })
    }
}
