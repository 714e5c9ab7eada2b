//! Answers one request from inside: token, path, budget, circles; then the model.

use std::sync::Arc;

use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use hyper::body::Incoming;
use reqwest::{Client, Url};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use subtle::ConstantTimeEq;
use tokio::time::Instant;

use super::ModelConfig;
use super::answer::Call;
use super::estimate::Estimate;
use super::loops::Loops;
use super::meter::{Exhausted, Meter, Refusal, Tokens};
use super::problem::Problem;
use super::request::prepare;
use crate::reply::{Reply, json as json_reply, read};

#[derive(Debug)]
pub(super) struct Service {
    pub(super) config: Arc<ModelConfig>,
    pub(super) estimate: Estimate,
    pub(super) loops: Loops,
    endpoint: Url,
    client: Client,
    meter: Meter,
    token: SecretString,
}

impl Service {
    pub(super) fn new(
        config: Arc<ModelConfig>,
        endpoint: Url,
        client: Client,
        meter: Meter,
        token: SecretString,
    ) -> Self {
        Self {
            config,
            estimate: Estimate::default(),
            loops: Loops::default(),
            endpoint,
            client,
            meter,
            token,
        }
    }

    pub(super) async fn answer(self: Arc<Self>, request: Request<Incoming>) -> Reply {
        match self.consider(request).await {
            Ok(reply) => reply,
            Err(problem) => problem.reply(),
        }
    }

    async fn consider(self: &Arc<Self>, request: Request<Incoming>) -> Result<Reply, Problem> {
        if !self.knows(request.headers()) {
            let message = "this run's token is missing or wrong";
            return Err(Problem::new(
                StatusCode::UNAUTHORIZED,
                "authentication_error",
                "invalid_api_key",
                message,
            ));
        }
        match (request.method(), request.uri().path()) {
            (&Method::POST, "/v1/chat/completions") => self.complete(request.into_body()).await,
            (&Method::GET, "/v1/models") => Ok(json_reply(
                StatusCode::OK,
                &json!({ "object": "list", "data": [{ "id": self.config.model, "object": "model", "owned_by": "regreen" }] }),
            )),
            _ => {
                let message = "there is nothing here but /v1/chat/completions and /v1/models";
                Err(Problem::new(
                    StatusCode::NOT_FOUND,
                    "invalid_request_error",
                    "not_found",
                    message,
                ))
            }
        }
    }

    async fn complete(self: &Arc<Self>, body: Incoming) -> Result<Reply, Problem> {
        let body = read(body, self.config.body_limit).await.ok_or_else(|| {
            let message = format!(
                "the request is larger than {} bytes, or broke off",
                self.config.body_limit
            );
            Problem::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "invalid_request_error",
                "too_large",
                message,
            )
        })?;
        let prepared = prepare(&body, &self.config.model, self.config.output_limit)?;
        if self
            .loops
            .closes(self.config.loops, &prepared.body, &prepared.messages)
        {
            self.meter.exhaust(Exhausted::Loop);
            return Err(Refusal::Exhausted(Exhausted::Loop).into());
        }
        let bound = Tokens {
            input: self.estimate.bound(&prepared.body),
            cached: 0,
            output: prepared.output_bound,
        };
        let reservation = self.meter.reserve(bound)?;
        let deadline = Instant::now() + self.config.total_timeout;
        let mut request = self
            .client
            .post(self.endpoint.clone())
            .header(
                header::CONTENT_TYPE,
                HeaderValue::from_static("application/json"),
            )
            .body(prepared.body.clone());
        if let Some(key) = self.config.key.as_ref().and_then(bearer) {
            request = request.header(header::AUTHORIZATION, key);
        }
        let response = match tokio::time::timeout_at(deadline, request.send()).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => {
                // Never sent, never charged; otherwise nobody knows.
                if error.is_connect() {
                    reservation.release();
                }
                let (code, message) = if error.is_timeout() {
                    ("timeout", "the model took too long")
                } else {
                    ("unreachable", "the model could not be reached")
                };
                tracing::warn!(error = %error.without_url(), "{message}");
                return Err(Problem::upstream(code, message));
            }
            Err(_) => return Err(Problem::upstream("timeout", "the model took too long")),
        };
        let call = Call {
            response,
            reservation,
            body: prepared.body,
            stream: prepared.stream,
            deadline,
        };
        call.hand_on(self).await
    }

    fn knows(&self, headers: &HeaderMap) -> bool {
        let given = headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.as_bytes().strip_prefix(b"Bearer "))
            .unwrap_or_default();
        given.ct_eq(self.token.expose_secret().as_bytes()).into()
    }
}

fn bearer(key: &SecretString) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(format!("Bearer {}", key.expose_secret())).ok()?;
    value.set_sensitive(true);
    Some(value)
}
