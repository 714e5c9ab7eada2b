//! One webhook for all projects of a connection and team; where there can be none, polls.

use domain::{Actor, HookId};
use jiff::{SignedDuration, Timestamp};
use platforms::{Platform, PlatformError, Webhook, WebhookRefusal};
use secrecy::SecretString;
use store::{ConnectionRow, HookRow, HookStatus};

use super::{Listening, NoHook};
use crate::{Operations, accounts::trouble, error::OperationResult, subscriptions::Hearing};

/// A registration that was begun so long ago was given up with its process.
const GIVEN_UP: SignedDuration = SignedDuration::from_mins(10);

impl Operations {
    /// Makes sure that regreen hears of the deployments of a connection's projects, in the wanted way if it can be had.
    ///
    /// # Errors
    /// When the store or Temporal is away: then nothing is promised.
    pub(crate) async fn ensure_platform_hook(
        &self,
        row: &ConnectionRow,
        hearing: Hearing,
        actor: &Actor,
    ) -> OperationResult<Listening> {
        let because = match hearing {
            Hearing::Manual => {
                let listening = self.manual_hook(row, row.team.as_deref(), actor).await?;
                self.stop_polls(row).await?;
                return Ok(listening);
            }
            Hearing::Webhook => match self.platform_webhook(row, actor).await {
                Ok(new) => {
                    self.stop_polls(row).await?;
                    return Ok(Listening::Webhook { new });
                }
                Err(NoHook::Because(why)) => why,
                Err(NoHook::Failed(error)) => return Err(error),
            },
            Hearing::Poll => {
                for hook in self.hooks_of_account(row).await? {
                    if hook.remote_id.is_some()
                        && let Err(why) = self.unregister(row, &hook).await
                    {
                        tracing::warn!(connection = %row.name, %why, "a webhook stays beside the polls");
                    }
                }
                "polling was asked for".to_owned()
            }
        };
        self.ensure_polls(row, actor).await?;
        Ok(Listening::Poll {
            because,
            every: self.limits.poll,
        })
    }

    /// Those about the connection as a whole: a platform's team, or no repository in particular.
    async fn hooks_of_account(&self, row: &ConnectionRow) -> OperationResult<Vec<HookRow>> {
        Ok(self
            .store
            .hooks
            .by_target(&row.id, row.team.as_deref())
            .await?)
    }

    /// A row for the polls' deliveries, and the workflow that polls.
    pub(super) async fn ensure_polls(
        &self,
        row: &ConnectionRow,
        actor: &Actor,
    ) -> OperationResult<()> {
        let known = self.hooks_of_account(row).await?;
        if !known.iter().any(|hook| hook.status == HookStatus::Poll) {
            let hook = HookRow {
                status: HookStatus::Poll,
                ..self.blank(row)?
            };
            self.store.hooks.insert(hook).await?;
            let detail = serde_json::json!({ "provider": row.provider });
            self.audit(actor, "hook.poll", row.id.as_str(), detail)
                .await?;
        }
        Ok(self.engine.ensure_polling(&row.id, row.provider).await?)
    }

    /// Without their row the polls end by themselves.
    pub(super) async fn stop_polls(&self, row: &ConnectionRow) -> OperationResult<()> {
        for hook in self.hooks_of_account(row).await? {
            if hook.status == HookStatus::Poll {
                self.store.hooks.delete(&hook.id).await?;
            }
        }
        Ok(())
    }

    /// Keeps a webhook that is registered, or registers one; says whether it is new.
    async fn platform_webhook(&self, row: &ConnectionRow, actor: &Actor) -> Result<bool, NoHook> {
        let id = self.new_hook_id()?;
        let url = self.needed_hook_url(row.provider, &id)?;
        let platform = self.platform_account(row)?;
        let refused = |error: PlatformError| NoHook::Because(in_words(row, &error));
        let there = platform.webhooks().await.map_err(refused)?;
        let known = self.hooks_of_account(row).await?;
        // One that calls another address, since ours has changed, is as good as none.
        let is_there = |hook: &HookRow| {
            let url = self.hook_url(row.provider, &hook.id);
            there.iter().any(|remote| url.as_ref() == Some(&remote.url))
        };
        let works = |hook: &&HookRow| hook.status == HookStatus::Active && is_there(hook);
        if known.iter().find(works).is_some() {
            return Ok(false);
        }
        self.clear(row, platform.as_ref(), &known, &there).await?;
        // The row comes first: whatever happens now, its id finds the registration again.
        let hook = HookRow {
            id: id.clone(),
            ..self.blank(row)?
        };
        self.store.hooks.insert(hook).await?;
        let registered = self.register(row, platform.as_ref(), &id, &url).await;
        if registered.is_err() {
            self.store.hooks.delete(&id).await?;
        }
        registered?;
        let detail = serde_json::json!({ "provider": row.provider });
        self.audit(actor, "hook.add", row.id.as_str(), detail)
            .await?;
        Ok(true)
    }

