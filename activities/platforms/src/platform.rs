//! The trait that every platform implements, and what goes in and out.

use async_trait::async_trait;
use domain::{BuildSettings, Deployment, DeploymentId, Repository};
use secrecy::SecretString;
use url::Url;

use crate::{build_log::BuildLog, error::PlatformError};

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

/// Who a token belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The platform's id.
    pub id: String,
    /// Login or name, for people.
    pub login: String,
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

    /// One deployment. When `project` (id or name) is given, the deployment must belong to it.
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
}
