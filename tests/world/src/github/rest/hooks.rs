//! Repository webhooks.

use serde_json::{Value, json};

use super::{Scope, paging, text};
use crate::{
    clock,
    github::{errors, errors::Refusal, events, hooks::Hook, router::Answer, view},
    http::Reply,
};

/// GitHub's limit on the hooks for one event in one repository.
const LIMIT: usize = 20;

/// The events that a repository's hook can ask for, but for some of GitHub's products.
const EVENTS: [&str; 33] = [
    "*",
    "branch_protection_rule",
    "check_run",
    "check_suite",
    "code_scanning_alert",
    "commit_comment",
    "create",
    "delete",
    "deployment",
    "deployment_status",
    "discussion",
    "discussion_comment",
    "fork",
    "gollum",
    "issue_comment",
    "issues",
    "label",
    "member",
    "merge_group",
    "milestone",
    "package",
    "ping",
    "public",
    "pull_request",
    "pull_request_review",
    "pull_request_review_comment",
    "pull_request_review_thread",
    "push",
    "release",
    "repository",
    "status",
    "workflow_job",
    "workflow_run",
];

pub(super) fn list(scope: &Scope<'_>) -> Answer {
    scope.require_hooks()?;
    let all = scope.read(|repository| {
        let name = repository.full_name();
        repository
            .hooks
            .values()
            .map(|hook| view::hook(scope.github, &name, hook))
            .collect()
    })?;
    Ok(paging::page(scope.github, &scope.api.call, all))
}

pub(super) async fn create(mut scope: Scope<'_>) -> Answer {
    scope.require_hooks()?;
    let body = scope.body().await?;
    if text(&config_in(&body), "url").is_none() {
        return Err(errors::invalid_field("Hook", "url", "missing_field"));
    }
    let now = clock::now_seconds();
    let mut hook = Hook {
        id: scope.github.ids.number() + 5_000_000,
        url: String::new(),
        secret: None,
        form: true,
        events: vec!["push".to_owned()],
        active: true,
        created: now,
        updated: now,
        answered: None,
    };
    apply(&mut hook, &body);
    store(&scope, &hook)?;
    send_ping(&scope, &hook)?;
    Ok(show(&scope, &hook)?.0)
}

pub(super) fn get(scope: &Scope<'_>, id: &str) -> Answer {
    scope.require_hooks()?;
    Ok(Reply::json(200, &show(scope, &find(scope, id)?)?.1))
}

pub(super) async fn update(mut scope: Scope<'_>, id: &str) -> Answer {
    scope.require_hooks()?;
    let body = scope.body().await?;
    let mut hook = find(&scope, id)?;
    if body.get("config").is_some() {
        // GitHub takes the given configuration as the whole of it: what is not repeated is lost, the secret too.
        (hook.secret, hook.form) = (None, true);
    }
    apply(&mut hook, &body);
    hook.updated = clock::now_seconds();
    store(&scope, &hook)?;
    Ok(Reply::json(200, &show(&scope, &hook)?.1))
}

pub(super) fn config(scope: &Scope<'_>, id: &str) -> Answer {
    scope.require_hooks()?;
    Ok(Reply::json(200, &view::hook_config(&find(scope, id)?)))
}

/// Changes what is named of the configuration, and keeps the rest.
pub(super) async fn update_config(mut scope: Scope<'_>, id: &str) -> Answer {
    scope.require_hooks()?;
    let body = scope.body().await?;
    let mut hook = find(&scope, id)?;
    apply(&mut hook, &json!({"config": body}));
    hook.updated = clock::now_seconds();
    store(&scope, &hook)?;
    Ok(Reply::json(200, &view::hook_config(&hook)))
}

pub(super) fn delete(scope: &Scope<'_>, id: &str) -> Answer {
    scope.require_hooks()?;
    let hook = find(scope, id)?;
    scope.change(|repository| repository.hooks.remove(&hook.id))?;
    Ok(Reply::status(204))
}

pub(super) fn ping(scope: &Scope<'_>, id: &str) -> Answer {
    scope.require_hooks()?;
    send_ping(scope, &find(scope, id)?)?;
    Ok(Reply::status(204))
}

