//! Webhooks: verified, stored, acknowledged. The rest is the dispatcher's work.
//!
//! No call to another system and no look at settings happens here: one row of the hook is read, one row of the
//! delivery is written, and it is on disk before anybody is told that it was accepted.

mod source;

use std::collections::BTreeMap;

use domain::{DeliveryId, HookId};
use http::HeaderMap;
use jiff::Timestamp;
use secrecy::SecretString;
use serde::Serialize;
use store::{HookRow, HookStatus, Inserted, NewDelivery, deliveries::body_digest};

use crate::{
    Operations,
    error::{Code, OperationError, OperationResult},
};

pub(crate) use source::{News, Source};

#[cfg(test)]
mod tests;

/// Longest delivery key that is stored as it is; a longer one is replaced by the body's hash.
const LONGEST_KEY: usize = 200;

/// Headers that the dispatcher needs to read a delivery again. Never a signature.
const KEPT_HEADERS: [&str; 5] = [
    "content-type",
    "x-github-event",
    "x-github-delivery",
    "x-gitlab-event",
    "x-event-key",
];

/// A request to a webhook address, its body within the size cap.
#[derive(Debug, Clone, Copy)]
pub struct Incoming<'a> {
    /// The provider in the path: `vercel`, `github`, …
    pub provider: &'a str,
    /// The hook id in the path.
    pub hook: &'a str,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The raw body.
    pub body: &'a [u8],
}

/// What became of an authentic delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Receipt {
    /// Stored, and safe on disk.
    Accepted {
        /// Names it.
        delivery: DeliveryId,
    },
    /// It was there already.
    Duplicate {
        /// Names the first one.
        delivery: DeliveryId,
    },
    /// regreen has no use for this kind of event.
    Ignored {
        /// The provider's name of the event.
        event: String,
    },
}

impl Operations {
    /// Takes one delivery.
    ///
    /// # Errors
    /// `unknown_hook`, `missing_signature`, `bad_signature`, `malformed_request`, `store_unavailable`, `internal`.
    pub async fn accept_webhook(&self, incoming: Incoming<'_>) -> OperationResult<Receipt> {
        let hook = self.active_hook(&incoming).await?;
        let source = Source::of(hook.provider);
        let secrets = self.secrets_of(&hook, Timestamp::now())?;
        source.verify(incoming.headers, incoming.body, &secrets)?;
        // From here on the sender is authentic: only now is the body looked into.
        if let News::Ignored { kind } =
            source
                .parse(incoming.headers, incoming.body)
                .map_err(|error| {
                    OperationError::new(
                        Code::MalformedRequest,
                        format!("the delivery cannot be read: {error}"),
                    )
                })?
        {
            tracing::info!(hook.id = %hook.id, hook.provider = %hook.provider, event = %kind, "a webhook event without use for us");
            return Ok(Receipt::Ignored { event: kind });
        }
        let key = source
            .delivery_id(incoming.headers, incoming.body)
            .filter(|key| !key.is_empty() && key.len() <= LONGEST_KEY)
            .unwrap_or_else(|| body_digest(incoming.body));
        let delivery = NewDelivery {
            hook: hook.id,
            key,
            source: hook.provider.to_string(),
            headers: kept(incoming.headers),
            body: incoming.body.to_vec(),
            received_at: Timestamp::now(),
        };
        match self.store.deliveries.insert(delivery).await? {
            Inserted::New(delivery) => {
                self.wake.notify_one();
                Ok(Receipt::Accepted { delivery })
            }
            Inserted::Duplicate(delivery) => Ok(Receipt::Duplicate { delivery }),
        }
    }

    async fn active_hook(&self, incoming: &Incoming<'_>) -> OperationResult<HookRow> {
        // One answer to everything that is not an active hook of this provider: nothing to learn by guessing.
        let unknown = || {
            OperationError::new(
                Code::UnknownHook,
                "no webhook has this address: compare it with the one that regreen showed when the hook was made",
            )
        };
        let id = incoming.hook.parse::<HookId>().map_err(|_| unknown())?;
        let hook = self.store.hooks.find(&id).await?.ok_or_else(unknown)?;
        if hook.status == HookStatus::Active && hook.provider.as_str() == incoming.provider {
            Ok(hook)
        } else {
            Err(unknown())
        }
    }

    fn secrets_of(&self, hook: &HookRow, now: Timestamp) -> OperationResult<Vec<SecretString>> {
        let previous = hook
            .previous_secret
            .as_ref()
            .filter(|_| hook.previous_until.is_some_and(|until| now < until));
        hook.secret
            .iter()
            .chain(previous)
            .map(|sealed| self.open_hook_secret(&hook.id, sealed))
            .collect()
    }
}

fn kept(headers: &HeaderMap) -> BTreeMap<String, String> {
    KEPT_HEADERS
        .into_iter()
        .filter_map(|name| {
            let value = headers
                .get(name)?
                .to_str()
                .ok()
                .filter(|value| value.len() <= LONGEST_KEY)?;
            Some((name.to_owned(), value.to_owned()))
        })
        .collect()
}
