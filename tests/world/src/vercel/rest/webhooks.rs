//! Account webhooks.

use serde_json::{Value, json};

use super::text;
use crate::{
    clock,
    http::Reply,
    vercel::{
        Vercel,
        access::Caller,
        errors,
        hooks::Webhook,
        router::{Answer, Api},
        state::Plan,
    },
};

/// Vercel's limit per account.
const LIMIT: usize = 20;

/// What follows `deployment.`; other groups are only checked for their first word.
const DEPLOYMENT_EVENTS: [&str; 18] = [
    "created",
    "build-requested",
    "cleanup",
    "error",
    "blocked",
    "canceled",
    "succeeded",
    "ready",
    "check-rerequested",
    "promoted",
    "rollback",
    "integration.action.start",
    "integration.action.cancel",
    "integration.action.cleanup",
    "checkrun.start",
    "checkrun.cancel",
    "checks.failed",
    "checks.succeeded",
];
const OTHER_GROUPS: [&str; 8] = [
    "project",
    "domain",
    "integration-configuration",
    "alerts",
    "firewall",
    "integration-resource",
    "marketplace",
    "budget",
];

pub(super) fn list(vercel: &Vercel, api: &Api) -> Reply {
    let state = vercel.state();
    let wanted = api.call.query.get("projectId");
    let mine = state
        .webhooks
        .iter()
        .filter(|hook| hook.account == api.caller.account);
    let fitting = mine
        .filter(|hook| wanted.is_none_or(|id| hook.projects.iter().any(|project| project == id)));
    Reply::json(
        200,
        &Value::Array(fitting.map(|hook| view(hook, false)).collect()),
    )
}

pub(super) fn create(vercel: &Vercel, caller: &Caller, body: &Value) -> Answer {
    let url = text(body, "url")
        .ok_or_else(|| errors::bad_request("Invalid request: missing required property `url`."))?;
    if !url::Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https")) {
        return Err(errors::bad_request(
            "Invalid request: `url` should match format \"uri\".",
        ));
    }
    let words = |name: &str| -> Vec<String> {
        let list = body
            .get(name)
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        list.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let (events, projects) = (words("events"), words("projectIds"));
    if events.is_empty() {
        return Err(errors::bad_request(
            "Invalid request: `events` should NOT have fewer than 1 items.",
        ));
    }
    if let Some(unknown) = events.iter().find(|event| !known(event)) {
        return Err(errors::bad_request(&format!(
            "Invalid request: `events` contains the unknown event {unknown:?}."
        )));
    }
    let mut state = vercel.state();
    if state.plan(&caller.account) == Plan::Hobby {
        return Err(errors::forbidden(
            "Webhooks are only available on the Pro and Enterprise plans.",
        ));
    }
    if state
        .webhooks
        .iter()
        .filter(|hook| hook.account == caller.account)
        .count()
        >= LIMIT
    {
        return Err(errors::refuse(
            400,
            "webhooks_limit_reached",
            "You can only create up to 20 webhooks.",
        ));
    }
    if let Some(foreign) = projects
        .iter()
        .find(|id| caller.project(&state, id).is_err())
    {
        return Err(errors::not_found(&format!("Project not found: {foreign}")));
    }
    let now = clock::now_ms();
    let hook = Webhook {
        id: vercel.ids.prefixed("account_hook_", 24),
        account: caller.account.clone(),
        url: url.to_owned(),
        secret: vercel.ids.letters(24),
        events,
        projects,
        created: now,
    };
    let shown = view(&hook, true);
    state.webhooks.push(hook);
    Ok(Reply::json(200, &shown))
}

pub(super) fn get(vercel: &Vercel, caller: &Caller, id: &str) -> Answer {
    let state = vercel.state();
    let hook = state
        .webhooks
        .iter()
        .find(|hook| hook.id == id && hook.account == caller.account);
    Ok(Reply::json(
        200,
        &view(
            hook.ok_or_else(|| errors::not_found("Webhook not found"))?,
            false,
        ),
    ))
}

pub(super) fn delete(vercel: &Vercel, caller: &Caller, id: &str) -> Answer {
    let mut state = vercel.state();
    let before = state.webhooks.len();
    state
        .webhooks
        .retain(|hook| hook.id != id || hook.account != caller.account);
    if state.webhooks.len() == before {
        Err(errors::not_found("Webhook not found"))
    } else {
        Ok(Reply::status(204))
    }
}

fn known(event: &str) -> bool {
    match event.split_once('.') {
        Some(("deployment", rest)) => DEPLOYMENT_EVENTS.contains(&rest),
        Some((group, rest)) => OTHER_GROUPS.contains(&group) && !rest.is_empty(),
        None => false,
    }
}

/// The secret is shown once, when the webhook is made.
fn view(hook: &Webhook, secret: bool) -> Value {
    let mut view = json!({
        "id": hook.id, "url": hook.url, "events": hook.events, "ownerId": hook.account, "createdAt": hook.created,
        "updatedAt": hook.created,
    });
    if !hook.projects.is_empty() {
        view["projectIds"] = json!(hook.projects);
    }
    if secret {
        view["secret"] = json!(hook.secret);
    }
    view
}
