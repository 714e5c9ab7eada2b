//! Accounts on platforms and git hosts.

use domain::{Actor, ConnectionId};
use jiff::Timestamp;
use secrecy::SecretString;
use serde::Serialize;
use store::{AuditEntry, ConnectionRow, ConnectionStatus, Provider, StoreError};

use crate::{
    Operations,
    error::{Code, OperationError, OperationResult},
    input,
};

/// A connection to be made.
#[derive(Debug, Clone)]
pub struct NewConnection {
    /// Where the account is.
    pub provider: Provider,
    /// A name for people; unique.
    pub name: String,
    /// The account's login, when it is known.
    pub account: Option<String>,
    /// The API token.
    pub token: SecretString,
    /// Team or organisation, where the provider has such.
    pub team: Option<String>,
    /// The API's address when it is not the provider's public one.
    pub base_url: Option<String>,
}

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
    /// Team or organisation.
    pub team: Option<String>,
    /// The API's address when it is not the provider's public one.
    pub base_url: Option<String>,
    /// Whether its token worked last.
    pub status: ConnectionStatus,
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
            base_url: row.base_url,
            status: row.status,
            created_at: row.created_at,
        }
    }
}

impl Operations {
    /// Stores a connection; its token only as a vault ciphertext.
    ///
    /// # Errors
    /// `invalid_argument`, `name_taken`, and when the store or the vault cannot be used.
    pub async fn add_connection(
        &self,
        new: NewConnection,
        actor: &Actor,
    ) -> OperationResult<ConnectionSummary> {
        let id = ConnectionId::new();
        let token = input::token(&new.token)?;
        let row = ConnectionRow {
            id: id.clone(),
            provider: new.provider,
            name: input::name("connection", &new.name)?,
            account: new
                .account
                .as_deref()
                .map(|account| input::name("account", account))
                .transpose()?
                .unwrap_or_default(),
            team: new
                .team
                .as_deref()
                .map(|team| input::foreign_id("a team", team))
                .transpose()?,
            base_url: new.base_url.as_deref().map(input::base_url).transpose()?,
            token: self.seal_connection_token(&id, &token)?,
            status: ConnectionStatus::Active,
            created_at: Timestamp::now(),
            version: 1,
        };
        self.store
            .connections
            .insert(row.clone())
            .await
            .map_err(|error| match error {
                StoreError::Conflict { .. } => OperationError::new(
                    Code::NameTaken,
                    format!(
                        "there is a connection named `{}` already: choose another name",
                        row.name
                    ),
                ),
                other => OperationError::store(other),
            })?;
        self.audit(
            actor,
            "connection.add",
            id.as_str(),
            serde_json::json!({ "provider": row.provider, "name": row.name }),
        )
        .await?;
        Ok(row.into())
    }

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
                    format!("there is no connection `{shown}`"),
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
