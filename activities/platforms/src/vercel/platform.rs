//! Vercel as a platform. The versions of the endpoints are pinned here.

use async_trait::async_trait;
use domain::{Deployment, DeploymentId};
use outbound::{FailureKind, Method, json};
use serde_json::{Value, json as object};

use crate::{
    build_log::{Assembly, BuildLog},
    error::PlatformError,
    platform::{Account, DeploymentFilter, Platform, ProjectSettings},
    vercel::{
        client::{Vercel, call},
        deployment::{self, REDEPLOY_KEY, REDEPLOY_OF},
        log, project,
    },
};

/// Events per page; the endpoint's `-1` (all) could be any amount.
const EVENTS: usize = 1_000;
/// Pages of one log; with 4 MiB that is 21 bytes a line.
const MOST_EVENT_PAGES: usize = 200;
/// A page of events may be larger than other answers.
const EVENT_PAGE_BYTES: usize = 16 * 1024 * 1024;
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
        // The answer itself must say which project it belongs to.
        let found =
            deployment::read(&value, None).map_err(|reason| call(response.invalid(reason)))?;
        match project {
            Some(project) if project != found.project && project != found.project_name => {
                Err(PlatformError::WrongProject {
                    deployment: id.to_string(),
                    project: project.to_owned(),
                })
            }
            _ => Ok(found),
        }
    }

    async fn build_log(
        &self,
        id: &DeploymentId,
        limit_bytes: usize,
    ) -> Result<BuildLog, PlatformError> {
        let mut assembly = Assembly::new(limit_bytes);
        let mut page_size = EVENTS;
        let mut until: Option<i64> = None;
        for _ in 0..MOST_EVENT_PAGES {
            let (size, end) = (page_size.to_string(), until.map(|until| until.to_string()));
            let mut query = vec![
                ("direction", "backward"),
                ("limit", size.as_str()),
                ("builds", "1"),
            ];
            query.extend(end.as_deref().map(|end| ("until", end)));
            let path = ["v3", "deployments", id.as_str(), "events"];
            let response = match self
                .send(Method::GET, &path, &query, None, Some(EVENT_PAGE_BYTES))
                .await
            {
                // Very long lines: ask for fewer at a time, and in the end do without the rest.
                Err(error) if error.kind() == FailureKind::TooLarge && page_size > 1 => {
                    page_size = (page_size / 10).max(1);
                    continue;
                }
                Err(error) if error.kind() == FailureKind::TooLarge => {
                    return Ok(assembly.finish(false));
                }
                other => other?,
            };
            let page = log::read(&response.body)
                .ok_or_else(|| call(response.invalid("no deployment events")))?;
            let Some(oldest) = page.iter().map(|event| event.at).min() else {
                return Ok(assembly.finish(true));
            };
            let is_full_page = page.len() >= page_size;
            let new = assembly.add(page);
            if assembly.is_full() {
                return Ok(assembly.finish(false));
            }
            // Whether `until` includes its moment is not documented: one more millisecond loses nothing, duplicates
            // are dropped, and a page without news is the end.
            until = match until {
                _ if new > 0 => Some(oldest.saturating_add(1)),
                Some(last) if is_full_page && last != oldest => Some(oldest),
                _ => return Ok(assembly.finish(!is_full_page)),
            };
        }
        Ok(assembly.finish(false))
    }

    async fn redeploy(
        &self,
        original: &Deployment,
        key: &str,
    ) -> Result<DeploymentId, PlatformError> {
        let has_key = |item: &Value| {
            json::text(item, &format!("/meta/{REDEPLOY_KEY}")).as_deref() == Some(key)
        };
        let (since, filter) = (
            original.created_at.saturating_sub(1).to_string(),
            format!("meta-{REDEPLOY_KEY}"),
        );
        let found = self
            .list(
                &original.project,
                &[("since", &since), (&filter, key)],
                |items| items.iter().any(has_key),
            )
            .await?;
        if let Some(id) = found
            .iter()
            .find(|item| has_key(item))
            .and_then(|item| json::text(item, "/uid").or_else(|| json::text(item, "/id")))
        {
            tracing::info!(deployment = %original.id, redeploy = %id, "the redeploy was made before");
            return Ok(DeploymentId(id));
        }
        let mut body = object!({
            "deploymentId": original.id.as_str(),
            "name": original.project_name,
            "meta": {"action": "redeploy", REDEPLOY_KEY: key, REDEPLOY_OF: original.id.as_str()},
        });
        // A preview has no target; an environment of one's own has a field of its own.
        match original.target.as_str() {
            "preview" => {}
            "production" | "staging" => body["target"] = original.target.clone().into(),
            environment => body["customEnvironmentSlugOrId"] = environment.into(),
        }
        let response = self
            .send(
                Method::POST,
                &["v13", "deployments"],
                &[("forceNew", "1")],
                Some(&body),
                None,
            )
            .await?;
        let value = response.json().map_err(call)?;
        json::text(&value, "/id")
            .map(DeploymentId)
            .ok_or_else(|| call(response.invalid("a deployment without an id")))
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
        let mut found: Vec<Deployment> = items
            .iter()
            .filter_map(|item| deployment::read(item, Some(project)).ok())
            .collect();
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
            ) && same(&filter.branch, item.branch.as_deref())
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
        let (value, response) = self.get(&["v2", "user"], &[]).await?;
        let id = ["/user/id", "/user/uid"]
            .iter()
            .find_map(|pointer| json::text(&value, pointer));
        let id = id.ok_or_else(|| call(response.invalid("a user without an id")))?;
        let login = ["/user/username", "/user/email", "/user/name"]
            .iter()
            .find_map(|pointer| json::text(&value, pointer));
        Ok(Account {
            login: login.unwrap_or_else(|| id.clone()),
            id,
        })
    }
}
