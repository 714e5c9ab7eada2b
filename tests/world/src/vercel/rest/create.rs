//! New deployments: of an earlier one again, or of a commit.

use std::collections::BTreeMap;

use serde_json::Value;

use super::text;
use crate::{
    http::Reply,
    vercel::{
        Vercel, access::Caller, errors, errors::Refusal, push::NewDeployment, router::Answer, view,
    },
};

pub(super) fn create(vercel: &Vercel, caller: &Caller, body: &Value) -> Answer {
    if text(body, "name").is_none() && text(body, "project").is_none() {
        return Err(errors::bad_request(
            "Invalid request: missing required property `name`.",
        ));
    }
    let meta = given_meta(body)?;
    let new = match (text(body, "deploymentId"), body.get("gitSource")) {
        (Some(id), _) => again(vercel, caller, id, body, meta)?,
        (None, Some(source)) => of_commit(vercel, caller, body, source, meta)?,
        (None, None) => return Err(errors::refuse(400, "missing_files", "Missing files")),
    };
    let id = vercel.deploy(new);
    let state = vercel.state();
    let deployment = caller.deployment(&state, &id)?;
    Ok(Reply::json(
        200,
        &view::deployment(vercel.url(), &state, deployment),
    ))
}

/// The same commit once more: its meta is kept, the given meta put on top.
fn again(
    vercel: &Vercel,
    caller: &Caller,
    id: &str,
    body: &Value,
    given: BTreeMap<String, String>,
) -> Result<NewDeployment, Refusal> {
    let state = vercel.state();
    let earlier = caller.deployment(&state, id)?;
    let mut meta = earlier.meta.clone();
    meta.insert("action".to_owned(), "redeploy".to_owned());
    meta.insert("originalDeploymentId".to_owned(), earlier.id.clone());
    meta.extend(given);
    Ok(NewDeployment {
        project: earlier.project.clone(),
        creator: caller.user.clone(),
        source: "redeploy",
        target: text(body, "target")
            .map(str::to_owned)
            .or_else(|| earlier.target.clone()),
        meta,
        commit: earlier.commit.clone(),
    })
}

/// A commit of the project's repository that was deployed before; others are unknown to this Vercel.
fn of_commit(
    vercel: &Vercel,
    caller: &Caller,
    body: &Value,
    source: &Value,
    given: BTreeMap<String, String>,
) -> Result<NewDeployment, Refusal> {
    let state = vercel.state();
    let project = caller.project(
        &state,
        text(body, "project")
            .or_else(|| text(body, "name"))
            .unwrap_or_default(),
    )?;
    let wanted = |name: &str, value: &str| text(source, name).is_none_or(|wanted| wanted == value);
    let known = state.deployments.iter().rev().find(|deployment| {
        deployment.project == project.id
            && wanted("ref", &deployment.commit.branch)
            && wanted("sha", &deployment.commit.sha)
    });
    let known =
        known.ok_or_else(|| errors::bad_request("The provided `gitSource` could not be found."))?;
    let mut meta = known.meta.clone();
    meta.extend(given);
    Ok(NewDeployment {
        project: project.id.clone(),
        creator: caller.user.clone(),
        source: "api-trigger-git-deploy",
        target: text(body, "target").map(str::to_owned),
        meta,
        commit: known.commit.clone(),
    })
}

fn given_meta(body: &Value) -> Result<BTreeMap<String, String>, Refusal> {
    let Some(meta) = body.get("meta") else {
        return Ok(BTreeMap::new());
    };
    let invalid =
        || errors::bad_request("Invalid request: `meta` should be an object with string values.");
    let pairs = meta.as_object().ok_or_else(invalid)?;
    pairs
        .iter()
        .map(|(key, value)| Ok((key.clone(), value.as_str().ok_or_else(invalid)?.to_owned())))
        .collect()
}