pub(super) fn deliveries(scope: &Scope<'_>, id: &str) -> Answer {
    scope.require_hooks()?;
    let (hook, repository) = (find(scope, id)?, scope.read(|repository| repository.id)?);
    let all: Vec<Value> = {
        let state = scope.github.state();
        let of_it = state
            .deliveries
            .iter()
            .rev()
            .filter(|delivery| delivery.hook_id == hook.id);
        of_it
            .map(|delivery| view::delivery(delivery, repository))
            .collect()
    };
    Ok(paging::page(scope.github, &scope.api.call, all))
}

pub(super) fn redeliver(scope: &Scope<'_>, id: &str, delivery: &str) -> Answer {
    scope.require_hooks()?;
    find(scope, id)?;
    let delivery = delivery.parse().map_err(|_| errors::not_found())?;
    scope
        .github
        .send_again(delivery)
        .ok_or_else(errors::not_found)?;
    Ok(Reply::json(202, &json!({})))
}

/// Keeps a hook that is new or changed, unless GitHub would refuse it.
fn store(scope: &Scope<'_>, hook: &Hook) -> Result<(), Refusal> {
    let refuse = |message: &str| Err(errors::invalid_custom("Hook", message));
    if !url::Url::parse(&hook.url).is_ok_and(|url| matches!(url.scheme(), "http" | "https")) {
        return refuse("url is not a valid URL");
    }
    if let Some(unknown) = hook
        .events
        .iter()
        .find(|event| !EVENTS.contains(&event.as_str()))
    {
        return refuse(&format!("The {unknown:?} event is not supported"));
    }
    scope.change(|repository| {
        let others = || {
            repository
                .hooks
                .values()
                .filter(|other| other.id != hook.id)
        };
        if others().any(|other| other.url == hook.url) {
            return refuse("Hook already exists on this repository");
        }
        for event in &hook.events {
            if others()
                .filter(|other| other.events.contains(event))
                .count()
                >= LIMIT
            {
                return refuse(&format!(
                    "The {event:?} event cannot have more than {LIMIT} hooks"
                ));
            }
        }
        repository.hooks.insert(hook.id, hook.clone());
        Ok(())
    })?
}

fn config_in(body: &Value) -> Value {
    body.get("config").cloned().unwrap_or_default()
}

/// Takes over what a request names.
fn apply(hook: &mut Hook, body: &Value) {
    let config = config_in(body);
    if let Some(url) = text(&config, "url") {
        url.clone_into(&mut hook.url);
    }
    if let Some(secret) = text(&config, "secret") {
        hook.secret = Some(secret.to_owned()).filter(|secret| !secret.is_empty());
    }
    if let Some(kind) = text(&config, "content_type") {
        hook.form = kind != "json";
    }
    let words = |name: &str| -> Option<Vec<String>> {
        let words = body.get(name)?.as_array()?.iter();
        Some(words.filter_map(Value::as_str).map(str::to_owned).collect())
    };
    if let Some(events) = words("events") {
        hook.events = events;
    }
    for event in words("add_events").unwrap_or_default() {
        if !hook.events.contains(&event) {
            hook.events.push(event);
        }
    }
    let removed = words("remove_events").unwrap_or_default();
    hook.events.retain(|event| !removed.contains(event));
    if let Some(active) = body.get("active").and_then(Value::as_bool) {
        hook.active = active;
    }
}

fn send_ping(scope: &Scope<'_>, hook: &Hook) -> Result<(), Refusal> {
    let payload = {
        let state = scope.github.state();
        let repository = state
            .repositories
            .get(&scope.key)
            .ok_or_else(errors::not_found)?;
        events::ping(scope.github, &state, repository, hook, scope.login())
    };
    scope.github.emit_to(hook, &scope.key, "ping", &payload);
    Ok(())
}

fn find(scope: &Scope<'_>, id: &str) -> Result<Hook, Refusal> {
    let id: u64 = id.parse().map_err(|_| errors::not_found())?;
    scope
        .read(|repository| repository.hooks.get(&id).cloned())?
        .ok_or_else(errors::not_found)
}

fn show(scope: &Scope<'_>, hook: &Hook) -> Result<(Reply, Value), Refusal> {
    let name = scope.read(super::Repository::full_name)?;
    let view = view::hook(scope.github, &name, hook);
    Ok((Reply::json(201, &view), view))
}
