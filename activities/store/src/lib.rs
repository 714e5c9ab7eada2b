//! What regreen remembers: one trait per aggregate, their row types, and the one error of all of them.
//!
//! Backends (`store-sqlite`, later PostgreSQL) implement the traits; nothing here knows SQL. Times are given by
//! the caller, so that tests decide what time it is, and are kept to the millisecond. Large things are blobs and
//! secrets are vault ciphertexts: neither is stored here in the clear.

pub mod attempts;
pub mod audit;
pub mod budgets;
pub mod channels;
#[cfg(feature = "conformance")]
pub mod conformance;
pub mod connections;
pub mod deliveries;
pub mod deployments;
mod error;
pub mod events;
pub mod fixes;
mod health;
pub mod hooks;
pub mod lineages;
mod page;
mod provider;
pub mod root_causes;
pub mod rules;
pub mod settings;
pub mod subscriptions;

use std::sync::Arc;

pub use attempts::{AttemptRow, Attempts};
pub use audit::{AuditEntry, AuditLog};
pub use budgets::{Account, Budgets, Caps, Exhausted, Reservation, ReservationId, Reserve, Scope};
pub use channels::{ChannelRow, Channels};
pub use connections::{ConnectionRow, ConnectionStatus, Connections};
pub use deliveries::{Deliveries, DeliveryRow, Inserted, NewDelivery, PendingDeliveries};
pub use deployments::{DeploymentRow, Deployments};
pub use error::{StoreError, StoreResult};
pub use events::{FixEvent, FixEvents};
pub use fixes::{Created, FixFilter, FixRow, FixState, Fixes, MirrorOutcome, MirrorWrite, NewFix};
pub use health::Health;
pub use hooks::{HookRow, HookStatus, Hooks};
pub use lineages::Lineages;
pub use page::{Cursor, Page, PageRequest};
pub use provider::Provider;
pub use root_causes::{
    CauseId, CauseKey, Claim, GrantedAttempt, Release, RootCauseRow, RootCauses,
};
pub use rules::{RuleRow, Rules};
pub use settings::{BUDGET_OF_DAY, Installation, Settings, budget_of_day};
pub use subscriptions::{SubscriptionFilter, SubscriptionRow, Subscriptions};

/// Every aggregate of one database; cheap to clone.
#[derive(Clone)]
pub struct Store {
    /// Webhooks as received: the outbox.
    pub deliveries: Arc<dyn Deliveries>,
    /// Webhook registrations and their secrets.
    pub hooks: Arc<dyn Hooks>,
    /// Accounts on platforms and git hosts.
    pub connections: Arc<dyn Connections>,
    /// Platform projects linked to repositories.
    pub subscriptions: Arc<dyn Subscriptions>,
    /// Where alerts go.
    pub channels: Arc<dyn Channels>,
    /// The users' rules.
    pub rules: Arc<dyn Rules>,
    /// The mirror of the fixes.
    pub fixes: Arc<dyn Fixes>,
    /// What fixes carry from run to run, and the branches they own.
    pub lineages: Arc<dyn Lineages>,
    /// Attempts with their proofs.
    pub attempts: Arc<dyn Attempts>,
    /// Timelines of the fixes.
    pub events: Arc<dyn FixEvents>,
    /// Claims on root causes.
    pub root_causes: Arc<dyn RootCauses>,
    /// Reserved and spent tokens and money.
    pub budgets: Arc<dyn Budgets>,
    /// Deployments of all platforms, as last heard of.
    pub deployments: Arc<dyn Deployments>,
    /// Who did what.
    pub audit: Arc<dyn AuditLog>,
    /// The installation's own values.
    pub settings: Arc<dyn Settings>,
    /// Whether the database answers.
    pub health: Arc<dyn Health>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}
