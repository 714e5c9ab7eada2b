//! One webhook for each repository; where there can be none, each fix asks about its own pull request.

use domain::{Actor, Repository};
use jiff::Timestamp;
use store::{ConnectionRow, HookRow, HookStatus};

use super::{Listening, NoHook, new_secret};
use crate::{Operations, accounts::trouble, error::OperationResult, subscriptions::Hearing};

impl Operations {
    /// Makes sure that regreen hears of a repository's pull requests, in the wanted way if it can be had.
    ///
    /// # Errors
    /// When the store is away: then nothing is promised.
    pub(crate) async fn ensure_repository_hook(
        &self,
        row: &ConnectionRow,
        repository: &Repository,
        hearing: Hearing,
        actor: &Actor,
    ) -> OperationResult<Listening> {
        let target = repository.to_string();
        match hearing {
            Hearing::Manual => self.manual_hook(row, Some(&target), actor).await,
            Hearing::Poll => {
                self.ensure_polls(row, actor).await?;
                Ok(Listening::Ask {
                    because: "polling was asked for".to_owned(),
                })
            }
            Hearing::Webhook => match self.repository_webhook(row, repository, actor).await {
                Ok(new) => {
                    self.stop_needless_polls(row).await?;
                    Ok(Listening::Webhook { new })
                }
                Err(NoHook::Because(because)) => {
                    // Fixes ask about their own pull requests; only people's comments need somebody who looks.
                    self.ensure_polls(row, actor).await?;
                    Ok(Listening::Ask { because })
                }
                Err(NoHook::Failed(error)) => Err(error),
            },
        }
    }

    /// Ends the polls of a git connection once every subscribed repository has its webhook.
    async fn stop_needless_polls(&self, row: &ConnectionRow) -> OperationResult<()> {
        for subscription in self.subscriptions_of(row).await? {
            let target = subscription.repository.to_string();
            let hooks = self.store.hooks.by_target(&row.id, Some(&target)).await?;
            if !hooks.iter().any(|hook| hook.status == HookStatus::Active) {
                return Ok(());
            }
        }
        self.stop_polls(row).await
    }

    /// Says whether the webhook is new.
    async fn repository_webhook(
        &self,
        row: &ConnectionRow,
        repository: &Repository,
        actor: &Actor,
    ) -> Result<bool, NoHook> {
        let target = repository.to_string();
        let known = self.store.hooks.by_target(&row.id, Some(&target)).await?;
        let known = known
            .into_iter()
            .find(|hook| hook.status == HookStatus::Active && hook.secret.is_some());
        let id = match &known {
            Some(hook) => hook.id.clone(),
            None => self.new_hook_id()?,
        };
        let url = self.needed_hook_url(row.provider, &id)?;
        let host = self.git_account(row)?;
        let (sealed, secret) = match known.as_ref().and_then(|hook| hook.secret.clone()) {
            Some(sealed) => {
                let secret = self.open_hook_secret(&id, &sealed)?;
                (sealed, secret)
            }
            None => {
                let secret = new_secret()?;
                (self.seal_hook_secret(&id, &secret)?, secret)
            }
        };
        // The row comes first: the git host pings as soon as the hook is registered.
        if known.is_none() {
            let hook = HookRow {
                id: id.clone(),
                provider: row.provider,
                connection: row.id.clone(),
                status: HookStatus::Active,
                remote_id: None,
                target: Some(target),
                secret: Some(sealed.clone()),
                previous_secret: None,
                previous_until: None,
                created_at: Timestamp::now(),
            };
            self.store.hooks.insert(hook).await?;
        }
        match host.ensure_hook(repository, &url, &secret).await {
            Ok(remote) => {
                let is_new = known.is_none();
                let before = known.as_ref().and_then(|hook| hook.remote_id.as_ref());
                if let Some(old) = before.filter(|old| **old != remote.id)
                    && let Err(error) = host.delete_hook(repository, old).await
                {
                    tracing::warn!(connection = %row.name, %error, "a webhook for a former address stays behind");
                }
                self.store.hooks.register(&id, &remote.id, &sealed).await?;
                if is_new {
                    let detail = serde_json::json!({ "provider": row.provider, "repository": repository.to_string() });
                    self.audit(actor, "hook.add", row.id.as_str(), detail)
                        .await?;
                }
                Ok(is_new)
            }
            Err(error) => {
                if known.is_none() {
                    self.store.hooks.delete(&id).await?;
                }
                let trouble = trouble(row.provider, &error);
                Err(NoHook::Because(
                    if trouble.is_forbidden() || trouble.is_missing() {
                        format!(
                            "the token of `{}` may not register webhooks at {}: it needs admin access to the repository \
                         and the scope `admin:repo_hook` (or webhooks: read and write)",
                            row.name,
                            repository.full_name()
                        )
                    } else {
                        format!(
                            "{} could not be asked for a webhook: {}; try again with `regreen subscription set … --webhook`",
                            row.provider,
                            trouble.said()
                        )
                    },
                ))
            }
        }
    }
}
