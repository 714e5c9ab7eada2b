//! The mirror of the fixes: what lists and pages show. Temporal is the truth for open fixes.
//!
//! A mirror write carries (run ordinal, revision) and applies only if that pair is greater than the stored one, so
//! that late and repeated writes of any run are harmless.

use async_trait::async_trait;
use domain::{
    DeploymentId, EndReason, ErrorType, FixId, FixStatus, Lineage, Platform, PullRequestLink,
    Repository, Spend, SubscriptionId, Waiting,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Page, PageRequest, StoreResult};

/// What the workflow says about a fix. In the fields down to `title`, `None` leaves what is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FixState {
    /// The subscription it works for.
    pub subscription: Option<SubscriptionId>,
    /// The project's name.
    pub project_name: Option<String>,
    /// The repository.
    pub repository: Option<Repository>,
    /// The failing branch.
    pub branch: Option<String>,
    /// The failing commit, 40 hex digits.
    pub commit: Option<String>,
    /// One line for people: the commit's subject.
    pub title: Option<String>,
    /// Where it stands.
    pub status: FixStatus,
    /// Why it ended.
    pub reason: Option<EndReason>,
    /// Type of the root cause.
    pub error_type: Option<ErrorType>,
    /// The line that names the root cause; empty while unknown.
    pub primary_line: String,
    /// Fingerprint of the root cause.
    pub fingerprint: Option<String>,
    /// `recipe:<id>` or `agent:<name>`: whose patch it is.
    pub fixer: Option<String>,
    /// Attempts so far.
    pub attempts: u32,
    /// Spent so far.
    pub spend: Spend,
    /// Its pull request.
    pub pull_request: Option<PullRequestLink>,
    /// The pull request on whose head the deployment failed.
    pub source_pull_request: Option<u64>,
    /// What it waits for.
    pub waiting: Option<Waiting>,
    /// The fix it waits behind, or that solved its cause.
    pub leader: Option<FixId>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// The whole view, as the workflow's query shows it.
    pub detail: serde_json::Value,
}

impl Default for FixState {
    fn default() -> Self {
        Self {
            subscription: None,
            project_name: None,
            repository: None,
            branch: None,
            commit: None,
            title: None,
            status: FixStatus::Pending,
            reason: None,
            error_type: None,
            primary_line: String::new(),
            fingerprint: None,
            fixer: None,
            attempts: 0,
            spend: Spend::default(),
            pull_request: None,
            source_pull_request: None,
            waiting: None,
            leader: None,
            ended_at: None,
            detail: serde_json::Value::Null,
        }
    }
}

/// A fix to be made, or found.
#[derive(Debug, Clone, PartialEq)]
pub struct NewFix {
    /// The platform.
    pub platform: Platform,
    /// The failed deployment.
    pub deployment: DeploymentId,
    /// The platform's id of the project.
    pub project: String,
    /// What is known at the start; the status is `pending` unless said otherwise.
    pub state: FixState,
    /// Now.
    pub created_at: Timestamp,
}

/// A fix as mirrored.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FixRow {
    /// Its id.
    pub id: FixId,
    /// Its Temporal workflow id.
    pub workflow_id: String,
    /// The platform.
    pub platform: Platform,
    /// The failed deployment.
    pub deployment: DeploymentId,
    /// The platform's id of the project.
    pub project: String,
    /// What the workflow said last.
    pub state: FixState,
    /// What it carries from run to run.
    pub lineage: Lineage,
    /// When it was made.
    pub created_at: Timestamp,
    /// The last mirror write.
    pub updated_at: Timestamp,
    /// The Temporal run that wrote last.
    pub run_id: Option<String>,
    /// That run's ordinal; 0 before the first write.
    pub run_ordinal: u32,
    /// Revision within the run.
    pub revision: u64,
}

/// What [`Fixes::create_or_get`] found.
#[derive(Debug, Clone, PartialEq)]
pub struct Created {
    /// The fix.
    pub fix: FixRow,
    /// It did not exist before.
    pub new: bool,
}

/// One write of the mirror.
#[derive(Debug, Clone, PartialEq)]
pub struct MirrorWrite {
    /// The writing run's ordinal, from [`Fixes::run_ordinal`].
    pub ordinal: u32,
    /// Grows with each write of a run.
    pub revision: u64,
    /// When it was said.
    pub at: Timestamp,
    /// What.
    pub state: FixState,
}

/// What became of a mirror write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MirrorOutcome {
    /// Stored.
    Applied,
    /// Something newer, or this very write, is stored already.
    Stale,
}

/// Which fixes; every field that is set must match.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FixFilter {
    /// One of these statuses; empty: any.
    pub statuses: Vec<FixStatus>,
    /// The repository.
    pub repository: Option<Repository>,
    /// The platform.
    pub platform: Option<Platform>,
    /// The platform's id of the project, or its name.
    pub project: Option<String>,
    /// The root cause's fingerprint.
    pub fingerprint: Option<String>,
    /// The pull request on whose head the deployment failed.
    pub source_pull_request: Option<u64>,
    /// The failing branch.
    pub branch: Option<String>,
    /// Why it ended.
    pub reason: Option<EndReason>,
    /// Made at or after this time.
    pub since: Option<Timestamp>,
    /// Part of the title, primary line, branch, repository, project or an id, in any case.
    pub text: Option<String>,
}

/// The mirror.
#[async_trait]
pub trait Fixes: Send + Sync {
    /// The fix of a deployment; made when there is none. One deployment never has two.
    async fn create_or_get(&self, fix: NewFix) -> StoreResult<Created>;

    /// One fix.
    async fn get(&self, id: &FixId) -> StoreResult<FixRow>;

    /// By Temporal workflow id.
    async fn find_by_workflow(&self, workflow_id: &str) -> StoreResult<Option<FixRow>>;

    /// By deployment.
    async fn find_by_deployment(
        &self,
        platform: Platform,
        deployment: &DeploymentId,
    ) -> StoreResult<Option<FixRow>>;

    /// The ordinal of a Temporal run, from 1: given when the store first sees the run id, and then kept.
    async fn run_ordinal(&self, id: &FixId, run_id: &str) -> StoreResult<u32>;

    /// Writes the mirror if (ordinal, revision) is greater than what is stored.
    ///
    /// # Errors
    /// `NotFound` without the fix, `Conflict` when the ordinal was never given out.
    async fn mirror(&self, id: &FixId, write: MirrorWrite) -> StoreResult<MirrorOutcome>;

    /// Newest first.
    async fn list(&self, filter: FixFilter, page: PageRequest) -> StoreResult<Page<FixRow>>;

    /// How many fixes have each status; statuses without fixes are left out.
    async fn count_by_status(&self) -> StoreResult<Vec<(FixStatus, u64)>>;
}
