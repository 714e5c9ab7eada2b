//! A repository's webhooks: found by their address, made as wanted, never made twice.

use domain::Repository;
use outbound::{FailureKind, Method, Url, json};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json as object};

use crate::{
    error::GitHostError,
    github::client::{Github, call},
    repository::RepositoryHook,
};

pub(super) const EVENTS: [&str; 3] = ["push", "pull_request", "issue_comment"];

impl Github {
    pub(super) async fn list_hooks(
        &self,
        repository: &Repository,
    ) -> Result<Vec<RepositoryHook>, GitHostError> {
        let items = self.list(repository, &["hooks"], &[]).await?;
        list(&items).map_err(|reason| self.unreadable(repository, "hooks", reason))
    }

    pub(super) async fn make_hook(
        &self,
        repository: &Repository,
        url: &str,
        secret: &SecretString,
    ) -> Result<RepositoryHook, GitHostError> {
        if let Some(found) = self.update_hook(repository, url, secret).await? {
            return Ok(found);
        }
        let mut body = wanted(url, secret);
        body["name"] = "web".into();
        match self
            .send(Method::POST, repository, &["hooks"], &[], Some(&body))
            .await
        {
            Ok(response) => {
                let value = response.json().map_err(call)?;
                read(&value).map_err(|reason| call(response.invalid(reason)))
            }
            // Somebody was faster, perhaps an earlier try of ours whose answer was lost.
            Err(error) if error.kind() == FailureKind::Unprocessable => self
                .update_hook(repository, url, secret)
                .await?
                .ok_or(error),
            Err(error) => Err(error),
        }
    }

    /// Makes the hook with this address be as wanted, and removes others with the same; `None` when there is none.
    async fn update_hook(
        &self,
        repository: &Repository,
        url: &str,
        secret: &SecretString,
    ) -> Result<Option<RepositoryHook>, GitHostError> {
        let hooks = self.list_hooks(repository).await?;
        let mut ours = hooks.into_iter().filter(|hook| is_same(&hook.url, url));
        let Some(first) = ours.next() else {
            return Ok(None);
        };
        for duplicate in ours {
            tracing::info!(repository = %repository, hook = %duplicate.id, "removing a duplicate webhook");
            self.remove_hook(repository, &duplicate.id).await?;
        }
        // The secret cannot be read, so it is always written.
        self.send(
            Method::PATCH,
            repository,
            &["hooks", &first.id],
            &[],
            Some(&wanted(url, secret)),
        )
        .await?;
        Ok(Some(RepositoryHook {
            url: url.to_owned(),
            ..first
        }))
    }

    pub(super) async fn remove_hook(
        &self,
        repository: &Repository,
        id: &str,
    ) -> Result<(), GitHostError> {
        match self
            .send(Method::DELETE, repository, &["hooks", id], &[], None)
            .await
        {
            Err(error) if error.kind() != FailureKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

fn wanted(url: &str, secret: &SecretString) -> Value {
    object!({"active": true, "events": EVENTS, "config": {
        "url": url, "content_type": "json", "insecure_ssl": "0", "secret": secret.expose_secret()}})
}

/// Addresses are the same when they are written differently (a capital, a default port), too.
fn is_same(one: &str, other: &str) -> bool {
    one == other
        || matches!((Url::parse(one), Url::parse(other)), (Ok(one), Ok(other)) if one == other)
}

/// # Errors
/// When one of them cannot be told from another: it could be ours.
pub(super) fn list(items: &[Value]) -> Result<Vec<RepositoryHook>, &'static str> {
    // Hooks of long-gone services have another name and need no address.
    let is_webhook = |item: &&Value| json::string(item, "/name").is_none_or(|name| name == "web");
    items.iter().filter(is_webhook).map(read).collect()
}

pub(super) fn read(value: &Value) -> Result<RepositoryHook, &'static str> {
    Ok(RepositoryHook {
        id: json::positive(value, "/id")
            .ok_or("a webhook without an id")?
            .to_string(),
        url: json::string(value, "/config/url").ok_or("a webhook without an address")?,
    })
}
