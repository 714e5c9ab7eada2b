//! Delivering: signed over the raw body, retried with the same id until a 2XX or until it is given up.

use bytes::Bytes;

use super::envelope::envelope;
use crate::{
    clock,
    vercel::Vercel,
    webhook::{Outcome, hmac_sha1_hex},
};

/// Older deliveries are forgotten.
const KEPT: usize = 5_000;

#[derive(Clone)]
pub(crate) struct Webhook {
    pub(in crate::vercel) id: String,
    pub(in crate::vercel) account: String,
    pub(in crate::vercel) url: String,
    pub(in crate::vercel) secret: String,
    pub(in crate::vercel) events: Vec<String>,
    /// Empty: all projects of the account.
    pub(in crate::vercel) projects: Vec<String>,
    pub(in crate::vercel) created: i64,
}

/// One event on its way to one webhook.
#[derive(Debug, Clone)]
pub struct VercelDelivery {
    /// The envelope's `id`, the same for every attempt.
    pub id: String,
    /// Which webhook.
    pub webhook_id: String,
    /// Such as `deployment.error`.
    pub event: String,
    /// The deployment it speaks of.
    pub deployment_id: String,
    /// The raw body, as signed.
    pub body: Bytes,
    /// Every attempt so far, oldest first.
    pub attempts: Vec<HookAttempt>,
    /// No further attempt will be made.
    pub settled: bool,
}

/// One attempt to deliver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HookAttempt {
    /// Milliseconds since 1970.
    pub at: i64,
    /// What the receiver said.
    pub outcome: Outcome,
}

impl Vercel {
    /// Starts the delivery of events about a deployment; the events of one call arrive at a webhook in their order.
    pub(in crate::vercel) fn emit(&self, deployment_id: &str, kinds: &'static [&'static str]) {
        let mut plans: Vec<(Webhook, Vec<String>)> = Vec::new();
        {
            let mut state = self.state();
            let Some(deployment) = state.deployment(deployment_id) else {
                return;
            };
            let wanting = state.webhooks.iter().filter(|hook| {
                hook.account == deployment.account
                    && (hook.projects.is_empty() || hook.projects.contains(&deployment.project))
            });
            let mut deliveries = Vec::new();
            for hook in wanting {
                let mut ids = Vec::new();
                for kind in kinds
                    .iter()
                    .filter(|kind| hook.events.iter().any(|event| event == *kind))
                {
                    let id = self.ids.letters(21);
                    let body = envelope(self.url(), &state, deployment, &id, kind, clock::now_ms())
                        .to_string();
                    deliveries.push(VercelDelivery {
                        id: id.clone(),
                        webhook_id: hook.id.clone(),
                        event: (*kind).to_owned(),
                        deployment_id: deployment_id.to_owned(),
                        body: body.into(),
                        attempts: Vec::new(),
                        settled: false,
                    });
                    ids.push(id);
                }
                plans.push((hook.clone(), ids));
            }
            for delivery in deliveries {
                if state.deliveries.len() == KEPT {
                    state.deliveries.pop_front();
                }
                state.deliveries.push_back(delivery);
            }
        }
        for (hook, ids) in plans {
            let Some(vercel) = self.me.upgrade() else {
                return;
            };
            tokio::spawn(async move {
                for id in ids {
                    vercel.deliver(&hook, &id).await;
                }
            });
        }
    }

    async fn deliver(&self, hook: &Webhook, id: &str) {
        let mut wait = self.options.retry_after;
        for attempt in 1..=self.options.attempts {
            let accepted = self
                .attempt(hook, id)
                .await
                .is_none_or(|outcome| outcome.accepted());
            if accepted || attempt == self.options.attempts {
                break;
            }
            tokio::time::sleep(wait).await;
            wait *= 2;
        }
        if let Some(delivery) = self
            .state()
            .deliveries
            .iter_mut()
            .find(|delivery| delivery.id == id)
        {
            delivery.settled = true;
        }
        self.touch();
    }

    /// One attempt, recorded; `None` where the delivery is forgotten.
    pub(in crate::vercel) async fn attempt(&self, hook: &Webhook, id: &str) -> Option<Outcome> {
        let body = self
            .state()
            .deliveries
            .iter()
            .find(|delivery| delivery.id == id)?
            .body
            .clone();
        let headers = [
            (
                "content-type".to_owned(),
                "application/json; charset=utf-8".to_owned(),
            ),
            ("user-agent".to_owned(), "Vercel Webhooks 1.0".to_owned()),
            (
                "x-vercel-signature".to_owned(),
                hmac_sha1_hex(&hook.secret, &body),
            ),
        ];
        let at = clock::now_ms();
        let outcome = self.sender.post(&hook.url, &headers, body).await;
        if let Some(delivery) = self
            .state()
            .deliveries
            .iter_mut()
            .find(|delivery| delivery.id == id)
        {
            delivery.attempts.push(HookAttempt {
                at,
                outcome: outcome.clone(),
            });
        }
        self.touch();
        Some(outcome)
    }
}
