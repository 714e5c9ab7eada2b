//! Webhook registrations and their secrets.

use std::{fmt, str::FromStr};

use async_trait::async_trait;
use domain::{ConnectionId, HookId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Provider, StoreResult};

/// Whether deliveries of a hook are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HookStatus {
    /// The sender calls us.
    Active,
    /// Deliveries come from our own polls; nobody may call this address.
    Poll,
    /// Switched off: treated as unknown.
    Disabled,
}

impl HookStatus {
    /// The name used in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Poll => "poll",
            Self::Disabled => "disabled",
        }
    }
}

impl fmt::Display for HookStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for HookStatus {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        [Self::Active, Self::Poll, Self::Disabled]
            .into_iter()
            .find(|s| s.as_str() == text)
            .ok_or_else(|| "unknown status of a hook".to_owned())
    }
}

/// A webhook registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HookRow {
    /// Its unguessable id: the last segment of its address.
    pub id: HookId,
    /// Who calls it.
    pub provider: Provider,
    /// The connection whose projects it serves.
    pub connection: ConnectionId,
    /// Whether it is in use.
    pub status: HookStatus,
    /// The sender's id of the registration.
    pub remote_id: Option<String>,
    /// What it is about: a repository (`github:owner/name`) at a git host; a team at a platform, where `None` stands
    /// for the token owner's own projects.
    pub target: Option<String>,
    /// Vault ciphertext of the secret (table `hooks`, column `secret`); `None` for polls.
    pub secret: Option<String>,
    /// Ciphertext of the secret before, sealed for the same column: valid during a rotation.
    pub previous_secret: Option<String>,
    /// Until when the previous one is accepted.
    pub previous_until: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Hooks by id.
#[async_trait]
pub trait Hooks: Send + Sync {
    /// Stores a new hook.
    async fn insert(&self, hook: HookRow) -> StoreResult<()>;

    /// The hook, or `None`: an unknown one is an everyday answer at the intake.
    async fn find(&self, id: &HookId) -> StoreResult<Option<HookRow>>;

    /// Every hook, oldest first.
    async fn list(&self) -> StoreResult<Vec<HookRow>>;

    /// The hooks of one connection.
    async fn by_connection(&self, connection: &ConnectionId) -> StoreResult<Vec<HookRow>>;

    /// The hooks of one connection that are about `target`.
    async fn by_target(
        &self,
        connection: &ConnectionId,
        target: Option<&str>,
    ) -> StoreResult<Vec<HookRow>>;

    /// Notes that the sender has registered the hook: its id there and its secret. Deliveries are taken from now on.
    async fn register(&self, id: &HookId, remote_id: &str, secret: &str) -> StoreResult<()>;

    /// Puts a new secret in place; the present one stays valid until `previous_until`.
    async fn rotate(&self, id: &HookId, secret: &str, previous_until: Timestamp)
    -> StoreResult<()>;

    /// Switches a hook on or off.
    async fn set_status(&self, id: &HookId, status: HookStatus) -> StoreResult<()>;

    /// Deletes a hook and its secrets. Its deliveries stay. Deleting an absent one is fine.
    async fn delete(&self, id: &HookId) -> StoreResult<()>;
}
