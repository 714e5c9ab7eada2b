//! Removing a connection: first what it left at the provider, then everything here.

use domain::Actor;
use serde::Serialize;
use store::StoreError;

use super::ConnectionSummary;
use crate::{
    Operations,
    error::{Code, OperationError, OperationResult},
};

/// What was removed, and what could not be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RemovedConnection {
    /// The connection as it was. Its token is erased.
    pub connection: ConnectionSummary,
    /// Webhooks that were deleted at the provider.
    pub hooks_removed: usize,
    /// What is still at the provider, and why: to be deleted there by hand. Its deliveries are refused here.
    pub left_behind: Vec<String>,
}

impl Operations {
    /// Deletes our webhooks at the provider, as far as it lets us, and then the hooks, the token and the connection
    /// here.
    ///
    /// # Errors
    /// `connection_not_found`; `connection_in_use` while an active subscription uses it.
    pub async fn remove_connection(
        &self,
        reference: &str,
        actor: &Actor,
    ) -> OperationResult<RemovedConnection> {
        let row = self.find_connection(reference).await?;
        self.must_be_unused(&row).await?;
        let mut hooks_removed = 0;
        let mut left_behind = Vec::new();
        for hook in self.store.hooks.by_connection(&row.id).await? {
            match self.unregister(&row, &hook).await {
                Ok(true) => hooks_removed += 1,
                Ok(false) => {}
                Err(why) => left_behind.push(why),
            }
        }
        self.store
            .connections
            .delete(&row.id)
            .await
            .map_err(|error| match error {
                // Somebody subscribed meanwhile.
                StoreError::Conflict { what } => OperationError::new(Code::ConnectionInUse, what),
                other => OperationError::store(other),
            })?;
        self.audit(
            actor,
            "connection.remove",
            row.id.as_str(),
            serde_json::json!({ "provider": row.provider, "name": row.name, "left_behind": left_behind }),
        )
        .await?;
        Ok(RemovedConnection {
            connection: row.into(),
            hooks_removed,
            left_behind,
        })
    }
}
