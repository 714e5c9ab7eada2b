//! Name resolution that refuses hosts outside the public internet, unless the operator named them.

use std::{
    collections::BTreeSet,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use thiserror::Error;
use url::{Host, Url};

use crate::address::is_global;

/// Says no to a host; found again in the error chain of the HTTP library.
#[derive(Debug, Error)]
#[error("{0} has no address on the public internet")]
pub(crate) struct BlockedHost(pub(crate) String);

/// The hosts that the operator named: exempt from the address check and from the demand for TLS.
#[derive(Debug, Clone)]
pub(crate) struct AddressGuard {
    allowed: Arc<BTreeSet<String>>,
}

impl AddressGuard {
    pub(crate) fn new<'a>(hosts: impl IntoIterator<Item = &'a String>) -> Self {
        Self {
            allowed: Arc::new(hosts.into_iter().map(|host| normal(host)).collect()),
        }
    }

    pub(crate) fn allows(&self, host: &str) -> bool {
        self.allowed.contains(&normal(host))
    }

    /// Checks a host that needs no resolution: the resolver never sees those.
    pub(crate) fn check_literal(&self, url: &Url) -> Result<(), BlockedHost> {
        let address: IpAddr = match url.host() {
            Some(Host::Ipv4(v4)) => v4.into(),
            Some(Host::Ipv6(v6)) => v6.into(),
            _ => return Ok(()),
        };
        let host = url.host_str().unwrap_or_default();
        if is_global(address) || self.allows(host) {
            Ok(())
        } else {
            Err(BlockedHost(host.to_owned()))
        }
    }
}

fn normal(host: &str) -> String {
    host.trim_matches(['[', ']'])
        .trim_end_matches('.')
        .to_ascii_lowercase()
}

impl Resolve for AddressGuard {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.clone();
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let found: Vec<SocketAddr> =
                tokio::net::lookup_host((host.as_str(), 0)).await?.collect();
            let allowed = guard.allows(&host);
            // Only the checked addresses are handed on, so that a second look-up cannot give others.
            let usable: Vec<SocketAddr> = found
                .iter()
                .copied()
                .filter(|address| allowed || is_global(address.ip()))
                .collect();
            if usable.is_empty() && !found.is_empty() {
                return Err(BlockedHost(host).into());
            }
            Ok(Box::new(usable.into_iter()) as Addrs)
        })
    }
}
