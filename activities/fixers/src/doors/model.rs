//! The way to the model, with a budget.

use std::{path::Path, sync::Arc};

use domain::{Budget, Spend};
use gateway::model::{Caps, Exhausted, ModelDoor, ModelGateway, Usage};
use secrecy::ExposeSecret;

use crate::FixerError;

const MODEL_PORT: u16 = 47_802;

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

    /// The model's name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.gateway.model()
    }

    pub(crate) fn open(&self, folder: &Path, budget: Budget) -> Result<OpenModel, FixerError> {
        let caps = Caps {
            calls: budget.model_calls.into(),
            tokens: budget.tokens,
            cost_micros: budget.cost_micros,
        };
        let door = self
            .gateway
            .open(&folder.join("model.sock"), caps)
            .map_err(|error| FixerError::Door(error.to_string()))?;
        Ok(OpenModel {
            door,
            model: self.gateway.model().to_owned(),
        })
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
        sandbox::Door {
            socket: self.door.socket().to_path_buf(),
            port: MODEL_PORT,
        }
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
        Exhausted::Loop => {
            "the agent went in circles: it repeated itself instead of making progress"
        }
    }
    .to_owned()
}
