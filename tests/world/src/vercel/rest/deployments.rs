//! Lists of deployments, newest first.

use serde_json::{Value, json};

use crate::{
    http::Reply,
    vercel::{
        Vercel, errors,
        router::{Answer, Api},
        state::Deployment,
        view,
    },
};

const DEFAULT_LIMIT: i64 = 20;
const LARGEST_LIMIT: i64 = 100;

pub(super) fn list(vercel: &Vercel, api: &Api) -> Answer {
    let query = &api.call.query;
    let limit = query.number("limit").unwrap_or(DEFAULT_LIMIT);
    if !(1..=LARGEST_LIMIT).contains(&limit) {
        return Err(errors::bad_request(
            "Invalid request: `limit` should be between 1 and 100.",
        ));
    }
    let state = vercel.state();
    let named = |name: &str, value: &str| query.get(name).is_none_or(|wanted| wanted == value);
    let one_of = |name: &str, value: &str| {
        query
            .get(name)
            .is_none_or(|list| list.split(',').any(|one| one == value))
    };
    let project_of = |deployment: &Deployment| {
        query
            .get("projectId")
            .is_none_or(|wanted| deployment.project == wanted || deployment.name == wanted)
            && one_of("projectIds", &deployment.project)
    };
    let meta = |deployment: &Deployment| {
        query
            .with_prefix("meta-")
            .all(|(key, value)| deployment.meta.get(key).is_some_and(|kept| kept == value))
    };
    let target = |deployment: &Deployment| match query.get("target") {
        None => true,
        Some("preview") => deployment.target.is_none(),
        Some(wanted) => deployment.target.as_deref() == Some(wanted),
    };
    let (since, until) = (
        query.number("since").or(query.number("from")),
        query.number("until").or(query.number("to")),
    );
    let fitting: Vec<&Deployment> = state
        .deployments
        .iter()
        .rev()
        .filter(|deployment| api.caller.account == deployment.account)
        .filter(|deployment| {
            project_of(deployment)
                && named("app", &deployment.name)
                && target(deployment)
                && meta(deployment)
        })
        .filter(|deployment| {
            named("branch", &deployment.commit.branch) && named("sha", &deployment.commit.sha)
        })
        .filter(|deployment| {
            one_of("state", deployment.state.word()) && one_of("users", &deployment.creator)
        })
        .filter(|deployment| since.is_none_or(|since| deployment.created > since))
        .filter(|deployment| until.is_none_or(|until| deployment.created < until))
        .collect();
    let page = &fitting[..fitting.len().min(limit as usize)];
    let next = (page.len() < fitting.len())
        .then(|| page.last().map(|last| last.created))
        .flatten();
    let shown: Vec<Value> = page
        .iter()
        .map(|deployment| view::listed(vercel.url(), &state, deployment))
        .collect();
    let prev = page.first().map(|first| first.created);
    Ok(Reply::json(
        200,
        &json!({"deployments": shown, "pagination": {"count": shown.len(), "next": next, "prev": prev}}),
    ))
}
