//! The HTTP client of both gateways: where it may connect to, whom it trusts, how long it waits.

use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, NoProxy, Proxy, Url};

use crate::GatewayError;
use crate::address::is_global;

/// A certificate bundle larger than this is not one.
const BUNDLE_LIMIT: u64 = 16 * 1024 * 1024;

/// Hosts that may have any address, because the operator or the package manager's own configuration
/// named them. All others must have public ones.
#[derive(Clone, Debug, Default)]
pub(crate) struct Named(Arc<BTreeSet<String>>);

impl Named {
    pub(crate) fn new<'a>(urls: impl IntoIterator<Item = &'a Url>) -> Self {
        Self(Arc::new(
            urls.into_iter()
                .filter_map(|url| url.host_str().map(str::to_ascii_lowercase))
                .collect(),
        ))
    }

    fn contains(&self, host: &str) -> bool {
        self.0.contains(&host.to_ascii_lowercase())
    }

    /// Whether a URL may be asked for. Names are looked up only when connecting; here they pass.
    pub(crate) fn admits(&self, url: &Url) -> bool {
        if !matches!(url.scheme(), "http" | "https") {
            return false;
        }
        let Some(host) = url.host_str() else {
            return false;
        };
        if self.contains(host) {
            return true;
        }
        match host.trim_matches(['[', ']']).parse::<IpAddr>() {
            Ok(address) => is_global(address),
            Err(_) => true,
        }
    }
}

/// Whom to trust besides the system, how to get there, and how long to wait.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) named: Named,
    /// PEM bundles to trust besides the system's.
    pub(crate) certificates: Vec<PathBuf>,
    /// A proxy for everything, besides those of the usual environment variables.
    pub(crate) proxy: Option<Url>,
    /// Hosts that are reached without it, separated by commas.
    pub(crate) no_proxy: Option<String>,
    pub(crate) connect: Duration,
    /// Between two pieces of an answer.
    pub(crate) idle: Duration,
}

pub(crate) fn build(settings: Settings) -> Result<Client, GatewayError> {
    let failed = |error: reqwest::Error| GatewayError::Client(error.to_string());
    let mut named: BTreeSet<String> = settings.named.0.iter().cloned().collect();
    named.extend(proxy_hosts(settings.proxy.as_ref()));
    let mut builder = Client::builder()
        .redirect(Policy::none())
        .referer(false)
        .connect_timeout(settings.connect)
        .read_timeout(settings.idle)
        .user_agent(concat!("regreen/", env!("CARGO_PKG_VERSION")))
        .dns_resolver(Resolver {
            named: Named(Arc::new(named)),
        });
    let mut certificates = Vec::new();
    for path in &settings.certificates {
        certificates.extend(bundle(path)?);
    }
    if !certificates.is_empty() {
        builder = builder.tls_certs_merge(certificates);
    }
    if let Some(proxy) = settings.proxy {
        let except = settings
            .no_proxy
            .as_deref()
            .and_then(NoProxy::from_string)
            .or_else(NoProxy::from_env);
        builder = builder.proxy(Proxy::all(proxy).map_err(failed)?.no_proxy(except));
    }
    builder.build().map_err(failed)
}

fn bundle(path: &PathBuf) -> Result<Vec<Certificate>, GatewayError> {
    let failed = |reason: String| {
        GatewayError::Client(format!("certificates in {}: {reason}", path.display()))
    };
    let size = std::fs::metadata(path)
        .map_err(|error| failed(error.to_string()))?
        .len();
    if size > BUNDLE_LIMIT {
        return Err(failed("too large".to_owned()));
    }
    let text = std::fs::read(path).map_err(|error| failed(error.to_string()))?;
    Certificate::from_pem_bundle(&text).map_err(|error| failed(error.to_string()))
}

/// Proxies may be anywhere: whoever runs this host named them.
fn proxy_hosts(configured: Option<&Url>) -> Vec<String> {
    let variables = [
        "HTTPS_PROXY",
        "https_proxy",
        "HTTP_PROXY",
        "http_proxy",
        "ALL_PROXY",
        "all_proxy",
    ];
    variables
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .filter_map(|value| {
            Url::parse(&value)
                .or_else(|_| Url::parse(&format!("http://{value}")))
                .ok()
        })
        .chain(configured.cloned())
        .filter_map(|url| url.host_str().map(str::to_ascii_lowercase))
        .collect()
}

/// Looks names up, and refuses those of unnamed hosts that lead into a private network.
struct Resolver {
    named: Named,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let named = self.named.contains(name.as_str());
        Box::pin(async move {
            let found: Vec<SocketAddr> =
                tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            if !named && !found.iter().all(|address| is_global(address.ip())) {
                return Err("the host has an address that is not public".into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests;
