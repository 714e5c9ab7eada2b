//! Looking at a platform that sends no webhooks: each deployment that came to an end becomes a delivery.

use std::time::Duration;

use contract::polled::Polled;
use domain::{ConnectionId, Deployment};
use jiff::{SignedDuration, Timestamp};
use platforms::DeploymentFilter;
use store::{HookRow, HookStatus, NewDelivery, StoreError, SubscriptionFilter, SubscriptionRow};

use super::{
    ports::{Ports, now},
    standing::Look,
};
use crate::failure::Outcome;

/// Deployments may be under way for so long when they are looked for by the time they were made.
const LONGEST_BUILD: SignedDuration = SignedDuration::from_hours(6);

/// What was there before regreen was told of the project is history.
fn cursor_key(subscription: &SubscriptionRow) -> String {
    format!("poll:{}", subscription.id)
}

impl Ports {
    /// One look at all subscribed projects of a connection. A project that cannot be looked at is left for the next
    /// look: its cursor stays.
    pub(super) async fn look_at_deployments(&self, connection: &ConnectionId) -> Outcome<Look> {
        let hook = match self.poll_hook(connection).await? {
            Ok(hook) => hook,
            Err(why) => return Ok(Look::Last { why }),
        };
        let filter = SubscriptionFilter {
            connection: Some(connection.clone()),
            ..SubscriptionFilter::default()
        };
        let subscriptions = self.store.subscriptions.list(filter).await?;
        let mut patience = Duration::ZERO;
        for subscription in &subscriptions {
            if subscription.platform_connection != *connection {
                continue;
            }
            if let Err(failure) = self.look_at_project(&hook, subscription).await {
                tracing::warn!(project = %subscription.project, failure = ?failure, "a project could not be looked at");
                patience = patience.max(failure.retry_after().unwrap_or_default());
            }
        }
        Ok(Look::Again { after: patience })
    }

    /// The hook that a connection's polls write their deliveries under, or why there is nothing to poll.
    pub(super) async fn poll_hook(
        &self,
        connection: &ConnectionId,
    ) -> Outcome<Result<HookRow, String>> {
        match self.store.connections.get(connection).await {
            Ok(_) => {}
            Err(StoreError::NotFound { .. }) => {
                return Ok(Err("the connection was removed".to_owned()));
            }
            Err(error) => return Err(error.into()),
        }
        let hooks = self.store.hooks.by_connection(connection).await?;
        Ok(hooks
            .into_iter()
            .find(|hook| hook.status == HookStatus::Poll)
            .ok_or_else(|| "the connection is not polled any more".to_owned()))
    }

    async fn look_at_project(&self, hook: &HookRow, subscription: &SubscriptionRow) -> Outcome<()> {
        let begun = now();
        let key = cursor_key(subscription);
        let last = self.store.settings.find(&key).await?;
        let last = last
            .and_then(|value| value.as_i64())
            .and_then(|at| Timestamp::from_millisecond(at).ok());
        let since = last.map_or(subscription.created_at, |last| {
            (last - LONGEST_BUILD).max(subscription.created_at)
        });
        let account = self.platform(&subscription.id).await?;
        let filter = DeploymentFilter {
            since: Some(since.as_millisecond()),
            ..DeploymentFilter::default()
        };
        let deployments = account
            .platform
            .deployments(&subscription.project, &filter)
            .await?;
        for deployment in deployments.into_iter().rev() {
            if deployment.state.is_final() && !self.is_known(&deployment).await? {
                let polled = Polled::Deployment {
                    deployment: deployment.id,
                    project: subscription.project.clone(),
                    state: deployment.state,
                    branch: deployment.branch,
                    commit: deployment.commit.map(|commit| commit.sha),
                    created_at: deployment.created_at,
                };
                self.deliver_polled(hook, &polled).await?;
            }
        }
        let at = begun.as_millisecond().into();
        Ok(self.store.settings.put(&key, at, begun).await?)
    }

    /// What was delivered before is among the deployments already.
    async fn is_known(&self, deployment: &Deployment) -> Outcome<bool> {
        let known = self
            .store
            .deployments
            .find(deployment.platform, &deployment.id)
            .await?;
        Ok(known.is_some_and(|known| known.state == deployment.state))
    }

    /// Into the outbox, where the same news counts once.
    pub(super) async fn deliver_polled(&self, hook: &HookRow, polled: &Polled) -> Outcome<()> {
        let body = serde_json::to_vec(polled).map_err(|error| {
            crate::failure::Failure::new(contract::FailureKind::Internal, error.to_string())
        })?;
        let delivery = NewDelivery {
            hook: hook.id.clone(),
            key: polled.key(),
            source: hook.provider.to_string(),
            headers: std::collections::BTreeMap::new(),
            body,
            received_at: now(),
        };
        self.store.deliveries.insert(delivery).await?;
        Ok(())
    }
}
