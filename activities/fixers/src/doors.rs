//! The doors that a bench opens: to the package registries, and to the model while an agent works.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use domain::{Budget, Spend};
use gateway::{
    model::{Caps, Exhausted, ModelDoor, ModelGateway, Usage},
    registry::{RegistryDoor as Door, RegistryGateway, RegistryLimits},
};
use secrecy::ExposeSecret;

use crate::FixerError;

/// Ports inside the sandbox; every sandbox has a network of its own, so they are free there.
const REGISTRY_PORT: u16 = 47_801;
const MODEL_PORT: u16 = 47_802;

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
        let upstream = self.gateway.outside(&RegistryDoor::address(), REGISTRY_PORT);
        Ok(RegistryDoor { door, upstream })
    }
}

/// An open registry door.
pub(crate) struct RegistryDoor {
    door: Door,
    upstream: String,
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

    pub(crate) fn door(&self) -> sandbox::Door {
        sandbox::Door { socket: self.door.socket().to_path_buf(), port: REGISTRY_PORT }
    }

    pub(crate) fn environment(&self) -> BTreeMap<String, String> {
        self.door.environment().clone()
    }
}

/// Opens model doors.
#[derive(Clone)]
pub struct ModelSource {
    gateway: Arc<ModelGateway>,
}

impl ModelSource {
    /// Over the process's gateway, which knows model, key and prices.
    #[must_use]
    pub fn new(gateway: Arc<ModelGateway>) -> Self {
        Self { gateway }
    }

    pub(crate) fn open(&self, folder: &Path, budget: Budget) -> Result<OpenModel, FixerError> {
        let caps = Caps { calls: budget.model_calls.into(), tokens: budget.tokens, cost_micros: budget.cost_micros };
        let door = self.gateway.open(&folder.join("model.sock"), caps).map_err(|error| FixerError::Door(error.to_string()))?;
        Ok(OpenModel { door, model: self.gateway.model().to_owned() })
    }
}

/// An open model door, with the budget of one attempt.
pub(crate) struct OpenModel {
    door: ModelDoor,
    model: String,
}

impl OpenModel {
    pub(crate) fn model(&self) -> &str {
        &self.model
    }

    /// Base address inside, with `/v1`.
    pub(crate) fn inside_url(&self) -> String {
        format!("http://127.0.0.1:{MODEL_PORT}/v1")
    }

    /// What the agent shows at the door; worth nothing elsewhere.
    pub(crate) fn token(&self) -> String {
        self.door.token().expose_secret().to_owned()
    }

    pub(crate) fn door(&self) -> sandbox::Door {
        sandbox::Door { socket: self.door.socket().to_path_buf(), port: MODEL_PORT }
    }

    /// Closes it; says what was spent, and why the budget ended the run if it did.
    pub(crate) async fn close(self) -> (Spend, Option<String>) {
        let usage = self.door.close().await;
        (spend(&usage), usage.exhausted.map(reason))
    }
}

fn spend(usage: &Usage) -> Spend {
    Spend {
        model_calls: u32::try_from(usage.calls).unwrap_or(u32::MAX),
        input_tokens: usage.input_tokens,
        output_tokens: usage.output_tokens,
        cost_micros: usage.cost_micros,
    }
}

fn reason(exhausted: Exhausted) -> String {
    match exhausted {
        Exhausted::Calls => "the agent has made all the model calls that its budget allows",
        Exhausted::Tokens => "the agent's next model call could have passed its budget of tokens",
        Exhausted::Money => "the agent's next model call could have passed its budget of money",
        Exhausted::Loop => "the agent went in circles: it repeated itself instead of making progress",
    }
    .to_owned()
}
