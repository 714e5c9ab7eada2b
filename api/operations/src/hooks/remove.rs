//! Taking webhooks away again, at the provider and here.

use domain::Repository;
use store::{ConnectionRow, HookRow, HookStatus, Provider};

use crate::{
    Operations,
    accounts::{Account, ProviderError, trouble},
    error::OperationResult,
};

impl Operations {
    /// Deletes a hook at the provider and then here. Says whether there was one at the provider.
    ///
    /// # Errors
    /// A sentence about what stays behind at the provider; here it stays, too.
    pub(crate) async fn unregister(
        &self,
        row: &ConnectionRow,
        hook: &HookRow,
    ) -> Result<bool, String> {
        let there = match (hook.status, &hook.remote_id) {
            (_, Some(remote_id)) => self.delete_remote(row, hook, remote_id).await?,
            (HookStatus::Active, None) => {
                return Err(format!(
                    "a webhook of {} that was registered by hand",
                    place(row, hook)
                ));
            }
            (HookStatus::Poll | HookStatus::Disabled, None) => false,
        };
        self.store
            .hooks
            .delete(&hook.id)
            .await
            .map_err(|error| format!("the webhook of {}: {error}", place(row, hook)))?;
        Ok(there)
    }

    /// Removes every hook about `target` that regreen registered, and its polls. Says what stays behind.
    pub(crate) async fn release_hooks(
        &self,
        row: &ConnectionRow,
        target: Option<&str>,
    ) -> OperationResult<Vec<String>> {
        let mut left_behind = Vec::new();
        for hook in self.store.hooks.by_target(&row.id, target).await? {
            if let Err(why) = self.unregister(row, &hook).await {
                left_behind.push(why);
            }
        }
        Ok(left_behind)
    }

    async fn delete_remote(
        &self,
        row: &ConnectionRow,
        hook: &HookRow,
        remote_id: &str,
    ) -> Result<bool, String> {
        let place = place(row, hook);
        let account = self
            .account(row)
            .map_err(|error| format!("the webhook {remote_id} of {place}: {error}"))?;
        let deleted = match account {
            Account::Platform(platform) => {
                judged(row.provider, platform.delete_webhook(remote_id).await)
            }
            Account::GitHost(host) => {
                let target = hook
                    .target
                    .as_deref()
                    .and_then(|text| repository(row.provider, text));
                let Some(repository) = target else {
                    return Err(format!(
                        "the webhook {remote_id} of {place}: nobody knows where it is"
                    ));
                };
                judged(row.provider, host.delete_hook(&repository, remote_id).await)
            }
        };
        deleted.map_err(|why| format!("the webhook {remote_id} of {place}: {why}"))
    }
}

/// One that is gone already is as good as deleted.
fn judged<E: ProviderError>(provider: Provider, answer: Result<(), E>) -> Result<bool, String> {
    match answer {
        Ok(()) => Ok(true),
        Err(error) => {
            let trouble = trouble(provider, &error);
            if trouble.is_missing() {
                Ok(false)
            } else {
                Err(trouble.said().to_owned())
            }
        }
    }
}

/// `github:owner/name` back into its parts.
fn repository(provider: Provider, target: &str) -> Option<Repository> {
    let Provider::GitHost(host) = provider else {
        return None;
    };
    let rest = target.strip_prefix(&format!("{host}:"))?;
    let (owner, name) = rest.rsplit_once('/')?;
    Some(Repository {
        host,
        owner: owner.to_owned(),
        name: name.to_owned(),
    })
}

fn place(row: &ConnectionRow, hook: &HookRow) -> String {
    match (&hook.target, &row.team_name) {
        (Some(target), _) if matches!(row.provider, Provider::GitHost(_)) => target.clone(),
        (_, Some(team)) => format!("{team} at {}", row.provider),
        _ => format!("{} at {}", row.account, row.provider),
    }
}
