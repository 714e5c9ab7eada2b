//! Ending a subscription, and taking away what only it needed.

use domain::Actor;
use serde::Serialize;
use store::{SubscriptionFilter, SubscriptionRow};

use super::SubscriptionSummary;
use crate::{
    Operations,
    error::{Code, OperationResult},
};

/// A subscription that was ended, and what could not be taken away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RemovedSubscription {
    /// The subscription.
    #[serde(flatten)]
    pub subscription: SubscriptionSummary,
    /// What is still at a provider, and why.
    pub left_behind: Vec<String>,
}

impl Operations {
    /// Ends a subscription: new failures of the project are left alone. Its fixes stay in the lists. The repository's
    /// webhook goes with the repository's last subscription, the platform's with the connection's last one.
    ///
    /// # Errors
    /// `subscription_not_found`, `conflict` (somebody else changed it).
    pub async fn remove_subscription(
        &self,
        reference: &str,
        actor: &Actor,
    ) -> OperationResult<RemovedSubscription> {
        let mut row = self.find_subscription(reference).await?;
        row.active = false;
        let subscription = self
            .write_subscription(row.clone(), "subscription.remove", actor)
            .await?;
        let left_behind = self.release(&row).await?;
        Ok(RemovedSubscription {
            subscription,
            left_behind,
        })
    }

    async fn release(&self, row: &SubscriptionRow) -> OperationResult<Vec<String>> {
        let active = self
            .store
            .subscriptions
            .list(SubscriptionFilter::default())
            .await?;
        let mut left_behind = Vec::new();
        let repository_is_used = active.iter().any(|other| {
            other.repository == row.repository && other.git_connection == row.git_connection
        });
        if !repository_is_used {
            let target = row.repository.to_string();
            let git = self.connection_of(&row.git_connection).await?;
            left_behind.extend(self.release_hooks(&git, Some(&target)).await?);
            if !active.iter().any(|other| other.git_connection == git.id) {
                left_behind.extend(self.release_hooks(&git, None).await?);
            }
        }
        let platform_is_used = active
            .iter()
            .any(|other| other.platform_connection == row.platform_connection);
        if !platform_is_used {
            let platform = self.connection_of(&row.platform_connection).await?;
            let team = platform.team.clone();
            left_behind.extend(self.release_hooks(&platform, team.as_deref()).await?);
        }
        Ok(left_behind)
    }

    pub(super) async fn connection_of(
        &self,
        id: &domain::ConnectionId,
    ) -> OperationResult<store::ConnectionRow> {
        self.store
            .connections
            .get(id)
            .await
            .map_err(|error| crate::OperationError::store_with(error, Code::ConnectionNotFound))
    }
}
