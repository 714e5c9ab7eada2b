//! Errors in the form that OpenAI-compatible clients understand.

use http::{HeaderValue, StatusCode, header};
use serde_json::{Value, json};

use super::meter::{Exhausted, Refusal};
use crate::reply::{Reply, json as json_reply};

/// Longest message that is passed on from a model.
const MESSAGE_LIMIT: usize = 4096;

/// An error as an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) status: StatusCode,
    pub(super) kind: &'static str,
    pub(super) code: String,
    pub(super) message: String,
    pub(super) retry_after: Option<HeaderValue>,
}

impl Problem {
    pub(super) fn new(
        status: StatusCode,
        kind: &'static str,
        code: &str,
        message: impl Into<String>,
    ) -> Self {
        Self {
            status,
            kind,
            code: code.to_owned(),
            message: message.into(),
            retry_after: None,
        }
    }

    /// The request is not one that may be made.
    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "invalid_request_error",
            "invalid_request",
            message,
        )
    }

    /// The model could not be reached or broke off.
    pub(super) fn upstream(code: &str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_GATEWAY, "upstream_error", code, message)
    }

    /// What a model answered instead of a completion.
    pub(super) fn passed_on(
        status: StatusCode,
        body: &[u8],
        retry_after: Option<HeaderValue>,
    ) -> Self {
        let document: Value = serde_json::from_slice(body).unwrap_or_default();
        let error = document.get("error").unwrap_or(&document);
        let message = error.get("message").or(Some(error)).and_then(Value::as_str);
        let code = match error.get("code") {
            Some(Value::String(code)) => code.clone(),
            _ => status.as_u16().to_string(),
        };
        let message = message.map_or_else(|| format!("the model answered {status}"), str::to_owned);
        let message = message.chars().take(MESSAGE_LIMIT).collect();
        Self {
            status,
            kind: "upstream_error",
            code,
            message,
            retry_after,
        }
    }

    pub(super) fn value(&self) -> Value {
        json!({ "error": { "message": self.message, "type": self.kind, "param": null, "code": self.code } })
    }

    pub(super) fn reply(&self) -> Reply {
        let mut reply = json_reply(self.status, &self.value());
        if let Some(value) = &self.retry_after {
            reply
                .headers_mut()
                .insert(header::RETRY_AFTER, value.clone());
        }
        reply
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let exhausted = match refusal {
            Refusal::Busy => {
                let mut problem = Self::new(
                    StatusCode::TOO_MANY_REQUESTS,
                    "rate_limit_error",
                    "reserved",
                    "the rest of this run's budget is reserved for calls under way",
                );
                problem.retry_after = Some(HeaderValue::from_static("1"));
                return problem;
            }
            Refusal::Exhausted(exhausted) => exhausted,
        };
        let message = match exhausted {
            Exhausted::Calls => "this run has made all the model calls it may make",
            Exhausted::Tokens => "the next call could take more tokens than this run has left",
            Exhausted::Money => "the next call could cost more than this run has left",
            Exhausted::Loop => "this run repeats itself",
        };
        Self::new(
            StatusCode::PAYMENT_REQUIRED,
            "budget_exhausted",
            "budget_exhausted",
            message,
        )
    }
}
