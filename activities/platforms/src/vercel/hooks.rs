//! Vercel's webhooks as things that are registered and removed. What they deliver is read in `webhook.rs`.

use outbound::{Failure, FailureKind, Method, OutboundError, json};
use secrecy::SecretString;
use serde_json::{Value, json as object};

use crate::{
    account::Webhook,
    error::{PlatformError, WebhookRefusal},
    vercel::client::{Vercel, call},
};

/// A failure starts a fix; the other ends tell open ones. Ready and succeeded both: the latter comes only once all
/// blocking checks have passed.
pub(super) const EVENTS: [&str; 5] = [
    "deployment.error",
    "deployment.ready",
    "deployment.succeeded",
    "deployment.canceled",
    "deployment.blocked",
];

impl Vercel {
    pub(super) async fn list_webhooks(&self) -> Result<Vec<Webhook>, PlatformError> {
        let (value, response) = self.get(&["v1", "webhooks"], &[]).await.map_err(refused)?;
        list(&value).map_err(|reason| call(response.invalid(reason)))
    }

    pub(super) async fn make_webhook(&self, url: &str) -> Result<Webhook, PlatformError> {
        for left_over in self.list_webhooks().await? {
            if left_over.url == url {
                tracing::info!(webhook = %left_over.id, "removing a webhook whose secret nobody knows");
                self.remove_webhook(&left_over.id).await?;
            }
        }
        let body = object!({"url": url, "events": EVENTS});
        let response = self
            .send(Method::POST, &["v1", "webhooks"], &[], Some(&body), None)
            .await
            .map_err(refused)?;
        let value = response.json().map_err(call)?;
        created(&value, url).map_err(|reason| call(response.invalid(reason)))
    }

    pub(super) async fn remove_webhook(&self, id: &str) -> Result<(), PlatformError> {
        match self
            .send(Method::DELETE, &["v1", "webhooks", id], &[], None, None)
            .await
        {
            Err(error) if error.kind() != FailureKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

/// # Errors
/// When it is no list of webhooks, or one of them cannot be told from another.
pub(super) fn list(value: &Value) -> Result<Vec<Webhook>, &'static str> {
    let items = value.as_array().ok_or("no list of webhooks")?;
    items.iter().map(read).collect()
}

/// The answer to making one: the only place that has the secret.
///
/// # Errors
/// When it is another webhook than was asked for, or has no secret.
pub(super) fn created(value: &Value, url: &str) -> Result<Webhook, &'static str> {
    let webhook = read(value)?;
    if webhook.url != url {
        return Err("a webhook with another address than asked for");
    }
    if !webhook.projects.is_empty() {
        return Err("a webhook for some projects only");
    }
    let secret = json::string(value, "/secret").ok_or("a webhook without its secret")?;
    Ok(Webhook {
        secret: Some(SecretString::from(secret)),
        ..webhook
    })
}

fn read(value: &Value) -> Result<Webhook, &'static str> {
    const UNCLEAR: &str = "a webhook with unclear projects";
    // No projects mean all of them: what cannot be read must not look like that.
    let projects = match value.get("projectIds") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(ids)) => ids
            .iter()
            .map(|id| json::string(id, "").ok_or(UNCLEAR))
            .collect::<Result<_, _>>()?,
        Some(_) => return Err(UNCLEAR),
    };
    Ok(Webhook {
        id: json::string(value, "/id").ok_or("a webhook without an id")?,
        url: json::string(value, "/url").ok_or("a webhook without an address")?,
        secret: None,
        projects,
    })
}

/// Names a refusal that a person can do something about.
fn refused(error: PlatformError) -> PlatformError {
    let PlatformError::Call {
        platform,
        source: OutboundError::Status(failure),
    } = &error
    else {
        return error;
    };
    match refusal(failure) {
        Some(reason) => PlatformError::WebhooksRefused {
            platform: *platform,
            reason,
            said: failure.message.clone(),
        },
        None => error,
    }
}

/// What a refusal is about. Its wording is not documented, so its words decide, not one literal: the code's before the
/// sentence's, and a limit before the plan, since limits are often explained by plans.
pub(super) fn refusal(failure: &Failure) -> Option<WebhookRefusal> {
    let is_candidate = matches!(failure.status, 400 | 402 | 403)
        && matches!(
            failure.kind,
            FailureKind::Unprocessable | FailureKind::Forbidden
        );
    if !is_candidate {
        return None;
    }
    let reason = |text: &str| {
        let words: Vec<String> = text
            .split(|c: char| !c.is_ascii_alphanumeric())
            .map(str::to_ascii_lowercase)
            .collect();
        let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
        if has(&[
            "limit", "limits", "maximum", "max", "exceed", "exceeds", "exceeded", "quota",
        ]) {
            Some(WebhookRefusal::Limit)
        } else if has(&[
            "plan",
            "plans",
            "upgrade",
            "pro",
            "enterprise",
            "hobby",
            "billing",
            "payment",
        ]) {
            Some(WebhookRefusal::Plan)
        } else {
            None
        }
    };
    let code = failure.code.as_deref().unwrap_or_default();
    // A sentence about another limit (of an address's length, say) is about no webhooks.
    let is_about_webhooks = failure.status != 400
        || ["webhook", "hook"]
            .iter()
            .any(|word| failure.message.to_ascii_lowercase().contains(word));
    reason(code)
        .or_else(|| reason(&failure.message).filter(|_| is_about_webhooks))
        .or_else(|| (failure.status == 402).then_some(WebhookRefusal::Plan))
}
