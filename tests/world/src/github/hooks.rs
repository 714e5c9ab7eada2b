//! Delivering repository webhooks: signed, over real HTTP, once each (GitHub does not retry), every answer recorded.

use bytes::Bytes;
use serde_json::Value;

use super::GitHub;
use crate::{
    clock,
    webhook::{Outcome, hmac_sha1_hex, hmac_sha256_hex},
};

/// Older deliveries are forgotten.
const KEPT: usize = 5_000;

#[derive(Clone)]
pub(crate) struct Hook {
    pub(super) id: u64,
    pub(super) url: String,
    pub(super) secret: Option<String>,
    /// Form encoding instead of JSON.
    pub(super) form: bool,
    pub(super) events: Vec<String>,
    pub(super) active: bool,
    pub(super) created: i64,
    pub(super) updated: i64,
    /// What became of the latest delivery.
    pub(super) answered: Option<Outcome>,
}

impl Hook {
    fn wants(&self, event: &str) -> bool {
        self.active
            && (event == "ping"
                || self
                    .events
                    .iter()
                    .any(|wanted| wanted == "*" || wanted == event))
    }
}

/// One delivery of one event to one hook.
#[derive(Debug, Clone)]
pub struct HookDelivery {
    /// Unique; a redelivery has one of its own.
    pub id: u64,
    /// `X-GitHub-Delivery`; a redelivery repeats it.
    pub guid: String,
    /// Which hook.
    pub hook_id: u64,
    /// `X-GitHub-Event`.
    pub event: String,
    /// The payload's `action`, where it has one.
    pub action: Option<String>,
    /// The raw body, as signed.
    pub body: Bytes,
    /// What the receiver said; `None` while it has not answered.
    pub outcome: Option<Outcome>,
    /// True where it was sent again on request.
    pub redelivery: bool,
    /// When it was sent, in seconds since 1970.
    pub seconds: i64,
}

impl GitHub {
    /// Sends an event to every hook of the repository that wants it, without waiting for the receivers.
    pub(super) fn emit(&self, key: &str, event: &str, payload: &Value) {
        let hooks: Vec<Hook> = match self.state().repositories.get(key) {
            Some(repository) => repository
                .hooks
                .values()
                .filter(|hook| hook.wants(event))
                .cloned()
                .collect(),
            None => return,
        };
        for hook in hooks {
            self.emit_to(&hook, key, event, payload);
        }
    }

    pub(super) fn emit_to(&self, hook: &Hook, key: &str, event: &str, payload: &Value) {
        let json = payload.to_string();
        let body = if hook.form {
            url::form_urlencoded::Serializer::new(String::new())
                .append_pair("payload", &json)
                .finish()
        } else {
            json
        };
        let action = payload
            .get("action")
            .and_then(Value::as_str)
            .map(str::to_owned);
        let delivery = HookDelivery {
            id: self.ids.number(),
            guid: self.ids.guid(),
            hook_id: hook.id,
            event: event.to_owned(),
            action,
            body: body.into(),
            outcome: None,
            redelivery: false,
            seconds: clock::now_seconds(),
        };
        self.send(hook.clone(), key, delivery);
    }

    /// Sends a delivery once more, under the same GUID and with the same body.
    pub(super) fn send_again(&self, delivery_id: u64) -> Option<()> {
        let (hook, key, earlier) = {
            let state = self.state();
            let earlier = state
                .deliveries
                .iter()
                .find(|delivery| delivery.id == delivery_id)?
                .clone();
            let (key, hook) = state.repositories.iter().find_map(|(key, repository)| {
                repository
                    .hooks
                    .get(&earlier.hook_id)
                    .map(|hook| (key.clone(), hook.clone()))
            })?;
            (hook, key, earlier)
        };
        let (id, seconds) = (self.ids.number(), clock::now_seconds());
        self.send(
            hook,
            &key,
            HookDelivery {
                id,
                redelivery: true,
                outcome: None,
                seconds,
                ..earlier
            },
        );
        Some(())
    }

    fn send(&self, hook: Hook, key: &str, delivery: HookDelivery) {
        let mut state = self.state();
        let repository_id = state
            .repositories
            .get(key)
            .map_or(0, |repository| repository.id);
        if state.deliveries.len() == KEPT {
            state.deliveries.pop_front();
        }
        state.deliveries.push_back(delivery.clone());
        drop(state);
        let Some(github) = self.me.upgrade() else {
            return;
        };
        tokio::spawn(async move {
            let headers = headers(&hook, repository_id, &delivery);
            let outcome = github.sender.post(&hook.url, &headers, delivery.body).await;
            let mut state = github.state();
            let repositories = state.repositories.values_mut();
            for kept in repositories.filter_map(|repository| repository.hooks.get_mut(&hook.id)) {
                kept.answered = Some(outcome.clone());
            }
            if let Some(kept) = state
                .deliveries
                .iter_mut()
                .find(|kept| kept.id == delivery.id)
            {
                kept.outcome = Some(outcome);
            }
        });
    }
}

fn headers(hook: &Hook, repository_id: u64, delivery: &HookDelivery) -> Vec<(String, String)> {
    let content_type = if hook.form {
        "application/x-www-form-urlencoded"
    } else {
        "application/json"
    };
    let mut headers = vec![
        ("content-type", content_type.to_owned()),
        ("accept", "*/*".to_owned()),
        ("user-agent", "GitHub-Hookshot/f3a91c2".to_owned()),
        ("x-github-event", delivery.event.clone()),
        ("x-github-delivery", delivery.guid.clone()),
        ("x-github-hook-id", hook.id.to_string()),
        (
            "x-github-hook-installation-target-id",
            repository_id.to_string(),
        ),
        (
            "x-github-hook-installation-target-type",
            "repository".to_owned(),
        ),
    ];
    if let Some(secret) = &hook.secret {
        headers.push((
            "x-hub-signature",
            format!("sha1={}", hmac_sha1_hex(secret, &delivery.body)),
        ));
        headers.push((
            "x-hub-signature-256",
            format!("sha256={}", hmac_sha256_hex(secret, &delivery.body)),
        ));
    }
    headers
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}
