//! Hands a model's answer on, and settles what it cost.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderValue, StatusCode, header};
use reqwest::Response;
use secrecy::{ExposeSecret, SecretString};
use tokio::time::Instant;

use super::meter::Reservation;
use super::problem::Problem;
use super::service::Service;
use super::sse::{Events, tokens};
use crate::reply::{Reply, Writer, streamed, whole};

/// Largest answer that is not streamed, and largest error, in bytes.
const BODY_LIMIT: usize = 16 * 1024 * 1024;

/// A call that was sent.
pub(super) struct Call {
    pub(super) response: Response,
    pub(super) reservation: Reservation,
    /// What was sent.
    pub(super) body: Vec<u8>,
    pub(super) stream: bool,
    pub(super) deadline: Instant,
}

impl Call {
    pub(super) async fn hand_on(self, service: &Arc<Service>) -> Result<Reply, Problem> {
        if !self.response.status().is_success() {
            return Err(self.refused(service).await);
        }
        let kind = self
            .response
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        if self.stream && kind.is_some_and(|kind| kind.starts_with("text/event-stream")) {
            let (mut reply, writer) = streamed(StatusCode::OK);
            reply.headers_mut().insert(
                header::CONTENT_TYPE,
                HeaderValue::from_static("text/event-stream"),
            );
            tokio::spawn(self.copy(Arc::clone(service), writer));
            return Ok(reply);
        }
        self.complete(service).await
    }

    /// Not streamed: the whole answer at once.
    async fn complete(mut self, service: &Arc<Service>) -> Result<Reply, Problem> {
        let body = self.read().await?;
        let document: serde_json::Value = serde_json::from_slice(&body)
            .map_err(|_| Problem::upstream("not_json", "the model's answer is not JSON"))?;
        if let Some(tokens) = tokens(&document) {
            self.reservation.settle(tokens);
            service.estimate.learn(self.body.clone(), tokens.input);
        }
        service.loops.answered(&self.body);
        Ok(whole(
            StatusCode::OK,
            "application/json",
            scrub(body, service.config.key.as_ref()),
        ))
    }

    /// The model's own error. It charges nothing for those.
    async fn refused(mut self, service: &Arc<Service>) -> Problem {
        let status = self.response.status();
        let retry_after = self.response.headers().get(header::RETRY_AFTER).cloned();
        let body = self.read().await.unwrap_or_default();
        self.reservation.release();
        // A redirect is no answer, and following it would carry the key elsewhere.
        let status = if status.is_redirection() {
            StatusCode::BAD_GATEWAY
        } else {
            status
        };
        Problem::passed_on(
            status,
            &scrub(body, service.config.key.as_ref()),
            retry_after,
        )
    }

    async fn read(&mut self) -> Result<Vec<u8>, Problem> {
        let mut body = Vec::new();
        loop {
            match tokio::time::timeout_at(self.deadline, self.response.chunk()).await {
                Ok(Ok(Some(piece))) if body.len() + piece.len() <= BODY_LIMIT => {
                    body.extend_from_slice(&piece)
                }
                Ok(Ok(Some(_))) => {
                    return Err(Problem::upstream(
                        "too_large",
                        "the model's answer is too large",
                    ));
                }
                Ok(Ok(None)) => return Ok(body),
                Ok(Err(_)) => {
                    return Err(Problem::upstream(
                        "broken_off",
                        "the model's answer broke off",
                    ));
                }
                Err(_) => return Err(Problem::upstream("timeout", "the model took too long")),
            }
        }
    }

    /// Streamed: line by line as they come. A reader that goes away leaves the reservation to be charged.
    async fn copy(mut self, service: Arc<Service>, writer: Writer) {
        let mut events = Events::default();
        let problem = loop {
            let piece = match tokio::time::timeout_at(self.deadline, self.response.chunk()).await {
                Ok(Ok(Some(piece))) => piece,
                Ok(Ok(None)) => break None,
                Ok(Err(_)) => {
                    break Some(Problem::upstream(
                        "broken_off",
                        "the model's answer broke off",
                    ));
                }
                Err(_) => break Some(Problem::upstream("timeout", "the model took too long")),
            };
            let Some(lines) = events.feed(&piece) else {
                break Some(Problem::upstream(
                    "too_large",
                    "the model sent a line that is too long",
                ));
            };
            let lines = scrub(lines, service.config.key.as_ref());
            if !lines.is_empty() && writer.send(Ok(Bytes::from(lines))).await.is_err() {
                return;
            }
        };
        let rest = scrub(events.rest(), service.config.key.as_ref());
        if let Some(tokens) = events.usage {
            self.reservation.settle(tokens);
            service.estimate.learn(self.body.clone(), tokens.input);
        }
        if events.finished && problem.is_none() {
            service.loops.answered(&self.body);
            let _ = writer.send(Ok(Bytes::from(rest))).await;
            return;
        }
        service.loops.cut();
        let problem = problem.unwrap_or_else(|| {
            Problem::upstream(
                "stream_cut",
                "the model's answer ended before it was finished",
            )
        });
        let event = format!("\n\ndata: {}\n\n", problem.value());
        let _ = writer
            .send(Ok(Bytes::from([rest, event.into_bytes()].concat())))
            .await;
    }
}

/// Takes the key out of what a model sent back: some repeat it in their errors.
fn scrub(body: Vec<u8>, key: Option<&SecretString>) -> Vec<u8> {
    let Some(key) = key
        .map(|key| key.expose_secret().as_bytes())
        .filter(|key| key.len() >= 4)
    else {
        return body;
    };
    let mut clean = Vec::with_capacity(body.len());
    let mut rest = body.as_slice();
    let finder = memchr::memmem::Finder::new(key);
    while let Some(at) = finder.find(rest) {
        clean.extend_from_slice(&rest[..at]);
        clean.extend_from_slice(b"[key]");
        rest = &rest[at + key.len()..];
    }
    clean.extend_from_slice(rest);
    clean
}

#[cfg(test)]
mod tests;
