//! The trait that every platform implements, and what goes in and out.

use async_trait::async_trait;
use domain::{BuildSettings, Deployment, DeploymentId, Repository};
use secrecy::SecretString;
use url::Url;

use crate::{
    account::{Account, ProjectPage, Team, TokenInfo, Webhook},
    build_log::BuildLog,
    error::PlatformError,
};

/// How to reach an account on a platform.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The API token.
    pub token: SecretString,
    /// The team or account that the calls are about; `None` for the token owner's own projects.
    pub team: Option<String>,
    /// Another base address than the platform's public one (a proxy, a test). Its host must be among the client's
    /// allowed hosts unless it is public and speaks TLS.
    pub base_url: Option<Url>,
}

/// Which deployments of a project are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeploymentFilter {
    /// Only of this commit: 40 hex digits.
    pub commit: Option<String>,
    /// Only of this branch, without `refs/heads/`.
    pub branch: Option<String>,
    /// Only those created at or after this Unix time in milliseconds.
    pub since: Option<i64>,
}

/// What a platform knows about a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectSettings {
    /// The platform's id.
    pub id: String,
    /// Name, for people.
    pub name: String,
    /// How it is built.
    pub build: BuildSettings,
    /// The linked repository, when it is on a git host we know.
    pub repository: Option<Repository>,
    /// The branch whose deployments go to production.
    pub production_branch: Option<String>,
}

/// One account on a hosting platform. Every call is bounded in time and size and makes no retries; those that change
/// something look first and are safe to repeat.
#[async_trait]
pub trait Platform: Send + Sync {
    /// Which platform it is.
    fn platform(&self) -> domain::Platform;

    /// One deployment, by id or by anything that [`crate::deployment_reference`] returns; the result has its own id.
    /// When `project` (id or name) is given, the deployment must belong to it.
    ///
    /// # Errors
    /// [`PlatformError::WrongProject`], and what every call can meet.
    async fn deployment(
        &self,
        project: Option<&str>,
        id: &DeploymentId,
    ) -> Result<Deployment, PlatformError>;

    /// The build log, at most `limit_bytes` from its end, lines in order. It is foreign text: neither redacted nor
    /// stripped of colours.
    ///
    /// # Errors
    /// `NotFound` also where the platform has no log for a deployment.
    async fn build_log(
        &self,
        id: &DeploymentId,
        limit_bytes: usize,
    ) -> Result<BuildLog, PlatformError>;

    /// Builds the same commit again. A deployment made earlier with the same `key` is found and returned instead, so
    /// repeating the call does nothing.
    async fn redeploy(
        &self,
        deployment: &Deployment,
        key: &str,
    ) -> Result<DeploymentId, PlatformError>;

    /// A project's deployments, newest first, at most 500.
    async fn deployments(
        &self,
        project: &str,
        filter: &DeploymentFilter,
    ) -> Result<Vec<Deployment>, PlatformError>;

    /// A project's deployments of one commit, newest first.
    async fn deployments_of_commit(
        &self,
        project: &str,
        commit: &str,
    ) -> Result<Vec<Deployment>, PlatformError> {
        let filter = DeploymentFilter {
            commit: Some(commit.to_owned()),
            ..DeploymentFilter::default()
        };
        self.deployments(project, &filter).await
    }

    /// A project by id or name.
    async fn project_settings(&self, project: &str) -> Result<ProjectSettings, PlatformError>;

    /// Whose token it is: the cheapest call that proves that the token works.
    async fn whoami(&self) -> Result<Account, PlatformError>;

    /// What the platform says about the token; empty where it may not ask.
    async fn token(&self) -> Result<TokenInfo, PlatformError>;

    /// The teams that the token reaches, at most 1,000.
    async fn teams(&self) -> Result<Vec<Team>, PlatformError>;

    /// A page of the account's projects, those whose name fits `search` when it is given. `page` is the `next` of the
    /// page before.
    async fn projects(
        &self,
        search: Option<&str>,
        page: Option<&str>,
    ) -> Result<ProjectPage, PlatformError>;

    /// The account's webhooks, without their secrets.
    ///
    /// # Errors
    /// [`PlatformError::WebhooksRefused`] where the account may have none.
    async fn webhooks(&self) -> Result<Vec<Webhook>, PlatformError>;

    /// Makes a webhook for all projects of the account, with the events that [`crate::webhook::parse`] understands. One
    /// with the same `url` is replaced: it is left over from a try whose answer, and with it the secret, was lost.
    ///
    /// # Errors
    /// [`PlatformError::WebhooksRefused`] where the account may have no webhooks, or no more of them.
    async fn create_webhook(&self, url: &str) -> Result<Webhook, PlatformError>;

    /// Removes a webhook. One that is not there is fine.
    async fn delete_webhook(&self, id: &str) -> Result<(), PlatformError>;
}
