//! Opens the store, the vault, the blobs and the way out.

use blobs::{BlobError, Blobs};
use outbound::OutboundError;
use store::{Store, StoreError, StoreResult};
pub use store_sqlite::Migrated;
use thiserror::Error;
use vault::{Vault, VaultError};

use crate::config::{BlobsConfig, OutboundConfig, StoreConfig, VaultConfig};

/// Why something could not be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The vault.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The HTTP client.
    #[error(transparent)]
    Http(#[from] OutboundError),
    /// The blobs.
    #[error("the blobs at {address} cannot be opened: {source}")]
    Blobs {
        /// Where they should be.
        address: String,
        /// Why.
        source: BlobError,
    },
}

/// Opens the database, whose schema must be current.
///
/// # Errors
/// `Conflict` with a sentence that says what to do when it is not; `Unavailable` when it cannot be opened.
pub async fn open_store(config: &StoreConfig) -> StoreResult<Store> {
    store_sqlite::open(&config.url).await
}

/// Brings the database's schema up to date, making the database if there is none.
///
/// # Errors
/// When the database cannot be opened, or its schema is newer than this program.
pub async fn migrate_store(config: &StoreConfig) -> StoreResult<Migrated> {
    store_sqlite::migrate(&config.url).await
}

/// Opens the vault, making its key at the first start.
///
/// # Errors
/// When the key file cannot be used, or others can read it.
pub fn open_vault(config: &VaultConfig) -> Result<Vault, OpenError> {
    Ok(Vault::open(&config.key_file)?)
}

/// Opens the blobs, making their folder if there is none.
///
/// # Errors
/// When the folder cannot be used.
pub fn open_blobs(config: &BlobsConfig) -> Result<Blobs, OpenError> {
    Blobs::open(&config.url).map_err(|source| OpenError::Blobs {
        address: config.url.clone(),
        source,
    })
}

/// The HTTP client for platforms and git hosts, with the hosts that the operator named.
///
/// # Errors
/// When TLS cannot be set up.
pub fn open_http(config: &OutboundConfig) -> Result<outbound::Client, OpenError> {
    Ok(outbound::Client::new(&outbound::Options {
        connect_timeout: config.connect_timeout,
        total_timeout: config.total_timeout,
        allowed_hosts: config.allowed_hosts.clone(),
        ..outbound::Options::default()
    })?)
}
