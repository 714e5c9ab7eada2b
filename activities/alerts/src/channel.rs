//! The port: an alert, where it goes, and what the receiver answered.

use std::fmt;

use async_trait::async_trait;
use domain::{AlertEvent, ChannelKind};
use secrecy::SecretString;
use serde_json::Value;
use url::Url;

use crate::error::AlertError;

/// One alert, in every form that a channel may need.
#[derive(Debug, Clone, PartialEq)]
pub struct Alert {
    /// The message id: the same alert sent again has the same one. 1 to 200 letters, digits and
    /// `-_.`.
    pub id: String,
    /// When what it tells happened: Unix time in milliseconds.
    pub at: i64,
    /// What it is about.
    pub event: AlertEvent,
    /// A JSON object of `type`, `timestamp` (RFC 3339) and `data`, for programs.
    pub body: Value,
    /// One line of plain text.
    pub title: String,
    /// A few lines of Markdown, for chats.
    pub text: String,
}

impl Alert {
    /// An alert whose body follows from the other parts. A time that no calendar has is told as the beginning of 1970.
    #[must_use]
    pub fn new(
        id: String,
        at: i64,
        event: AlertEvent,
        title: String,
        text: String,
        data: &Value,
    ) -> Self {
        let timestamp = jiff::Timestamp::from_millisecond(at).unwrap_or_default();
        let body = serde_json::json!({
            "type": event,
            "timestamp": timestamp.to_string(),
            "data": data,
        });
        Self {
            id,
            at,
            event,
            body,
            title,
            text,
        }
    }
}

/// Where alerts go.
#[derive(Clone)]
pub struct Destination {
    /// How the channel speaks.
    pub kind: ChannelKind,
    /// The receiver's address.
    pub url: Url,
    /// What proves to the receiver that an alert is ours.
    pub secret: SecretString,
}

impl fmt::Debug for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Destination")
            .field("kind", &self.kind)
            .field("url", &outbound::shown(&self.url))
            .finish_non_exhaustive()
    }
}

/// What a receiver said when it took an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// For people, such as `204 No Content`.
    pub text: String,
}

/// A channel to one destination.
#[async_trait]
pub trait Channel: Send + Sync {
    /// Sends an alert once and waits for the answer.
    ///
    /// # Errors
    /// When the receiver was not reached or did not take it.
    async fn send(&self, alert: &Alert) -> Result<Answer, AlertError>;
}
