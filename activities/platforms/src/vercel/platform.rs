//! Vercel as a platform. The versions of the endpoints are pinned here.

use async_trait::async_trait;
use domain::{Deployment, DeploymentId};

use crate::{
    account::{Account, ProjectPage, Team, TokenInfo, Webhook},
    build_log::BuildLog,
    error::PlatformError,
    platform::{DeploymentFilter, Platform, ProjectSettings},
    vercel::{
        client::{Vercel, call, unreadable},
        deployment, project,
    },
};

/// Whether a deployment is of a project that the caller names by id or by name. Nobody can name a project as ids look.
fn belongs(found: &Deployment, project: &str) -> bool {
    project == found.project || (!project.starts_with("prj_") && project == found.project_name)
}

#[async_trait]
impl Platform for Vercel {
    fn platform(&self) -> domain::Platform {
        domain::Platform::Vercel
    }

    async fn deployment(
        &self,
        project: Option<&str>,
        id: &DeploymentId,
    ) -> Result<Deployment, PlatformError> {
        let (value, response) = self
            .get(
                &["v13", "deployments", id.as_str()],
                &[("withGitRepoInfo", "true")],
            )
            .await?;
        let invalid = |reason| call(response.invalid(reason));
        let found = deployment::read(&value).map_err(invalid)?;
        // An address leads to a deployment with another name; an id does not.
        if id.as_str().starts_with("dpl_") && found.id != *id {
            return Err(invalid("another deployment than asked for"));
        }
        match project {
            Some(project) if !belongs(&found, project) => Err(PlatformError::WrongProject {
                deployment: id.to_string(),
                project: project.to_owned(),
            }),
            _ => Ok(found),
        }
    }

    async fn build_log(
        &self,
        id: &DeploymentId,
        limit_bytes: usize,
    ) -> Result<BuildLog, PlatformError> {
        self.log(id, limit_bytes).await
    }

    async fn redeploy(
        &self,
        original: &Deployment,
        key: &str,
    ) -> Result<DeploymentId, PlatformError> {
        self.deploy_again(original, key).await
    }

    async fn deployments(
        &self,
        project: &str,
        filter: &DeploymentFilter,
    ) -> Result<Vec<Deployment>, PlatformError> {
        // Vercel leaves out the moment itself.
        let since = filter
            .since
            .map(|since| since.saturating_sub(1).to_string());
        let mut query = Vec::new();
        query.extend(filter.commit.as_deref().map(|commit| ("sha", commit)));
        query.extend(filter.branch.as_deref().map(|branch| ("branch", branch)));
        query.extend(since.as_deref().map(|since| ("since", since)));
        let items = self.list(project, &query, |_| false).await?;
        // One that cannot be read could be the newest of them.
        let mut found: Vec<Deployment> = items
            .iter()
            .map(deployment::read)
            .collect::<Result<_, _>>()
            .map_err(unreadable)?;
        // A filter that the server does not know is ignored by it, not refused.
        found.retain(|item| {
            let same = |wanted: &Option<String>, actual: Option<&str>| {
                wanted
                    .as_deref()
                    .is_none_or(|wanted| actual == Some(wanted))
            };
            same(
                &filter.commit,
                item.commit.as_ref().map(|commit| commit.sha.as_str()),
            ) && belongs(item, project)
                && same(&filter.branch, item.branch.as_deref())
                && filter.since.is_none_or(|since| item.created_at >= since)
        });
        found.sort_by_key(|item| std::cmp::Reverse(item.created_at));
        Ok(found)
    }

    async fn project_settings(&self, project: &str) -> Result<ProjectSettings, PlatformError> {
        let (value, response) = self.get(&["v9", "projects", project], &[]).await?;
        project::read(&value).map_err(|reason| call(response.invalid(reason)))
    }

    async fn whoami(&self) -> Result<Account, PlatformError> {
        self.user().await
    }

    async fn token(&self) -> Result<TokenInfo, PlatformError> {
        self.token_info().await
    }

    async fn teams(&self) -> Result<Vec<Team>, PlatformError> {
        self.all_teams().await
    }

    async fn projects(
        &self,
        search: Option<&str>,
        page: Option<&str>,
    ) -> Result<ProjectPage, PlatformError> {
        let mut query = vec![("limit", "100")];
        query.extend(search.map(|search| ("search", search)));
        query.extend(page.map(|page| ("from", page)));
        let (value, response) = self.get(&["v10", "projects"], &query).await?;
        project::page(&value).map_err(|reason| call(response.invalid(reason)))
    }

    async fn webhooks(&self) -> Result<Vec<Webhook>, PlatformError> {
        self.list_webhooks().await
    }

    async fn create_webhook(&self, url: &str) -> Result<Webhook, PlatformError> {
        self.make_webhook(url).await
    }

    async fn delete_webhook(&self, id: &str) -> Result<(), PlatformError> {
        self.remove_webhook(id).await
    }
}
