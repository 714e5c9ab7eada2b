//! Why a gateway could not be set up. What goes wrong with a single request is answered, not returned.

/// A gateway could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum GatewayError {
    /// The socket of a door could not be made.
    #[error("opening a door at {path}: {source}")]
    Socket {
        /// Where it was to be.
        path: String,
        /// The system's error.
        source: std::io::Error,
    },
    /// The HTTP client could not be made, for instance because a certificate bundle is broken.
    #[error("setting up the gateway's HTTP client: {0}")]
    Client(String),
    /// A configured address is not one.
    #[error("`{value}` is not a usable {what}: {reason}")]
    Address {
        /// What it is for.
        what: &'static str,
        /// As configured, without credentials.
        value: String,
        /// What is wrong with it.
        reason: String,
    },
    /// No registry is configured, and there is no package manager that would know its default.
    #[error(
        "no package registry is known: install npm, or set `registry` in ~/.npmrc or npm_config_registry in the environment"
    )]
    NoRegistry,
    /// A folder for cached packages could not be made.
    #[error("preparing the package cache {path}: {source}")]
    Cache {
        /// The folder.
        path: String,
        /// The system's error.
        source: std::io::Error,
    },
}
