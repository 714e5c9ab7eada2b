//! Package registries, read-only: `GET` and `HEAD` of package metadata and archives.
//!
//! Which registries is the host's own package manager's configuration ([`NpmUpstream::discover`]);
//! their credentials are added here. Inside a sandbox everything comes from one address, which
//! [`environment()`] tells the package managers.

mod allowance;
mod cache;
mod discover;
mod environment;
mod npmrc;
mod packument;
mod path;
mod service;
mod upstream;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use reqwest::Client;

pub use allowance::{RegistryLimits, RegistryUse};
pub use environment::environment;
pub use upstream::{Credential, NpmUpstream, Upstream};

use self::allowance::Allowance;
use self::cache::Cache;
use self::service::Service;
use crate::GatewayError;
use crate::client::{self, Named, Settings};
use crate::door::Door;

/// Registries of this host: shared by all doors of a process.
#[derive(Debug)]
pub struct RegistryGateway {
    upstream: Arc<NpmUpstream>,
    client: Client,
    cache: Option<Cache>,
}

/// One run's way to the registries.
#[derive(Debug)]
pub struct RegistryDoor {
    door: Door,
    allowance: Arc<Allowance>,
    environment: std::collections::BTreeMap<String, String>,
}

impl RegistryGateway {
    /// `cache` names a folder for archives, which never change under their address, and how many bytes
    /// it may hold; sandboxes cannot reach it.
    ///
    /// # Errors
    /// When a certificate bundle is broken or the folder cannot be made.
    pub fn new(upstream: NpmUpstream, cache: Option<(PathBuf, u64)>) -> Result<Self, GatewayError> {
        let client = client::build(Settings {
            named: Named::new(upstream.addresses()),
            certificates: upstream.certificates.clone(),
            proxy: upstream.proxy.clone(),
            no_proxy: upstream.no_proxy.clone(),
            connect: Duration::from_secs(15),
            idle: Duration::from_secs(60),
        })?;
        let cache = cache
            .map(|(folder, size)| Cache::open(folder, size))
            .transpose()?;
        Ok(Self {
            upstream: Arc::new(upstream),
            client,
            cache,
        })
    }

    /// Opens a door on a new unix socket. `port` is the port that leads to it inside the sandbox: it
    /// appears in the addresses of archives.
    ///
    /// # Errors
    /// When the socket cannot be made.
    pub fn open(
        &self,
        socket: &Path,
        port: u16,
        limits: RegistryLimits,
    ) -> Result<RegistryDoor, GatewayError> {
        let allowance = Arc::new(Allowance::new(limits));
        let service = Arc::new(Service::new(
            Arc::clone(&self.upstream),
            self.client.clone(),
            self.cache.clone(),
            Arc::clone(&allowance),
            port,
        ));
        let door = Door::open(socket, move |request| Arc::clone(&service).answer(request))?;
        Ok(RegistryDoor {
            door,
            allowance,
            environment: environment(port, &self.upstream),
        })
    }

    /// Puts the registries' own addresses back where `text` (a lockfile, a log) has those that are only
    /// good inside a sandbox.
    pub fn outside(&self, text: &str, port: u16) -> String {
        self.upstream.outside(text, port)
    }
}

impl RegistryDoor {
    /// The socket to bind into the sandbox.
    pub fn socket(&self) -> &Path {
        self.door.socket()
    }

    /// What package managers inside need to know.
    pub fn environment(&self) -> &std::collections::BTreeMap<String, String> {
        &self.environment
    }

    /// What has gone through so far.
    pub fn usage(&self) -> RegistryUse {
        self.allowance.usage()
    }

    /// Closes the door, giving running requests a moment, and says what went through.
    pub async fn close(mut self) -> RegistryUse {
        self.door.close().await;
        self.allowance.usage()
    }
}
