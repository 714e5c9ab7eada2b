//! Alert channels, with their sealed secrets.

use std::fmt;

use async_trait::async_trait;
use domain::{ChannelId, ChannelKind};
use jiff::Timestamp;

use crate::StoreResult;

/// Most characters that are kept of an error.
pub const MOST_ERROR: usize = 500;

/// One channel.
#[derive(Clone, PartialEq, Eq)]
pub struct ChannelRow {
    /// Its id.
    pub id: ChannelId,
    /// Name given by the user; unique. Subscriptions name their channels by it.
    pub name: String,
    /// How it speaks.
    pub kind: ChannelKind,
    /// The receiver's address.
    pub url: String,
    /// Vault ciphertext of the secret (table `alert_channels`, column `secret`).
    pub secret: String,
    /// A disabled one is told nothing.
    pub enabled: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When a receiver took an alert last.
    pub last_sent_at: Option<Timestamp>,
    /// Why the last alert was not taken; `None` when it was.
    pub last_error: Option<String>,
    /// Changes with every write but that of a result; from 1.
    pub version: u32,
}

impl fmt::Debug for ChannelRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChannelRow")
            .field("id", &self.id)
            .field("name", &self.name)
            .field("kind", &self.kind)
            .field("enabled", &self.enabled)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// Alert channels.
#[async_trait]
pub trait Channels: Send + Sync {
    /// Stores a new channel with version 1.
    ///
    /// # Errors
    /// `Conflict` when the name is taken.
    async fn insert(&self, channel: ChannelRow) -> StoreResult<()>;

    /// One channel.
    async fn get(&self, id: &ChannelId) -> StoreResult<ChannelRow>;

    /// By the name that the user gave.
    async fn find_by_name(&self, name: &str) -> StoreResult<Option<ChannelRow>>;

    /// Every channel, oldest first.
    async fn list(&self) -> StoreResult<Vec<ChannelRow>>;

    /// Replaces name, address, secret and whether it is enabled; `version` is the one that was read.
    ///
    /// # Errors
    /// `Conflict` when somebody else has written since, or the name is taken.
    async fn update(&self, channel: ChannelRow) -> StoreResult<ChannelRow>;

    /// Notes how sending an alert went: `None` that it was taken, else why not, of which [`MOST_ERROR`] characters are
    /// kept. The version does not change; a channel that is gone is no error.
    async fn note_result(
        &self,
        id: &ChannelId,
        error: Option<&str>,
        at: Timestamp,
    ) -> StoreResult<()>;

    /// Deletes a channel and its secret. Deleting an absent one is fine.
    ///
    /// # Errors
    /// `Conflict` while the settings of an active subscription name it: the sentence says which.
    async fn delete(&self, id: &ChannelId) -> StoreResult<()>;
}
