//! Projects.

use serde_json::{Value, json};

use super::text;
use crate::{
    http::Reply,
    vercel::{
        Vercel,
        access::Caller,
        errors,
        router::{Answer, Api},
        view,
    },
};

const DEFAULT_LIMIT: i64 = 20;

/// By name; `from` is the token of the next page.
pub(super) fn list(vercel: &Vercel, api: &Api) -> Reply {
    let query = &api.call.query;
    let state = vercel.state();
    let wanted_repository = query
        .get("repo")
        .map(|name| name.rsplit('/').next().unwrap_or(name));
    let mut visible: Vec<_> = state
        .projects
        .values()
        .filter(|project| api.caller.account == project.account)
        .filter(|project| {
            query
                .get("search")
                .is_none_or(|search| project.name.contains(search))
        })
        .filter(|project| {
            wanted_repository.is_none_or(|name| {
                project
                    .link
                    .as_ref()
                    .is_some_and(|link| link.repository == name)
            })
        })
        .collect();
    visible.sort_by(|one, other| one.name.cmp(&other.name));
    let limit = query.number("limit").unwrap_or(DEFAULT_LIMIT).clamp(1, 100) as usize;
    let start = query
        .get("from")
        .and_then(|token| token.strip_prefix("after-")?.parse().ok())
        .unwrap_or(0_usize);
    let page: Vec<Value> = visible
        .iter()
        .skip(start)
        .take(limit)
        .map(|project| view::project(&state, project))
        .collect();
    let next =
        (start + page.len() < visible.len()).then(|| format!("after-{}", start + page.len()));
    Reply::json(
        200,
        &json!({"projects": page, "pagination": {"count": page.len(), "next": next, "prev": null}}),
    )
}

pub(super) fn get(vercel: &Vercel, caller: &Caller, id: &str) -> Answer {
    let state = vercel.state();
    Ok(Reply::json(
        200,
        &view::project(&state, caller.project(&state, id)?),
    ))
}

pub(super) fn update(vercel: &Vercel, caller: &Caller, id: &str, body: &Value) -> Answer {
    let mut state = vercel.state();
    let id = caller.project(&state, id)?.id.clone();
    let project = state
        .projects
        .get_mut(&id)
        .ok_or_else(|| errors::not_found("Project not found."))?;
    let settings = &mut project.settings;
    for (name, setting) in [
        ("framework", &mut settings.framework),
        ("nodeVersion", &mut settings.node_version),
        ("installCommand", &mut settings.install_command),
        ("buildCommand", &mut settings.build_command),
        ("outputDirectory", &mut settings.output_directory),
        ("rootDirectory", &mut settings.root_directory),
    ] {
        if body.get(name).is_some() {
            *setting = text(body, name).map(str::to_owned);
        }
    }
    Ok(Reply::json(
        200,
        &view::project(&state, caller.project(&state, &id)?),
    ))
}
