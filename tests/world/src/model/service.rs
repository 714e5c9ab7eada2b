//! From a request to an answer.

use async_trait::async_trait;
use http::Method;
use serde_json::{Value, json};

use super::{ChatRequest, Model, Turn, TurnFault, wire, wire::Wire};
use crate::http::{Call, Faults, Reply, Service, Traffic};

#[async_trait]
impl Service for Model {
    async fn answer(&self, mut call: Call) -> Reply {
        if let Some(key) = &self.options.key
            && call.header("authorization") != Some(format!("Bearer {key}").as_str())
        {
            return wire::error(
                401,
                "Incorrect API key provided.",
                "invalid_request_error",
                Some("invalid_api_key"),
            );
        }
        match (&call.method, call.path.as_str()) {
            (&Method::GET, "/v1/models") => {
                let models: Vec<Value> = self.names().map(view).collect();
                Reply::json(200, &json!({"object": "list", "data": models}))
            }
            (&Method::POST, "/v1/chat/completions") => match call.json().await {
                Some(body) => self.chat(&body).await,
                None => wire::error(
                    400,
                    "We could not parse the JSON body of your request.",
                    "invalid_request_error",
                    None,
                ),
            },
            _ => wire::error(
                404,
                "Unknown request URL.",
                "invalid_request_error",
                Some("unknown_url"),
            ),
        }
    }

    fn faults(&self) -> &Faults {
        &self.faults
    }

    fn traffic(&self) -> &Traffic {
        &self.traffic
    }
}

impl Model {
    fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.options.model)
            .chain(&self.options.others)
            .map(String::as_str)
    }

    async fn chat(&self, body: &Value) -> Reply {
        self.remember(body);
        let asked = body["model"].as_str().unwrap_or_default();
        let Some(model) = self.names().find(|name| *name == asked) else {
            let message = format!("The model `{asked}` does not exist.");
            return wire::error(
                404,
                &message,
                "invalid_request_error",
                Some("model_not_found"),
            );
        };
        let Some(request) = ChatRequest::read(body) else {
            return wire::error(
                400,
                "Missing required parameter: 'messages'.",
                "invalid_request_error",
                None,
            );
        };
        let turn: Turn = self.options.brain.turn(&request);
        tokio::time::sleep(turn.delay).await;
        if let Some(TurnFault::Status {
            status,
            message,
            headers,
        }) = &turn.fault
        {
            let reply = wire::error(*status, message, "scripted", None);
            return headers
                .iter()
                .fold(reply, |reply, (name, value)| reply.header(name, value));
        }
        let id = format!("chatcmpl-{}", self.ids.letters(24));
        let cut = turn.fault == Some(TurnFault::Cut);
        Wire {
            id,
            model,
            request: &request,
            turn: &turn,
        }
        .reply(cut)
    }
}

fn view(name: &str) -> Value {
    json!({"id": name, "object": "model", "created": 1_700_000_000, "owned_by": "world"})
}
