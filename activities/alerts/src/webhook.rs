//! The channel `webhook`: a POST of JSON, signed after Standard Webhooks.

use std::sync::Arc;

use async_trait::async_trait;
use domain::ChannelKind;
use outbound::{Client, HeaderName, HeaderValue, Method, OutboundError, Response};
use url::Url;

use crate::{
    channel::{Alert, Answer, Channel, Destination},
    error::AlertError,
    registry::Registration,
    standard_webhooks::Key,
};

#[cfg(test)]
mod tests;

/// Nothing of an answer is needed but its status, and a sentence when it is a refusal.
const MOST_ANSWER: usize = 256 * 1024;
/// Most characters of an address.
const MOST_ADDRESS: usize = 2_000;

const ID: HeaderName = HeaderName::from_static("webhook-id");
const TIMESTAMP: HeaderName = HeaderName::from_static("webhook-timestamp");
const SIGNATURE: HeaderName = HeaderName::from_static("webhook-signature");

pub(crate) static REGISTRATION: Registration = Registration {
    kind: ChannelKind::Webhook,
    connect,
};

struct Webhook {
    url: Url,
    key: Key,
    client: Client,
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the signature that every channel has"
)]
fn connect(destination: Destination, client: Client) -> Result<Arc<dyn Channel>, AlertError> {
    let url = checked(&destination.url)?;
    let key = Key::parse(&destination.secret)?;
    Ok(Arc::new(Webhook { url, key, client }))
}

fn checked(url: &Url) -> Result<Url, AlertError> {
    let reason = if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        "begins with `https://` and a host"
    } else if !url.username().is_empty() || url.password().is_some() {
        "holds no user and no password: the signature proves who sends"
    } else if url.as_str().len() > MOST_ADDRESS {
        "has at most 2,000 characters"
    } else {
        let mut url = url.clone();
        url.set_fragment(None);
        return Ok(url);
    };
    Err(AlertError::InvalidAddress {
        kind: ChannelKind::Webhook,
        reason,
    })
}

#[async_trait]
impl Channel for Webhook {
    async fn send(&self, alert: &Alert) -> Result<Answer, AlertError> {
        let id = message_id(&alert.id)?;
        let body = alert.body.to_string().into_bytes();
        // The time of sending, which receivers hold against their clocks; what happened when is in the body.
        let timestamp = jiff::Timestamp::now().as_second();
        let response = self
            .client
            .request(Method::POST, self.url.clone())
            .header(ID, &id)
            .header(TIMESTAMP, &timestamp.to_string())
            .header(SIGNATURE, &self.key.sign(&id, timestamp, &body)?)
            .body(HeaderValue::from_static("application/json"), body)
            .confidential()
            .body_limit(MOST_ANSWER)
            .send()
            .await?;
        judged(response)
    }
}

/// The id as it travels. Full stops part what is signed, so that one within the id could let a message be read as
/// another one with the same signature: it travels as `_`.
fn message_id(id: &str) -> Result<String, AlertError> {
    let clean = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if (1..=200).contains(&id.len()) && id.chars().all(clean) {
        Ok(id.replace('.', "_"))
    } else {
        Err(AlertError::InvalidId)
    }
}

fn judged(response: Response) -> Result<Answer, AlertError> {
    let status = response.status;
    let said = response.body.clone();
    let target = response.target.clone();
    match response.success() {
        Ok(_) => Ok(Answer {
            text: status.to_string(),
        }),
        Err(_) if status.as_u16() == 410 => Err(AlertError::Gone { target }),
        Err(OutboundError::Status(mut failure)) => {
            // Receivers explain themselves in plain text as often as in JSON.
            if failure.message.is_empty() {
                failure.message =
                    outbound::clean(&String::from_utf8_lossy(&said[..said.len().min(2_000)]));
            }
            Err(OutboundError::Status(failure).into())
        }
        Err(error) => Err(error.into()),
    }
}
