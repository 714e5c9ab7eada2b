//! The REST API, one file per resource. This file is the table of routes; versions are per endpoint, and those that
//! tools still call stay reachable.

mod create;
mod deployment;
mod deployments;
mod events;
mod projects;
mod teams;
mod tokens;
mod user;
mod webhooks;

use http::Method;
use serde_json::Value;

use super::{
    Vercel, errors,
    errors::Refusal,
    router::{Answer, Api},
};

pub(super) async fn answer(vercel: &Vercel, mut api: Api, path: &[&str]) -> Answer {
    let method = api.call.method.clone();
    if !about_the_caller(path) {
        api.caller.in_scope(vercel)?;
    }
    match (&method, path) {
        (&Method::GET, ["v5", "user", "tokens", id]) => tokens::get(vercel, &api.caller, id),
        (&Method::GET, ["v2", "user"] | ["www", "user"]) => user::current(vercel, &api.caller),
        (&Method::GET, ["v2", "teams"] | ["v1", "teams"]) => Ok(teams::list(vercel, &api)),
        (&Method::GET, ["v2", "teams", id] | ["v1", "teams", id]) => {
            teams::get(vercel, &api.caller, id)
        }
        (&Method::GET, ["v9" | "v10", "projects"]) => Ok(projects::list(vercel, &api)),
        (&Method::GET, ["v9", "projects", id]) => projects::get(vercel, &api.caller, id),
        (&Method::PATCH, ["v9", "projects", id]) => {
            let body = body(&mut api).await?;
            projects::update(vercel, &api.caller, id, &body)
        }
        (&Method::GET, ["v6" | "v7", "deployments"]) => deployments::list(vercel, &api),
        (&Method::POST, ["v13", "deployments"]) => {
            let body = body(&mut api).await?;
            create::create(vercel, &api.caller, &body)
        }
        (&Method::GET, ["v13", "deployments", id]) => deployment::get(vercel, &api.caller, id),
        (&Method::DELETE, ["v13", "deployments", id]) => {
            deployment::delete(vercel, &api.caller, id)
        }
        (&Method::PATCH, ["v12", "deployments", id, "cancel"]) => {
            deployment::cancel(vercel, &api.caller, id)
        }
        (&Method::GET, ["v11", "deployments", id, "builds"]) => {
            deployment::builds(vercel, &api.caller, id)
        }
        (
            &Method::GET,
            ["v2" | "v3", "deployments", id, "events"] | ["v3", "now", "deployments", id, "events"],
        ) => events::answer(vercel, &api, id),
        (&Method::GET, ["v1", "webhooks"]) => Ok(webhooks::list(vercel, &api)),
        (&Method::POST, ["v1", "webhooks"]) => {
            let body = body(&mut api).await?;
            webhooks::create(vercel, &api.caller, &body)
        }
        (&Method::GET, ["v1", "webhooks", id]) => webhooks::get(vercel, &api.caller, id),
        (&Method::DELETE, ["v1", "webhooks", id]) => webhooks::delete(vercel, &api.caller, id),
        _ => Err(errors::not_found(
            "The requested API endpoint was not found.",
        )),
    }
}

/// What every token may ask: who it is, and which teams there are.
fn about_the_caller(path: &[&str]) -> bool {
    matches!(path, [_, "user" | "teams", ..])
}

async fn body(api: &mut Api) -> Result<Value, Refusal> {
    match api.call.json().await {
        Some(Value::Null) => Ok(Value::Object(serde_json::Map::new())),
        Some(body @ Value::Object(_)) => Ok(body),
        _ => Err(errors::bad_request("Invalid JSON")),
    }
}

/// A text field; `None` where it is absent, null or something else.
fn text<'v>(body: &'v Value, name: &str) -> Option<&'v str> {
    body.get(name).and_then(Value::as_str)
}