    async fn register(
        &self,
        row: &ConnectionRow,
        platform: &dyn Platform,
        id: &HookId,
        url: &str,
    ) -> Result<(), NoHook> {
        let remote = platform
            .create_webhook(url)
            .await
            .map_err(|error| NoHook::Because(in_words(row, &error)))?;
        let stored = self.keep_secret(row, id, &remote).await;
        if stored.is_err()
            && let Err(error) = platform.delete_webhook(&remote.id).await
        {
            tracing::warn!(connection = %row.name, %error, "a webhook that could not be stored stays behind");
        }
        stored
    }

    async fn keep_secret(
        &self,
        row: &ConnectionRow,
        id: &HookId,
        remote: &Webhook,
    ) -> Result<(), NoHook> {
        let Some(secret): Option<&SecretString> = remote.secret.as_ref() else {
            return Err(NoHook::Because(format!(
                "{} told no secret of the webhook, so its deliveries could not be trusted",
                row.provider
            )));
        };
        let sealed = self.seal_hook_secret(id, secret)?;
        Ok(self.store.hooks.register(id, &remote.id, &sealed).await?)
    }

    /// Removes what is left of hooks that the platform does not know any more, and of registrations that were begun
    /// and given up.
    async fn clear(
        &self,
        row: &ConnectionRow,
        platform: &dyn Platform,
        known: &[HookRow],
        there: &[Webhook],
    ) -> Result<(), NoHook> {
        let given_up = Timestamp::now() - GIVEN_UP;
        for hook in known {
            let is_begun = hook.status == HookStatus::Disabled && hook.remote_id.is_none();
            let is_gone = hook.status == HookStatus::Active && hook.remote_id.is_some();
            if is_begun && hook.created_at < given_up {
                let url = self.hook_url(row.provider, &hook.id);
                for orphan in there.iter().filter(|it| Some(&it.url) == url.as_ref()) {
                    platform
                        .delete_webhook(&orphan.id)
                        .await
                        .map_err(|error| NoHook::Because(in_words(row, &error)))?;
                }
            } else if is_gone {
                let stale = |it: &&Webhook| hook.remote_id.as_ref() == Some(&it.id);
                for old in there.iter().filter(stale) {
                    platform
                        .delete_webhook(&old.id)
                        .await
                        .map_err(|error| NoHook::Because(in_words(row, &error)))?;
                }
            } else {
                continue;
            }
            self.store.hooks.delete(&hook.id).await?;
        }
        Ok(())
    }

    /// A hook about the connection's team that takes no deliveries.
    fn blank(&self, row: &ConnectionRow) -> OperationResult<HookRow> {
        Ok(HookRow {
            id: self.new_hook_id()?,
            provider: row.provider,
            connection: row.id.clone(),
            status: HookStatus::Disabled,
            remote_id: None,
            target: row.team.clone(),
            secret: None,
            previous_secret: None,
            previous_until: None,
            created_at: Timestamp::now(),
        })
    }
}

fn in_words(row: &ConnectionRow, error: &PlatformError) -> String {
    let provider = row.provider;
    match error {
        PlatformError::WebhooksRefused {
            reason: WebhookRefusal::Limit,
            said,
            ..
        } => format!(
            "{provider} allows a limited number of webhooks and all are in use: delete one in the team's settings, \
             then `regreen subscription set … --webhook`; it said: {said}"
        ),
        PlatformError::WebhooksRefused {
            reason: WebhookRefusal::Plan,
            said,
            ..
        } => format!("{provider} has webhooks for its paid plans only; it said: {said}"),
        other => {
            let trouble = trouble(provider, other);
            if trouble.is_forbidden() {
                format!(
                    "{provider} does not let the token manage webhooks: {}",
                    trouble.said()
                )
            } else {
                format!(
                    "{provider} could not be asked for a webhook: {}; try again with `regreen subscription set … --webhook`",
                    trouble.said()
                )
            }
        }
    }
}
