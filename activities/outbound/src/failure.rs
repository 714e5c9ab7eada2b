//! The one vocabulary for failures, and the reading of answers that are not 2xx.

use std::{fmt, time::Duration};

use jiff::Timestamp;
use redaction::Redactor;
use reqwest::{StatusCode, header::HeaderMap};
use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;

use crate::{json, retry_after::retry_after};

#[cfg(test)]
mod tests;

/// Most characters kept of what the other side says.
const MOST_CHARACTERS: usize = 500;
/// A larger error body is not parsed.
const MOST_PARSED: usize = 256 * 1024;
/// Wait when a limit was hit and no hint was given; GitHub asks for at least this.
const DEFAULT_WAIT: Duration = Duration::from_secs(60);

/// What kind of failure it is: what a caller does next depends on this alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FailureKind {
    /// The credential is wrong, expired or revoked.
    Unauthorized,
    /// The credential is not allowed to do this. Vercel also answers so to a bad token.
    Forbidden,
    /// Not there, or hidden from this credential.
    NotFound,
    /// It clashes with the state of things.
    Conflict,
    /// The other side understood the request and refuses it as it is.
    Unprocessable,
    /// Too many calls.
    RateLimited,
    /// The other side is broken for now.
    Server,
    /// No answer: no connection, no time left, or an answer that broke off.
    Unreachable,
    /// An answer that makes no sense.
    InvalidAnswer,
    /// More data than allowed.
    TooLarge,
    /// We refused to make the call or to use the data.
    Refused,
    /// A status that has no meaning here.
    Unexpected,
}

impl FailureKind {
    /// Whether the same call can succeed later without anybody changing anything.
    #[must_use]
    pub fn is_retryable(self) -> bool {
        matches!(
            self,
            Self::RateLimited | Self::Server | Self::Unreachable | Self::InvalidAnswer
        )
    }

    /// Whether the credential is to blame, so that a person must renew it.
    #[must_use]
    pub fn is_auth(self) -> bool {
        matches!(self, Self::Unauthorized | Self::Forbidden)
    }

    /// A stable name for logs and failure types.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::Conflict => "conflict",
            Self::Unprocessable => "unprocessable",
            Self::RateLimited => "rate_limited",
            Self::Server => "server",
            Self::Unreachable => "unreachable",
            Self::InvalidAnswer => "invalid_answer",
            Self::TooLarge => "too_large",
            Self::Refused => "refused",
            Self::Unexpected => "unexpected",
        }
    }
}

impl fmt::Display for FailureKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An answer with a status outside 2xx.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
#[error("{target}: {status}{}", self.said())]
pub struct Failure {
    /// Method and address without query.
    pub target: String,
    /// The status code.
    pub status: u16,
    /// What it means.
    pub kind: FailureKind,
    /// How long to wait before the next try, where the answer says so.
    pub retry_after: Option<Duration>,
    /// The other side's error code, free text.
    pub code: Option<String>,
    /// The other side's sentences, redacted and cut to 500 characters; empty when there are none.
    pub message: String,
}

impl Failure {
    fn said(&self) -> String {
        let code = self
            .code
            .as_deref()
            .map(|code| format!(" ({code})"))
            .unwrap_or_default();
        if self.message.is_empty() {
            code
        } else {
            format!("{code}: {}", self.message)
        }
    }
}

/// Reads an answer that is not 2xx. `target` names the call; `now` is the time it was received.
#[must_use]
pub fn classify(
    target: &str,
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    now: Timestamp,
) -> Failure {
    let (code, message) = describe(headers, body);
    let kind = kind_of(status, headers, &message);
    let mut wait = retry_after(headers, now);
    if kind == FailureKind::RateLimited {
        wait = Some(wait.unwrap_or(DEFAULT_WAIT));
    }
    Failure {
        target: target.to_owned(),
        status: status.as_u16(),
        kind,
        retry_after: wait,
        code,
        message,
    }
}

fn kind_of(status: StatusCode, headers: &HeaderMap, message: &str) -> FailureKind {
    match status.as_u16() {
        401 => FailureKind::Unauthorized,
        // GitHub answers 403 to primary and secondary limits alike.
        403 if is_limit(headers, message) => FailureKind::RateLimited,
        402 | 403 | 451 => FailureKind::Forbidden,
        404 | 410 => FailureKind::NotFound,
        409 => FailureKind::Conflict,
        400 | 405 | 406 | 411..=417 | 422 => FailureKind::Unprocessable,
        429 => FailureKind::RateLimited,
        408 | 425 | 500..=599 => FailureKind::Server,
        _ => FailureKind::Unexpected,
    }
}

fn is_limit(headers: &HeaderMap, message: &str) -> bool {
    headers.contains_key("retry-after")
        || headers
            .get("x-ratelimit-remaining")
            .is_some_and(|value| value.as_bytes() == b"0")
        || message.to_ascii_lowercase().contains("rate limit")
}

/// The code and sentences of an error body, in the forms that are in use: `{error:{code,message}}`,
/// `{message,errors:[{message}]}`, `{error:"…",error_description:"…"}`.
fn describe(headers: &HeaderMap, body: &[u8]) -> (Option<String>, String) {
    let parsed = if body.len() <= MOST_PARSED {
        serde_json::from_slice::<serde_json::Value>(body).ok()
    } else {
        None
    };
    let Some(value) = parsed else {
        let is_page = headers
            .get("content-type")
            .is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
        return (
            None,
            if is_page {
                "a web page instead of an API answer".to_owned()
            } else {
                String::new()
            },
        );
    };
    let code = json::text(&value, "/error/code").or_else(|| json::text(&value, "/code"));
    let mut sentences: Vec<String> = ["/error/message", "/message", "/error_description", "/error"]
        .into_iter()
        .find_map(|pointer| json::text(&value, pointer))
        .into_iter()
        .collect();
    for error in json::list(&value, "/errors").iter().take(10) {
        let text = json::text(error, "/message")
            .or_else(|| json::text(error, ""))
            .or_else(|| {
                let field = json::text(error, "/field")?;
                Some(format!(
                    "{field}: {}",
                    json::text(error, "/code").unwrap_or_default()
                ))
            });
        sentences.extend(text);
    }
    (code.map(|code| clean(&code)), clean(&sentences.join("; ")))
}

/// Foreign text as people may read it in errors and pages: one line, without control characters, secrets redacted,
/// cut to 500 characters.
#[must_use]
pub fn clean(text: &str) -> String {
    clean_of(text, &[])
}

/// As [`clean`], for text that may quote these secrets, whatever they look like.
#[must_use]
pub fn clean_of(text: &str, secrets: &[SecretString]) -> String {
    let line: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(4 * MOST_CHARACTERS)
        .collect();
    Redactor::with_literals(secrets.iter().map(ExposeSecret::expose_secret))
        .redact(&line)
        .chars()
        .take(MOST_CHARACTERS)
        .collect()
}
