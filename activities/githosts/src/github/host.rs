//! GitHub as a git host.

use std::sync::Arc;

use async_trait::async_trait;
use domain::Repository;
use outbound::{Client, FailureKind, Method, endpoint};
use secrecy::SecretString;
use serde_json::json as object;

use crate::{
    comment::{Comment, Reaction, WrittenComment},
    error::GitHostError,
    git::Remote,
    github::{
        client::{Github, call},
        comments, pull_request,
        pull_requests::read,
        repository,
    },
    host::{Account, Credentials, GitHost},
    pull_request::{NewPullRequest, PullRequest, PullRequestState},
    repository::{CommitState, CommitStatus, Permission, RepositoryHook, RepositoryInfo},
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
        repository::read(&value).map_err(|reason| call(response.invalid(reason)))
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
            Ok((value, response)) => repository::branch_head(&value, branch)
                .map_err(|reason| call(response.invalid(reason))),
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
            .map(pull_request::read)
            .collect::<Result<_, _>>()
            .map_err(|missing| {
                let reason = format!("one without a {missing}");
                self.unreadable(repository, "pull requests", &reason)
            })?;
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
        self.owner().await
    }

    async fn hooks(&self, repository: &Repository) -> Result<Vec<RepositoryHook>, GitHostError> {
        self.list_hooks(repository).await
    }

    async fn ensure_hook(
        &self,
        repository: &Repository,
        url: &str,
        secret: &SecretString,
    ) -> Result<RepositoryHook, GitHostError> {
        self.make_hook(repository, url, secret).await
    }

    async fn delete_hook(&self, repository: &Repository, id: &str) -> Result<(), GitHostError> {
        self.remove_hook(repository, id).await
    }

    async fn permission(
        &self,
        repository: &Repository,
        login: &str,
    ) -> Result<Permission, GitHostError> {
        self.permission_of(repository, login).await
    }

    async fn react(
        &self,
        repository: &Repository,
        comment: u64,
        reaction: Reaction,
    ) -> Result<(), GitHostError> {
        self.react_to(repository, comment, reaction).await
    }

    async fn comments_since(
        &self,
        repository: &Repository,
        number: u64,
        since: i64,
    ) -> Result<Vec<WrittenComment>, GitHostError> {
        self.written_since(repository, number, since).await
    }
}
