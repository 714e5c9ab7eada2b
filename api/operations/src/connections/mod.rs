//! Connections: accounts on platforms and git hosts, with their tokens in the vault.

mod add;
mod check;
mod findings;
mod probe;
mod remove;
mod show;
mod token;

#[cfg(test)]
mod tests;

use domain::{Actor, ConnectionId};
use jiff::Timestamp;
use serde::Serialize;
use store::{AuditEntry, ConnectionRow, ConnectionStatus, Provider};

use crate::{
    Operations,
    error::{Code, OperationError, OperationResult},
};

pub use add::NewConnection;
pub use check::ConnectionCheck;
pub use findings::{Finding, Standing};
pub use probe::{Probe, TeamChoice};
pub use remove::RemovedConnection;
pub use show::ConnectionDetails;

/// A connection, without its token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConnectionSummary {
    /// Its id.
    pub id: ConnectionId,
    /// Where the account is.
    pub provider: Provider,
    /// Its name.
    pub name: String,
    /// The account's login; empty while unknown.
    pub account: String,
    /// Team or organisation, by id.
    pub team: Option<String>,
    /// The team's name.
    pub team_name: Option<String>,
    /// The API's address when it is not the provider's public one.
    pub base_url: Option<String>,
    /// Whether its token worked last.
    pub status: ConnectionStatus,
    /// When the token expires, where the provider says so.
    pub expires_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
}

impl From<ConnectionRow> for ConnectionSummary {
    fn from(row: ConnectionRow) -> Self {
        Self {
            id: row.id,
            provider: row.provider,
            name: row.name,
            account: row.account,
            team: row.team,
            team_name: row.team_name,
            base_url: row.base_url,
            status: row.status,
            expires_at: row.expires_at,
            created_at: row.created_at,
        }
    }
}

impl Operations {
    /// Every connection, oldest first.
    ///
    /// # Errors
    /// When the store is away.
    pub async fn list_connections(&self) -> OperationResult<Vec<ConnectionSummary>> {
        Ok(self
            .store
            .connections
            .list()
            .await?
            .into_iter()
            .map(Into::into)
            .collect())
    }

    /// A connection by id or name.
    pub(crate) async fn find_connection(&self, reference: &str) -> OperationResult<ConnectionRow> {
        if let Ok(id) = reference.parse::<ConnectionId>() {
            return self
                .store
                .connections
                .get(&id)
                .await
                .map_err(|error| OperationError::store_with(error, Code::ConnectionNotFound));
        }
        self.store
            .connections
            .find_by_name(reference.trim())
            .await?
            .ok_or_else(|| {
                let shown: String = reference.chars().take(64).collect();
                OperationError::new(
                    Code::ConnectionNotFound,
                    format!(
                        "there is no connection `{shown}`: `regreen connection list` shows them"
                    ),
                )
            })
    }

    /// Adds to the audit log.
    pub(crate) async fn audit(
        &self,
        actor: &Actor,
        action: &str,
        target: &str,
        detail: serde_json::Value,
    ) -> OperationResult<()> {
        let entry = AuditEntry {
            at: Timestamp::now(),
            actor: actor.clone(),
            action: action.to_owned(),
            target: target.to_owned(),
            detail,
        };
        Ok(self.store.audit.append(entry).await?)
    }
}
