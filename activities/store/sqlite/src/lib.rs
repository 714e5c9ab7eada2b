//! The store on SQLite: one file, several processes.
//!
//! Every write is one `BEGIN IMMEDIATE` transaction on the process's only writer connection (a deferred one can lose
//! its place to another process and fail), with a busy time-out, in WAL mode. Commits are synced to disk: an
//! acknowledged webhook and the owner of a branch must survive power loss. Readers have a pool of their own.
//! One file per aggregate, named as in the `store` crate, so that the PostgreSQL twin reads alike.

mod attempts;
mod audit;
mod budgets;
mod channels;
mod columns;
mod connections;
mod database;
mod deliveries;
mod deployments;
mod error;
mod events;
mod fix_list;
mod fixes;
mod hooks;
mod lineages;
mod migrate;
mod root_causes;
mod rules;
mod settings;
mod subscriptions;

use std::sync::Arc;

use store::{Store, StoreResult};

use crate::database::Database;
pub use crate::migrate::{Migrated, migrate};

/// Opens the store at a `sqlite://path` address, whose schema must be current.
///
/// # Errors
/// `Conflict` when migrations are missing or the schema is newer than this program; `Unavailable` when the file
/// cannot be opened.
pub async fn open(url: &str) -> StoreResult<Store> {
    let database = Database::open(url).await?;
    migrate::check(&database).await?;
    let database = Arc::new(database);
    Ok(Store {
        deliveries: database.clone(),
        hooks: database.clone(),
        connections: database.clone(),
        subscriptions: database.clone(),
        channels: database.clone(),
        rules: database.clone(),
        fixes: database.clone(),
        lineages: database.clone(),
        attempts: database.clone(),
        events: database.clone(),
        root_causes: database.clone(),
        budgets: database.clone(),
        deployments: database.clone(),
        audit: database.clone(),
        settings: database.clone(),
        health: database,
    })
}
