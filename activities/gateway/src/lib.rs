//! The only doors out of a sandbox: HTTP servers on unix sockets.
//!
//! [`registry`] lets package managers read what the operator's registries hold, and nothing else;
//! [`model`] lets an agent talk to one model within a budget. Credentials are added here, outside, and
//! never travel inward. Not here: carrying a connection into the sandbox (the sandbox's relay does
//! that), and deciding who gets which door.

mod address;
mod client;
mod door;
mod error;
pub mod model;
pub mod registry;
mod reply;

pub use error::GatewayError;
