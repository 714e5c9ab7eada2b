//! What every process of regreen needs before it can work: configuration, logging, the store, vault and blobs,
//! Temporal, ports, and a way to stop.
//!
//! The only crate that reads the environment. What is opened here is used elsewhere.

pub mod addresses;
pub mod config;
pub mod opening;
pub mod ports;
pub mod shutdown;
pub mod telemetry;
pub mod temporal;

pub use addresses::Addresses;
pub use config::{Config, ConfigError, Sources};
pub use opening::{OpenError, migrate_store, open_blobs, open_http, open_store, open_vault};
pub use temporal::{ConnectError, connect as connect_temporal};
