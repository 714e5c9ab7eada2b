//! Accounts on platforms and git hosts, with their sealed tokens.

use std::{fmt, str::FromStr};

use async_trait::async_trait;
use domain::ConnectionId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Provider, StoreResult};

/// What is known about a connection's token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ConnectionStatus {
    /// It worked when it was last used.
    Active,
    /// The other side refused it: expired, revoked, or too few rights.
    Refused,
}

impl ConnectionStatus {
    /// The name used in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Refused => "refused",
        }
    }
}

impl fmt::Display for ConnectionStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ConnectionStatus {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        [Self::Active, Self::Refused]
            .into_iter()
            .find(|s| s.as_str() == text)
            .ok_or_else(|| "unknown status of a connection".to_owned())
    }
}

/// One account.
#[derive(Clone, PartialEq, Eq)]
pub struct ConnectionRow {
    /// Its id.
    pub id: ConnectionId,
    /// Where the account is.
    pub provider: Provider,
    /// Name given by the user; unique.
    pub name: String,
    /// The account's login or e-mail, as the provider says.
    pub account: String,
    /// Team or organisation id, where the provider has such.
    pub team: Option<String>,
    /// The team's name, for people.
    pub team_name: Option<String>,
    /// When the token expires, where the provider says so.
    pub expires_at: Option<Timestamp>,
    /// The API's address when it is not the provider's public one.
    pub base_url: Option<String>,
    /// Vault ciphertext of the token (table `connections`, column `token`).
    pub token: String,
    /// Whether the token works.
    pub status: ConnectionStatus,
    /// When it was made.
    pub created_at: Timestamp,
    /// Changes with every write; from 1.
    pub version: u32,
}

impl fmt::Debug for ConnectionRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectionRow")
            .field("id", &self.id)
            .field("provider", &self.provider)
            .field("name", &self.name)
            .field("status", &self.status)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// Connections.
#[async_trait]
pub trait Connections: Send + Sync {
    /// Stores a new connection with version 1.
    ///
    /// # Errors
    /// `Conflict` when the name is taken.
    async fn insert(&self, connection: ConnectionRow) -> StoreResult<()>;

    /// One connection.
    async fn get(&self, id: &ConnectionId) -> StoreResult<ConnectionRow>;

    /// By the name that the user gave.
    async fn find_by_name(&self, name: &str) -> StoreResult<Option<ConnectionRow>>;

    /// Every connection, oldest first.
    async fn list(&self) -> StoreResult<Vec<ConnectionRow>>;

    /// Replaces everything but id, provider and creation time; `version` is the one that was read.
    ///
    /// # Errors
    /// `Conflict` when somebody else has written since, or the name is taken.
    async fn update(&self, connection: ConnectionRow) -> StoreResult<ConnectionRow>;

    /// Notes whether the token works; says whether that is news. The version does not change.
    async fn set_status(&self, id: &ConnectionId, status: ConnectionStatus) -> StoreResult<bool>;

    /// Deletes a connection, its token and its hooks. Deleting an absent one is fine.
    ///
    /// # Errors
    /// `Conflict` while an active subscription uses it.
    async fn delete(&self, id: &ConnectionId) -> StoreResult<()>;
}
