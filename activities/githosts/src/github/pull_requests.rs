//! Pull requests by their head: found, made as wanted, never made twice.

use domain::Repository;
use outbound::{FailureKind, Method, Response, json};
use serde_json::{Value, json as object};

use crate::{
    error::GitHostError,
    github::{
        client::{Github, call},
        comments::MOST_CHARACTERS,
        host::cut,
        pull_request,
    },
    pull_request::{NewPullRequest, PullRequest, PullRequestState},
};

pub(super) fn read(response: &Response, value: &Value) -> Result<PullRequest, GitHostError> {
    pull_request::read(value).map_err(|missing| call(response.invalid(format!("no {missing}"))))
}

impl Github {
    async fn patch(
        &self,
        repository: &Repository,
        number: u64,
        change: &Value,
    ) -> Result<PullRequest, GitHostError> {
        let response = self
            .send(
                Method::PATCH,
                repository,
                &["pulls", &number.to_string()],
                &[],
                Some(change),
            )
            .await?;
        read(&response, &response.json().map_err(call)?)
    }

    async fn create(
        &self,
        repository: &Repository,
        wanted: &NewPullRequest,
        draft: bool,
    ) -> Result<PullRequest, GitHostError> {
        let body = object!({"head": wanted.head, "base": wanted.base, "title": wanted.title, "body": wanted.body, "draft": draft});
        let response = self
            .send(Method::POST, repository, &["pulls"], &[], Some(&body))
            .await?;
        read(&response, &response.json().map_err(call)?)
    }

    /// Changes only what differs; a merged one is left alone.
    async fn update(
        &self,
        repository: &Repository,
        found: PullRequest,
        wanted: &NewPullRequest,
    ) -> Result<PullRequest, GitHostError> {
        let reopens = found.state == PullRequestState::Closed && wanted.reopen;
        if found.state != PullRequestState::Open && !reopens {
            return Ok(found);
        }
        let mut change = serde_json::Map::new();
        let mut set = |name: &str, differs: bool, value: &str| {
            if differs {
                change.insert(name.to_owned(), value.into());
            }
        };
        set("title", found.title != wanted.title, &wanted.title);
        set(
            "body",
            found.body.replace("\r\n", "\n") != wanted.body,
            &wanted.body,
        );
        set("base", found.base_branch != wanted.base, &wanted.base);
        set("state", reopens, "open");
        if change.is_empty() {
            Ok(found)
        } else {
            self.patch(repository, found.number, &change.into()).await
        }
    }

    pub(super) async fn find(
        &self,
        repository: &Repository,
        head: &str,
        base: Option<&str>,
    ) -> Result<Option<PullRequest>, GitHostError> {
        // Without the owner the filter would be ignored.
        let filter = format!("{}:{head}", repository.owner);
        let mut query = vec![("state", "all"), ("head", filter.as_str())];
        query.extend(base.map(|base| ("base", base)));
        let items = self.list(repository, &["pulls"], &query).await?;
        let full_name = repository.full_name();
        let (mut best, mut unclear): (Option<PullRequest>, _) = (None, None);
        for item in &items {
            let found = match pull_request::read(item) {
                Ok(found) => found,
                // It could be the one, unless it has another head.
                Err(missing) => {
                    if json::string(item, "/head/ref").is_none_or(|name| name == head) {
                        unclear = Some(missing);
                    }
                    continue;
                }
            };
            // A deleted repository is not this one.
            let is_same_repository = found
                .head_repository
                .as_deref()
                .is_some_and(|name| name.eq_ignore_ascii_case(&full_name));
            let rank = |item: &PullRequest| (item.state == PullRequestState::Open, item.number);
            if found.head_branch == head
                && is_same_repository
                && base.is_none_or(|base| found.base_branch == base)
                && best.as_ref().is_none_or(|best| rank(best) < rank(&found))
            {
                best = Some(found);
            }
        }
        let is_open = best
            .as_ref()
            .is_some_and(|best| best.state == PullRequestState::Open);
        match unclear {
            // A branch has one open pull request at most.
            Some(missing) if !is_open => {
                let reason = format!("one without a {missing}");
                Err(self.unreadable(repository, "pull requests", &reason))
            }
            _ => Ok(best),
        }
    }

    pub(super) async fn upsert(
        &self,
        repository: &Repository,
        wanted: &NewPullRequest,
    ) -> Result<PullRequest, GitHostError> {
        let mut wanted = wanted.clone();
        wanted.title = wanted.title.chars().take(256).collect();
        wanted.body = cut(&wanted.body, MOST_CHARACTERS);
        if let Some(found) = self.find(repository, &wanted.head, None).await? {
            return self.update(repository, found, &wanted).await;
        }
        let mut created = self.create(repository, &wanted, wanted.draft).await;
        // Plans without drafts refuse them.
        if let Err(error) = &created
            && wanted.draft
            && error.kind() == FailureKind::Unprocessable
            && error.to_string().to_ascii_lowercase().contains("draft")
        {
            tracing::info!(repository = %repository, "the git host has no drafts here: opening the pull request as ready");
            created = self.create(repository, &wanted, false).await;
        }
        match created {
            // Somebody was faster, perhaps an earlier try of ours whose answer was lost.
            Err(error) if error.kind() == FailureKind::Unprocessable => {
                match self.find(repository, &wanted.head, None).await? {
                    Some(found) => self.update(repository, found, &wanted).await,
                    None => Err(error),
                }
            }
            other => other,
        }
    }
}
