//! An OpenAI-compatible model without weights: `GET /v1/models` and `POST /v1/chat/completions`, streamed or whole. What it
//! says comes from a [`Brain`]: [`Scripted`] scenarios for tests, or the [`Reader`], whose answers depend on what the agent
//! really read.

mod protocol;
mod reader;
mod scripted;
mod service;
mod wire;

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use serde_json::Value;

use crate::{
    WorldError,
    http::{Faults, Server, Traffic},
    ids::Ids,
};

pub use protocol::{ChatRequest, Message, ToolCall};
pub use reader::Reader;
pub use scripted::{Scenario, ScriptStep, Scripted};

/// Older requests are forgotten; each can be large.
const KEPT: usize = 500;

/// Decides what the model says.
pub trait Brain: Send + Sync + 'static {
    /// The answer to one request. It should depend on nothing else: agents restart and repeat themselves.
    fn turn(&self, request: &ChatRequest) -> Turn;
}

/// One answer of the model.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Turn {
    /// Waits this long first.
    pub delay: Duration,
    /// What it says.
    pub text: String,
    /// The tools it calls.
    pub calls: Vec<ToolCall>,
    /// Prompt, completion and cached prompt tokens; counted roughly where absent.
    pub usage: Option<[u64; 3]>,
    /// How it goes wrong, where it does.
    pub fault: Option<TurnFault>,
}

/// How an answer goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TurnFault {
    /// An error answer.
    Status {
        /// HTTP status.
        status: u16,
        /// OpenAI's `error.message`.
        message: String,
        /// Such as `retry-after`.
        headers: Vec<(String, String)>,
    },
    /// The stream ends before its `finish_reason`.
    Cut,
}

impl Turn {
    /// Words and no tools: the model is done.
    pub fn say(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// One tool call.
    pub fn call(tool: &str, arguments: Value) -> Self {
        Self {
            calls: vec![ToolCall {
                id: String::new(),
                name: tool.to_owned(),
                arguments,
            }],
            ..Self::default()
        }
    }
}

/// How to start a [`FakeModel`].
#[derive(Clone)]
pub struct ModelOptions {
    /// Port on the loopback address; 0 takes a free one.
    pub port: u16,
    /// Name of the model.
    pub model: String,
    /// Further names that it answers to.
    pub others: Vec<String>,
    /// The key that requests must bear; none is asked for where this is `None`.
    pub key: Option<String>,
    /// What it says.
    pub brain: Arc<dyn Brain>,
}

impl ModelOptions {
    /// A free port and no key.
    pub fn new(brain: impl Brain) -> Self {
        Self {
            port: 0,
            model: "recorded".to_owned(),
            others: Vec::new(),
            key: None,
            brain: Arc::new(brain),
        }
    }
}

/// A running model server. Dropping it stops it.
pub struct FakeModel {
    server: Server,
    world: Arc<Model>,
}

pub(crate) struct Model {
    options: ModelOptions,
    requests: Mutex<VecDeque<Value>>,
    ids: Ids,
    faults: Faults,
    traffic: Traffic,
}

impl FakeModel {
    /// Starts to listen.
    ///
    /// # Errors
    /// Fails where the port is taken.
    pub async fn start(options: ModelOptions) -> Result<Self, WorldError> {
        let port = options.port;
        let world = Arc::new(Model {
            options,
            requests: Mutex::default(),
            ids: Ids::new("model"),
            faults: Faults::default(),
            traffic: Traffic::default(),
        });
        let server = Server::start(port, Arc::<Model>::clone(&world)).await?;
        Ok(Self { server, world })
    }

    /// The base URL that clients of OpenAI's API are given, with `/v1`.
    pub fn base_url(&self) -> String {
        format!("{}/v1", self.server.url())
    }

    /// The model's name.
    pub fn model(&self) -> &str {
        &self.world.options.model
    }

    /// Wrong answers to come.
    pub fn faults(&self) -> &Faults {
        &self.world.faults
    }

    /// What was asked so far.
    pub fn traffic(&self) -> &Traffic {
        &self.world.traffic
    }

    /// The bodies of the newest 500 chat requests, oldest first.
    pub fn requests(&self) -> Vec<Value> {
        self.world
            .requests
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .cloned()
            .collect()
    }
}

impl Model {
    fn remember(&self, request: &Value) {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        if requests.len() == KEPT {
            requests.pop_front();
        }
        requests.push_back(request.clone());
    }
}

#[cfg(test)]
mod tests;
