//! Deployments of all platforms, as last heard of.

use async_trait::async_trait;
use domain::{DeploymentId, DeploymentState, Platform, Repository};
use jiff::Timestamp;
use serde::Serialize;

use crate::StoreResult;

/// One deployment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeploymentRow {
    /// The platform.
    pub platform: Platform,
    /// The platform's id.
    pub id: DeploymentId,
    /// The platform's id of the project.
    pub project: String,
    /// The project's name.
    pub project_name: String,
    /// The repository, when known.
    pub repository: Option<Repository>,
    /// The branch, when known.
    pub branch: Option<String>,
    /// The commit, when known.
    pub commit: Option<String>,
    /// Where it stands.
    pub state: DeploymentState,
    /// `production`, `preview`, …
    pub target: String,
    /// The platform's page for people.
    pub page: Option<String>,
    /// The platform's time of this state: orders events that come out of order.
    pub updated_at: Timestamp,
}

/// Deployments.
#[async_trait]
pub trait Deployments: Send + Sync {
    /// Takes notice of a state. Older news than what is stored changes nothing, and at equal times a final state beats
    /// a pending one; fields that are `None` keep what is known. Says whether anything was news.
    async fn observe(&self, deployment: DeploymentRow) -> StoreResult<bool>;

    /// One deployment.
    async fn find(
        &self,
        platform: Platform,
        id: &DeploymentId,
    ) -> StoreResult<Option<DeploymentRow>>;

    /// The newest ones, of one project (by its id) or of all.
    async fn recent(
        &self,
        project: Option<(Platform, String)>,
        limit: u32,
    ) -> StoreResult<Vec<DeploymentRow>>;

    /// Deletes what was last heard of before `before`; says how many rows went.
    async fn purge(&self, before: Timestamp) -> StoreResult<u64>;
}

/// What to store when `news` comes in: `None` when it says nothing new. For backends.
#[must_use]
pub fn combine(known: Option<DeploymentRow>, news: DeploymentRow) -> Option<DeploymentRow> {
    let Some(known) = known else {
        return Some(news);
    };
    let newer = news.updated_at > known.updated_at
        || (news.updated_at == known.updated_at
            && news.state.is_final()
            && !known.state.is_final());
    newer.then(|| DeploymentRow {
        repository: news.repository.or(known.repository),
        branch: news.branch.or(known.branch),
        commit: news.commit.or(known.commit),
        page: news.page.or(known.page),
        ..news
    })
}
