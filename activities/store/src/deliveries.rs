//! Webhooks as received: the outbox between the intake and Temporal.
//!
//! A delivery is stored before it is acknowledged, claimed by a dispatcher under a lease, and processed at least
//! once. Its body is kept until then; afterwards only its hash stays.

use std::{collections::BTreeMap, time::Duration};

use async_trait::async_trait;
use domain::{DeliveryId, HookId};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::StoreResult;

/// A verified delivery, about to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDelivery {
    /// The hook it came in by.
    pub hook: HookId,
    /// Unique for the hook: the sender's delivery id, or [`body_digest`] where there is none.
    pub key: String,
    /// Who sent it: `vercel`, `github`, `poll`, …
    pub source: String,
    /// The headers that the dispatcher needs (event names), and no others: never a signature.
    pub headers: BTreeMap<String, String>,
    /// The raw body.
    pub body: Vec<u8>,
    /// When it came.
    pub received_at: Timestamp,
}

/// What became of an insert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inserted {
    /// Stored, and safe on disk.
    New(DeliveryId),
    /// The hook had a delivery with this key already.
    Duplicate(DeliveryId),
}

/// A stored delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryRow {
    /// Its id.
    pub id: DeliveryId,
    /// The hook it came in by.
    pub hook: HookId,
    /// Unique for the hook.
    pub key: String,
    /// Who sent it.
    pub source: String,
    /// Headers that were kept.
    pub headers: BTreeMap<String, String>,
    /// The raw body; `None` once it is processed.
    pub body: Option<Vec<u8>>,
    /// [`body_digest`] of the body.
    pub body_digest: String,
    /// When it came.
    pub received_at: Timestamp,
    /// How often it was claimed; also the fencing token of the present claim.
    pub tries: u32,
    /// What the last failed try said.
    pub last_error: Option<String>,
    /// When it was processed.
    pub processed_at: Option<Timestamp>,
    /// What processing it did, for people.
    pub outcome: Option<String>,
}

/// What waits in the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PendingDeliveries {
    /// How many are not processed.
    pub count: u64,
    /// When the oldest of them came.
    pub oldest: Option<Timestamp>,
}

/// Hash that names a body: `sha256:` and 64 hex digits.
#[must_use]
pub fn body_digest(body: &[u8]) -> String {
    format!("sha256:{}", hex::encode(Sha256::digest(body)))
}

/// The outbox.
#[async_trait]
pub trait Deliveries: Send + Sync {
    /// Stores a delivery unless its hook has one with the same key. When it returns, the row survives power loss.
    async fn insert(&self, delivery: NewDelivery) -> StoreResult<Inserted>;

    /// Takes up to `limit` due deliveries, oldest first. Nobody else gets them for the length of the lease;
    /// a claim that is neither processed nor failed by then is due again.
    async fn claim(
        &self,
        limit: u32,
        lease: Duration,
        now: Timestamp,
    ) -> StoreResult<Vec<DeliveryRow>>;

    /// Marks a delivery processed and drops its body. The first outcome stays; doing it again changes nothing.
    async fn mark_processed(
        &self,
        id: &DeliveryId,
        outcome: &str,
        now: Timestamp,
    ) -> StoreResult<()>;

    /// Gives a claim back; the delivery is due again at `next_at`. `tries` is that of the claimed row: when
    /// somebody else has claimed the delivery since, nothing changes.
    async fn mark_failed(
        &self,
        id: &DeliveryId,
        tries: u32,
        error: &str,
        next_at: Timestamp,
    ) -> StoreResult<()>;

    /// What is not processed.
    async fn pending(&self) -> StoreResult<PendingDeliveries>;

    /// One delivery.
    async fn get(&self, id: &DeliveryId) -> StoreResult<DeliveryRow>;

    /// The newest deliveries, newest first.
    async fn recent(&self, limit: u32) -> StoreResult<Vec<DeliveryRow>>;

    /// Deletes what was processed before `before`; says how many rows went.
    async fn purge(&self, before: Timestamp) -> StoreResult<u64>;
}
