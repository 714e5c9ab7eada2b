//! Repository webhooks.

use serde_json::{Value, json};

use super::{Scope, paging, text};
use crate::{
    clock,
    github::{errors, errors::Refusal, events, hooks::Hook, router::Answer, state::Access, view},
    http::Reply,
};

pub(super) fn list(scope: &Scope<'_>) -> Answer {
    scope.require(Access::Admin)?;
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
    scope.require(Access::Admin)?;
    let body = scope.body().await?;
    let config = body.get("config").cloned().unwrap_or_default();
    let url = text(&config, "url")
        .ok_or_else(|| errors::invalid_field("Hook", "url", "missing_field"))?;
    if url::Url::parse(url).is_err() {
        return Err(errors::invalid_custom("Hook", "url is not a valid URL"));
    }
    if scope.read(|repository| repository.hooks.values().any(|hook| hook.url == url))? {
        return Err(errors::invalid_custom(
            "Hook",
            "Hook already exists on this repository",
        ));
    }
    let now = clock::now_seconds();
    let mut hook = Hook {
        id: scope.github.ids.number() + 5_000_000,
        url: url.to_owned(),
        secret: None,
        form: true,
        events: vec!["push".to_owned()],
        active: true,
        created: now,
        updated: now,
    };
    apply(&mut hook, &body);
    scope.change(|repository| repository.hooks.insert(hook.id, hook.clone()))?;
    send_ping(&scope, &hook)?;
    Ok(show(&scope, &hook)?.0)
}

pub(super) fn get(scope: &Scope<'_>, id: &str) -> Answer {
    scope.require(Access::Admin)?;
    Ok(Reply::json(200, &show(scope, &find(scope, id)?)?.1))
}

pub(super) async fn update(mut scope: Scope<'_>, id: &str) -> Answer {
    scope.require(Access::Admin)?;
    let body = scope.body().await?;
    let mut hook = find(&scope, id)?;
    apply(&mut hook, &body);
    hook.updated = clock::now_seconds();
    scope.change(|repository| repository.hooks.insert(hook.id, hook.clone()))?;
    Ok(Reply::json(200, &show(&scope, &hook)?.1))
}

pub(super) fn delete(scope: &Scope<'_>, id: &str) -> Answer {
    scope.require(Access::Admin)?;
    let hook = find(scope, id)?;
    scope.change(|repository| repository.hooks.remove(&hook.id))?;
    Ok(Reply::status(204))
}

pub(super) fn ping(scope: &Scope<'_>, id: &str) -> Answer {
    scope.require(Access::Admin)?;
    send_ping(scope, &find(scope, id)?)?;
    Ok(Reply::status(204))
}

pub(super) fn deliveries(scope: &Scope<'_>, id: &str) -> Answer {
    scope.require(Access::Admin)?;
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
    scope.require(Access::Admin)?;
    find(scope, id)?;
    let delivery = delivery.parse().map_err(|_| errors::not_found())?;
    scope
        .github
        .send_again(delivery)
        .ok_or_else(errors::not_found)?;
    Ok(Reply::json(202, &json!({})))
}

/// Takes over what a request names.
fn apply(hook: &mut Hook, body: &Value) {
    let config = body.get("config").cloned().unwrap_or_default();
    if let Some(url) = text(&config, "url") {
        url.clone_into(&mut hook.url);
    }
    if let Some(secret) = text(&config, "secret") {
        hook.secret = Some(secret.to_owned()).filter(|secret| !secret.is_empty());
    }
    if let Some(kind) = text(&config, "content_type") {
        hook.form = kind != "json";
    }
    if let Some(events) = body.get("events").and_then(Value::as_array) {
        hook.events = events
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect();
    }
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
