//! Ports: a default one that is busy gives way to the next free one, a configured one does not.

use std::{
    io::{self, ErrorKind},
    net::SocketAddr,
};

use thiserror::Error;
use tokio::net::TcpListener;

use crate::config::Bind;

#[cfg(test)]
mod tests;

/// Ports tried after a busy default one.
const TRIES: u16 = 100;

/// Why there is no port.
#[derive(Debug, Error)]
pub enum PortError {
    /// A configured address is taken.
    #[error(
        "{address} is in use by another program: stop it, or set another address as `{setting}`"
    )]
    Busy {
        /// The address.
        address: SocketAddr,
        /// The key that sets it.
        setting: String,
    },
    /// No default port is free.
    #[error("no port from {first} on is free: set one as `{setting}`")]
    NoneFree {
        /// The first one tried.
        first: SocketAddr,
        /// The key that sets it.
        setting: String,
    },
    /// The system refuses for another reason.
    #[error("{address} cannot be used: {source}; set another address as `{setting}`")]
    Refused {
        /// The address.
        address: SocketAddr,
        /// The key that sets it.
        setting: String,
        /// Why.
        source: io::Error,
    },
}

/// Listens at an address, or, when that is a default, at the next free port. `setting` is the key that sets it, for
/// messages. Port 0 means any free port.
///
/// # Errors
/// When the configured address is busy or refused, or no default port is free.
pub async fn bind(bind: &Bind, setting: &str) -> Result<TcpListener, PortError> {
    free(bind, setting, &[]).await
}

/// Finds a port for another program to listen at, avoiding `taken`. It is free now; nothing keeps it so.
///
/// # Errors
/// As [`bind`].
pub async fn choose(bind: &Bind, setting: &str, taken: &[u16]) -> Result<SocketAddr, PortError> {
    let listener = free(bind, setting, taken).await?;
    listener
        .local_addr()
        .map_err(|source| refused(bind.address, setting, source))
}

async fn free(bind: &Bind, setting: &str, taken: &[u16]) -> Result<TcpListener, PortError> {
    let mut address = bind.address;
    for _ in 0..=TRIES {
        let result = if address.port() != 0 && taken.contains(&address.port()) {
            Err(io::Error::from(ErrorKind::AddrInUse))
        } else {
            TcpListener::bind(address).await
        };
        match result {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == ErrorKind::AddrInUse => {
                if bind.configured {
                    return Err(PortError::Busy {
                        address,
                        setting: setting.to_owned(),
                    });
                }
                match address.port().checked_add(1) {
                    Some(next) => address.set_port(next),
                    None => break,
                }
            }
            Err(error) => return Err(refused(address, setting, error)),
        }
    }
    Err(PortError::NoneFree {
        first: bind.address,
        setting: setting.to_owned(),
    })
}

fn refused(address: SocketAddr, setting: &str, source: io::Error) -> PortError {
    PortError::Refused {
        address,
        setting: setting.to_owned(),
        source,
    }
}
