//! The client and its options.

use std::{fmt, sync::Arc, time::Duration};

use reqwest::Method;
use url::Url;

use crate::{
    breaker::{Breaker, BreakerOptions},
    error::{OutboundError, innermost},
    request::Request,
    resolver::AddressGuard,
};

/// How the client behaves. The defaults suit calls to public APIs.
#[derive(Debug, Clone)]
pub struct Options {
    /// For the connection with TLS.
    pub connect_timeout: Duration,
    /// From the start of a call to the last byte of the answer, redirects included.
    pub total_timeout: Duration,
    /// Sent with every call; GitHub refuses calls without one.
    pub user_agent: String,
    /// Largest answer, in bytes after decompression.
    pub body_limit: usize,
    /// Hosts (names or addresses, without port) that the operator named: they may live on private networks and
    /// speak plain HTTP. All others must resolve to global addresses, and get credentials over TLS only. A proxy of
    /// the environment that lives on a private network must be named, too.
    pub allowed_hosts: Vec<String>,
    /// Whether `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` count. Loopback is never reached through a proxy.
    pub environment_proxy: bool,
    /// When to stop calling a host that is down.
    pub breaker: BreakerOptions,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            total_timeout: Duration::from_secs(60),
            user_agent: concat!("regreen/", env!("CARGO_PKG_VERSION")).to_owned(),
            body_limit: 8 * 1024 * 1024,
            allowed_hosts: Vec::new(),
            environment_proxy: true,
            breaker: BreakerOptions::default(),
        }
    }
}

/// The HTTP client. Cheap to clone; all clones share connections and circuit breaker.
///
/// Certificates are checked against the system's roots, or against `SSL_CERT_FILE` and `SSL_CERT_DIR` where they are
/// set.
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    http: reqwest::Client,
    /// For loopback: no proxy could reach it.
    direct: reqwest::Client,
    pub(crate) guard: AddressGuard,
    pub(crate) breaker: Breaker,
    pub(crate) total_timeout: Duration,
    pub(crate) body_limit: usize,
}

impl Inner {
    pub(crate) fn http(&self, url: &Url) -> &reqwest::Client {
        let is_loopback = match url.host() {
            Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(url::Host::Ipv4(v4)) => v4.is_loopback(),
            Some(url::Host::Ipv6(v6)) => v6.is_loopback(),
            None => false,
        };
        if is_loopback {
            &self.direct
        } else {
            &self.http
        }
    }
}

impl Client {
    /// Builds a client.
    ///
    /// # Errors
    /// [`OutboundError::InvalidRequest`] when the user agent is no header value or TLS cannot be set up (no system
    /// roots).
    pub fn new(options: &Options) -> Result<Self, OutboundError> {
        let guard = AddressGuard::new(&options.allowed_hosts);
        let build = |proxied: bool| {
            let builder = reqwest::Client::builder()
                .connect_timeout(options.connect_timeout)
                .user_agent(&options.user_agent)
                .redirect(reqwest::redirect::Policy::none())
                .referer(false)
                .retry(reqwest::retry::never())
                .dns_resolver(guard.clone());
            let builder = if proxied { builder } else { builder.no_proxy() };
            builder
                .build()
                .map_err(|error| OutboundError::InvalidRequest {
                    reason: format!("the HTTP client cannot be set up: {}", innermost(&error)),
                })
        };
        Ok(Self {
            inner: Arc::new(Inner {
                http: build(options.environment_proxy)?,
                direct: build(false)?,
                breaker: Breaker::new(options.breaker),
                total_timeout: options.total_timeout,
                body_limit: options.body_limit,
                guard,
            }),
        })
    }

    /// Begins a call. Nothing is sent before [`Request::send`].
    #[must_use]
    pub fn request(&self, method: Method, url: Url) -> Request {
        Request::new(self.clone(), method, url)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}
