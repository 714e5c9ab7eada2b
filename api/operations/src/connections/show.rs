//! One connection with what hangs on it.

use serde::Serialize;
use store::{ConnectionRow, SubscriptionFilter};

use super::ConnectionSummary;
use crate::{
    HookSummary, Operations, SubscriptionSummary,
    error::{Code, OperationError, OperationResult},
};

/// A connection, its hooks and who uses it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConnectionDetails {
    /// The connection.
    #[serde(flatten)]
    pub summary: ConnectionSummary,
    /// How regreen hears of its projects or repositories.
    pub hooks: Vec<HookSummary>,
    /// Active subscriptions that use it.
    pub subscriptions: Vec<SubscriptionSummary>,
}

impl Operations {
    /// One connection by id or name. Asks nobody but the store.
    ///
    /// # Errors
    /// `connection_not_found`.
    pub async fn show_connection(&self, reference: &str) -> OperationResult<ConnectionDetails> {
        let row = self.find_connection(reference).await?;
        let hooks = self.store.hooks.by_connection(&row.id).await?;
        let subscriptions = self.subscriptions_of(&row).await?;
        Ok(ConnectionDetails {
            hooks: hooks.into_iter().map(Into::into).collect(),
            subscriptions,
            summary: row.into(),
        })
    }

    /// The active subscriptions that use a connection.
    pub(crate) async fn subscriptions_of(
        &self,
        row: &ConnectionRow,
    ) -> OperationResult<Vec<SubscriptionSummary>> {
        let filter = SubscriptionFilter {
            connection: Some(row.id.clone()),
            ..SubscriptionFilter::default()
        };
        let rows = self.store.subscriptions.list(filter).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Refuses while subscriptions use the connection.
    pub(super) async fn must_be_unused(&self, row: &ConnectionRow) -> OperationResult<()> {
        let users = self.subscriptions_of(row).await?;
        if users.is_empty() {
            return Ok(());
        }
        let names: Vec<String> = users
            .iter()
            .take(20)
            .map(|user| format!("{} ({})", user.project_name, user.id))
            .collect();
        Err(OperationError::new(
            Code::ConnectionInUse,
            format!(
                "the connection `{}` is used by {}: remove {} first with `regreen subscription remove`",
                row.name,
                names.join(", "),
                if users.len() == 1 { "it" } else { "them" }
            ),
        ))
    }
}
