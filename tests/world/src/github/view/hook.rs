//! Webhooks and their deliveries. Secrets are never shown.

use serde_json::{Value, json};

use crate::{
    clock,
    github::{
        GitHub,
        hooks::{Hook, HookDelivery},
    },
};

pub(in crate::github) fn hook(github: &GitHub, full_name: &str, hook: &Hook) -> Value {
    let api = github.api(&format!("/repos/{full_name}/hooks/{}", hook.id));
    let last = match &hook.answered {
        None => json!({"code": null, "status": "unused", "message": null}),
        Some(outcome) if outcome.accepted() => {
            json!({"code": outcome.status, "status": "active", "message": "OK"})
        }
        Some(outcome) => {
            let status = outcome
                .status
                .map_or("connection_error", |_| "misconfigured");
            json!({"code": outcome.status.unwrap_or(0), "status": status, "message": "Invalid HTTP Response"})
        }
    };
    json!({
        "type": "Repository", "id": hook.id, "name": "web", "active": hook.active, "events": hook.events, "config": hook_config(hook),
        "updated_at": clock::iso(hook.updated), "created_at": clock::iso(hook.created), "url": api,
        "test_url": format!("{api}/test"), "ping_url": format!("{api}/pings"), "deliveries_url": format!("{api}/deliveries"),
        "last_response": last,
    })
}

/// Where and how a webhook delivers.
pub(in crate::github) fn hook_config(hook: &Hook) -> Value {
    let content_type = if hook.form { "form" } else { "json" };
    let mut config = json!({"url": hook.url, "content_type": content_type, "insecure_ssl": "0"});
    if hook.secret.is_some() {
        config["secret"] = json!("********");
    }
    config
}

pub(in crate::github) fn delivery(delivery: &HookDelivery, repository_id: u64) -> Value {
    let status = delivery.outcome.as_ref().and_then(|outcome| outcome.status);
    json!({
        "id": delivery.id, "guid": delivery.guid, "delivered_at": clock::iso(delivery.seconds),
        "redelivery": delivery.redelivery, "duration": 0.0, "event": delivery.event, "action": delivery.action,
        "status": status.map_or("failed to connect to host", |status| if status < 300 { "OK" } else { "Invalid HTTP Response" }),
        "status_code": status.unwrap_or(0), "installation_id": null, "repository_id": repository_id, "throttled_at": null,
    })
}
