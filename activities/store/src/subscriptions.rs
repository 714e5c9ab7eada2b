//! Platform projects linked to repositories, with their settings.

use async_trait::async_trait;
use domain::{ConnectionId, FixSettings, Platform, Repository, SubscriptionId};
use jiff::Timestamp;

use crate::StoreResult;

/// One platform project linked to one repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubscriptionRow {
    /// Its id.
    pub id: SubscriptionId,
    /// The platform.
    pub platform: Platform,
    /// The platform's id of the project.
    pub project: String,
    /// The project's name, for people.
    pub project_name: String,
    /// Reads deployments and logs.
    pub platform_connection: ConnectionId,
    /// Reads the source, and alone may write to it.
    pub git_connection: ConnectionId,
    /// Where the source is.
    pub repository: Repository,
    /// How failures are to be fixed.
    pub settings: FixSettings,
    /// An inactive one is history: its fixes still refer to it.
    pub active: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// Last write.
    pub updated_at: Timestamp,
    /// Changes with every write; from 1.
    pub version: u32,
}

/// Which subscriptions. Default: all active ones.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SubscriptionFilter {
    /// Inactive ones too.
    pub inactive_too: bool,
    /// Only those that use this connection.
    pub connection: Option<ConnectionId>,
    /// Only those of this repository.
    pub repository: Option<Repository>,
}

/// Subscriptions.
#[async_trait]
pub trait Subscriptions: Send + Sync {
    /// Stores a new subscription with version 1.
    ///
    /// # Errors
    /// `Conflict` when the project has an active one, `NotFound` when a connection does not exist.
    async fn insert(&self, subscription: SubscriptionRow) -> StoreResult<()>;

    /// One subscription.
    async fn get(&self, id: &SubscriptionId) -> StoreResult<SubscriptionRow>;

    /// The active subscription of a platform project.
    async fn find_active(
        &self,
        platform: Platform,
        project: &str,
    ) -> StoreResult<Option<SubscriptionRow>>;

    /// Those that match, oldest first.
    async fn list(&self, filter: SubscriptionFilter) -> StoreResult<Vec<SubscriptionRow>>;

    /// Replaces everything but id, platform, project and creation time; `version` is the one that was read.
    /// Setting `active` to false is how a subscription is removed.
    ///
    /// # Errors
    /// `Conflict` when somebody else has written since, or another one of the project became active.
    async fn update(&self, subscription: SubscriptionRow) -> StoreResult<SubscriptionRow>;
}
