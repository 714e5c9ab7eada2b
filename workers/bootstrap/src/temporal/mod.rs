//! Connecting to Temporal, by Temporal's own settings or the addresses of a running `regreen dev`.

mod namespace;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use temporalio_client::{
    Client, ClientOptions, Connection, ConnectionOptions, Url,
    envconfig::LoadClientConfigProfileOptions, errors::ClientConnectError,
};
use thiserror::Error;

pub use namespace::{
    NamespaceError, Registered, commands, keep_closed_workflows, register_search_attributes,
};

use crate::{addresses::Addresses, config::TemporalConfig};

/// Variables that say where Temporal is: they win over a running `regreen dev`.
const PLACES: [&str; 3] = [
    "TEMPORAL_ADDRESS",
    "TEMPORAL_PROFILE",
    "TEMPORAL_CONFIG_FILE",
];

/// Temporal's own default.
const DEFAULT_NAMESPACE: &str = "default";

/// Why there is no connection.
#[derive(Debug, Error)]
pub enum ConnectError {
    /// Temporal's settings, or the addresses of `regreen dev`, cannot be used.
    #[error("Temporal's settings cannot be used: {0}")]
    Settings(String),
    /// Nobody answers.
    #[error(
        "Temporal does not answer at {address} ({reason}): start it, for instance with `regreen dev`, or set TEMPORAL_ADDRESS"
    )]
    Away {
        /// Where.
        address: String,
        /// What was seen.
        reason: String,
    },
    /// It answers and refuses.
    #[error(
        "Temporal at {address} refuses the connection ({reason}): check TEMPORAL_API_KEY, TEMPORAL_TLS_... and TEMPORAL_NAMESPACE"
    )]
    Refused {
        /// Where.
        address: String,
        /// What it said.
        reason: String,
    },
}

impl ConnectError {
    /// Whether waiting helps.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Away { .. })
    }
}

/// Connects once; waiting for a server that is away is the caller's business. `role` names the process in Temporal's
/// Web UI, such as `regreen-api`.
///
/// # Errors
/// When the settings cannot be used, or the server is away or refuses.
pub async fn connect(config: &TemporalConfig, role: &str) -> Result<Client, ConnectError> {
    let environment = std::env::vars()
        .filter(|(name, _)| name.starts_with("TEMPORAL_"))
        .collect();
    let (mut connection, client) = options(config, &environment)?;
    connection.identity = format!("{role}@{}", std::process::id());
    connection.connect_timeout = Some(config.connect_timeout);
    let address = connection.target.to_string();
    // The time-out of the options covers the first bytes only, not a server that accepts and says nothing.
    let connected =
        tokio::time::timeout(config.connect_timeout, Connection::connect(connection)).await;
    let connection = match connected {
        Ok(Ok(connection)) => connection,
        Ok(Err(error)) => return Err(failed(address, &error)),
        Err(_) => {
            let reason = format!("no answer within {} ms", config.connect_timeout.as_millis());
            return Err(ConnectError::Away { address, reason });
        }
    };
    Client::new(connection, client).map_err(|error| ConnectError::Settings(error.to_string()))
}

/// What to connect to: what the environment names, else a running `regreen dev`, else temporal.toml and defaults.
fn options(
    config: &TemporalConfig,
    environment: &BTreeMap<String, String>,
) -> Result<(ConnectionOptions, ClientOptions), ConnectError> {
    let set = |name: &str| environment.get(name).filter(|value| !value.is_empty());
    if !PLACES.iter().any(|name| set(name).is_some()) {
        let addresses = Addresses::read(&config.data_dir).map_err(|error| {
            ConnectError::Settings(format!(
                "{}: {error}",
                Addresses::path(&config.data_dir).display()
            ))
        })?;
        if let Some(addresses) = addresses {
            let url = Url::parse(&addresses.temporal).map_err(|error| {
                ConnectError::Settings(format!("`{}`: {error}", addresses.temporal))
            })?;
            let namespace = set("TEMPORAL_NAMESPACE").map_or(DEFAULT_NAMESPACE, String::as_str);
            return Ok((
                ConnectionOptions::new(url).build(),
                ClientOptions::new(namespace).build(),
            ));
        }
    }
    ClientOptions::load_from_config(LoadClientConfigProfileOptions::default())
        .map_err(|error| ConnectError::Settings(error.to_string()))
}

fn failed(address: String, error: &ClientConnectError) -> ConnectError {
    use temporalio_client::tonic::Code;
    match error {
        ClientConnectError::TonicTransportError(_)
        | ClientConnectError::DnsResolutionError { .. } => ConnectError::Away {
            address,
            reason: causes(error),
        },
        ClientConnectError::SystemInfoCallError(status) => {
            let reason = status.message().to_owned();
            match status.code() {
                Code::Unavailable
                | Code::DeadlineExceeded
                | Code::Cancelled
                | Code::Unknown
                | Code::ResourceExhausted => ConnectError::Away { address, reason },
                _ => ConnectError::Refused { address, reason },
            }
        }
        other => ConnectError::Settings(other.to_string()),
    }
}

/// The last cause says most: "connection refused" rather than "transport error".
fn causes(error: &(dyn std::error::Error + 'static)) -> String {
    let mut last = error;
    while let Some(source) = last.source() {
        last = source;
    }
    last.to_string()
}
