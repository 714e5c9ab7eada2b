//! The way to the package registries.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use gateway::registry::{RegistryDoor as Door, RegistryGateway, RegistryLimits};

use crate::FixerError;

const REGISTRY_PORT: u16 = 47_801;

/// Opens registry doors.
#[derive(Clone)]
pub struct RegistrySource {
    gateway: Arc<RegistryGateway>,
    limits: RegistryLimits,
}

impl RegistrySource {
    /// Over the process's gateway; the limits count for each call of a fixer.
    #[must_use]
    pub fn new(gateway: Arc<RegistryGateway>, limits: RegistryLimits) -> Self {
        Self { gateway, limits }
    }

    pub(crate) fn open(&self, folder: &Path) -> Result<RegistryDoor, FixerError> {
        let door = self
            .gateway
            .open(&folder.join("registry.sock"), REGISTRY_PORT, self.limits)
            .map_err(|error| FixerError::Door(error.to_string()))?;
        let upstream = self
            .gateway
            .outside(&RegistryDoor::address(), REGISTRY_PORT);
        Ok(RegistryDoor {
            door,
            upstream,
            gateway: Arc::clone(&self.gateway),
        })
    }
}

/// An open registry door.
pub(crate) struct RegistryDoor {
    door: Door,
    upstream: String,
    gateway: Arc<RegistryGateway>,
}

impl RegistryDoor {
    fn address() -> String {
        format!("http://127.0.0.1:{REGISTRY_PORT}/")
    }

    /// The registry's address inside.
    pub(crate) fn inside_url(&self) -> String {
        Self::address()
    }

    /// The registry's address outside.
    pub(crate) fn upstream(&self) -> &str {
        &self.upstream
    }

    /// A text of the inside with the registries' addresses of the outside: a log then reads like a platform's.
    pub(crate) fn outside(&self, text: &str) -> String {
        self.gateway.outside(text, REGISTRY_PORT)
    }

    pub(crate) fn door(&self) -> sandbox::Door {
        sandbox::Door {
            socket: self.door.socket().to_path_buf(),
            port: REGISTRY_PORT,
        }
    }

    pub(crate) fn environment(&self) -> BTreeMap<String, String> {
        self.door.environment().clone()
    }
}
