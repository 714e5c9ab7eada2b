//! GitHub as a git host.

use std::sync::Arc;

use async_trait::async_trait;
use domain::Repository;
use outbound::{Client, FailureKind, Method, endpoint, json};
use serde_json::json as object;

use crate::{
    error::GitHostError,
    git::Remote,
    github::{
        client::{Github, call},
        comments, pull_request,
        pull_requests::read,
    },
    host::{
        Account, Comment, CommitState, CommitStatus, Credentials, GitHost, NewPullRequest,
        PullRequest, PullRequestState, RepositoryInfo,
    },
};

pub(super) fn connect(
    credentials: Credentials,
    client: Client,
) -> Result<Arc<dyn GitHost>, GitHostError> {
    Ok(Arc::new(Github::new(credentials, client)?))
}

/// Cuts at a character boundary and says so.
pub(super) fn cut(text: &str, most: usize) -> String {
    const SAID: &str = "\n\n… (cut)";
    if text.chars().count() <= most {
        text.to_owned()
    } else {
        text.chars()
            .take(most - SAID.chars().count())
            .chain(SAID.chars())
            .collect()
    }
}

pub(super) async fn whoami(github: &Github) -> Result<Account, GitHostError> {
    let response = github.send_to(Method::GET, &["user"], &[], None).await?;
    let value = response.json().map_err(call)?;
    match (json::text(&value, "/id"), json::text(&value, "/login")) {
        (Some(id), Some(login)) => Ok(Account { id, login }),
        _ => Err(call(response.invalid("a user without id or login"))),
    }
}

#[async_trait]
impl GitHost for Github {
    fn host(&self) -> domain::GitHost {
        domain::GitHost::Github
    }

    fn remote(&self, repository: &Repository) -> Result<Remote, GitHostError> {
        let url = endpoint(
            &self.git,
            &[&repository.owner, &format!("{}.git", repository.name)],
        )
        .map_err(call)?;
        Ok(Remote::new(url, Some(self.credentials.token.clone()))?)
    }

    async fn repository(&self, repository: &Repository) -> Result<RepositoryInfo, GitHostError> {
        let (value, response) = self.get(repository, &[]).await?;
        let full = json::text(&value, "/full_name").unwrap_or_default();
        let (Some((owner, name)), Some(default_branch)) =
            (full.split_once('/'), json::text(&value, "/default_branch"))
        else {
            return Err(call(
                response.invalid("a repository without name or default branch"),
            ));
        };
        Ok(RepositoryInfo {
            repository: Repository {
                host: self.host(),
                owner: owner.to_owned(),
                name: name.to_owned(),
            },
            default_branch,
            private: json::flag(&value, "/private").unwrap_or(false),
            archived: json::flag(&value, "/archived").unwrap_or(false),
            can_push: json::flag(&value, "/permissions/push"),
        })
    }

    async fn branch_head(
        &self,
        repository: &Repository,
        branch: &str,
    ) -> Result<Option<String>, GitHostError> {
        let path: Vec<&str> = ["git", "ref", "heads"]
            .into_iter()
            .chain(branch.split('/'))
            .collect();
        match self.get(repository, &path).await {
            // An older server answers with all branches that begin so.
            Ok((value, _))
                if json::text(&value, "/ref")
                    .is_some_and(|name| name != format!("refs/heads/{branch}"))
                    || value.is_array() =>
            {
                Ok(None)
            }
            Ok((value, response)) => match json::text(&value, "/object/sha") {
                Some(sha) => Ok(Some(sha)),
                None => Err(call(response.invalid("a branch without a commit"))),
            },
            // 409: the repository is empty.
            Err(error) if matches!(error.kind(), FailureKind::NotFound | FailureKind::Conflict) => {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    async fn find_pull_request(
        &self,
        repository: &Repository,
        head: &str,
        base: Option<&str>,
    ) -> Result<Option<PullRequest>, GitHostError> {
        self.find(repository, head, base).await
    }

    async fn upsert_pull_request(
        &self,
        repository: &Repository,
        wanted: &NewPullRequest,
    ) -> Result<PullRequest, GitHostError> {
        self.upsert(repository, wanted).await
    }

    async fn pull_request(
        &self,
        repository: &Repository,
        number: u64,
    ) -> Result<PullRequest, GitHostError> {
        let (value, response) = self
            .get(repository, &["pulls", &number.to_string()])
            .await?;
        read(&response, &value)
    }

    async fn commit_pull_requests(
        &self,
        repository: &Repository,
        sha: &str,
    ) -> Result<Vec<PullRequest>, GitHostError> {
        let items = self
            .list(repository, &["commits", sha, "pulls"], &[])
            .await?;
        let mut found: Vec<PullRequest> = items
            .iter()
            .filter_map(|item| pull_request::read(item).ok())
            .collect();
        found.sort_by_key(|item| (item.state != PullRequestState::Open, item.number));
        Ok(found)
    }

    async fn add_labels(
        &self,
        repository: &Repository,
        number: u64,
        labels: &[String],
    ) -> Result<(), GitHostError> {
        if labels.is_empty() {
            return Ok(());
        }
        let path = ["issues", &number.to_string(), "labels"];
        self.send(
            Method::POST,
            repository,
            &path,
            &[],
            Some(&object!({"labels": labels})),
        )
        .await
        .map(drop)
    }

    async fn upsert_comment(
        &self,
        repository: &Repository,
        number: u64,
        marker: &str,
        body: &str,
    ) -> Result<Comment, GitHostError> {
        comments::upsert(self, repository, number, marker, body).await
    }

    async fn set_status(
        &self,
        repository: &Repository,
        sha: &str,
        status: &CommitStatus,
    ) -> Result<(), GitHostError> {
        let state = match status.state {
            CommitState::Pending => "pending",
            CommitState::Success => "success",
            CommitState::Failure => "failure",
        };
        let description: String = status.description.chars().take(140).collect();
        let mut body =
            object!({"state": state, "context": status.context, "description": description});
        if let Some(url) = &status.url {
            body["target_url"] = url.clone().into();
        }
        self.send(
            Method::POST,
            repository,
            &["statuses", sha],
            &[],
            Some(&body),
        )
        .await
        .map(drop)
    }

    async fn whoami(&self) -> Result<Account, GitHostError> {
        whoami(self).await
    }
}
