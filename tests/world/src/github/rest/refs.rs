//! The git database's refs.

use serde_json::{Value, json};

use super::{Scope, text};
use crate::{
    github::{errors, errors::Refusal, router::Answer, state::Access},
    http::Reply,
};

pub(super) async fn get(scope: &Scope<'_>, name: &str) -> Answer {
    let refs = scope.git.refs().await?;
    if refs.is_empty() {
        return Err(errors::empty_repository());
    }
    let full = format!("refs/{name}");
    let sha = refs.get(&full).ok_or_else(errors::not_found)?;
    Ok(Reply::json(200, &view(scope, &full, sha)?))
}

pub(super) async fn create(mut scope: Scope<'_>) -> Answer {
    scope.require(Access::Write)?;
    let body = scope.body().await?;
    let name = text(&body, "ref").ok_or_else(|| unprocessable("Reference name is required"))?;
    let sha = text(&body, "sha").ok_or_else(|| unprocessable("sha wasn't supplied."))?;
    if !name.starts_with("refs/") || name.matches('/').count() < 2 {
        return Err(unprocessable(
            "Reference name must start with 'refs' and have at least two slashes.",
        ));
    }
    let refs = scope.git.refs().await?;
    if refs.is_empty() {
        return Err(errors::empty_repository());
    }
    if refs.contains_key(name) {
        return Err(unprocessable("Reference already exists"));
    }
    move_to(&scope, name, sha).await?;
    Ok(Reply::json(201, &view(&scope, name, sha)?))
}

pub(super) async fn update(mut scope: Scope<'_>, name: &str) -> Answer {
    scope.require(Access::Write)?;
    let body = scope.body().await?;
    let full = format!("refs/{name}");
    let sha = text(&body, "sha").ok_or_else(|| unprocessable("sha wasn't supplied."))?;
    let refs = scope.git.refs().await?;
    let before = refs
        .get(&full)
        .ok_or_else(|| unprocessable("Reference does not exist"))?;
    let force = body.get("force").and_then(Value::as_bool).unwrap_or(false);
    if scope.git.resolve(sha).await?.is_none() {
        return Err(unprocessable("Object does not exist"));
    }
    if !force && !scope.git.is_ancestor(before, sha).await? {
        return Err(unprocessable("Update is not a fast forward"));
    }
    move_to(&scope, &full, sha).await?;
    Ok(Reply::json(200, &view(&scope, &full, sha)?))
}

pub(super) async fn delete(scope: &Scope<'_>, name: &str) -> Answer {
    scope.require(Access::Write)?;
    let full = format!("refs/{name}");
    if !scope.git.refs().await?.contains_key(&full) {
        return Err(unprocessable("Reference does not exist"));
    }
    scope
        .github
        .moving(
            &scope.key,
            scope.login(),
            &scope.git,
            scope.git.update_ref(&full, None, None),
        )
        .await?;
    Ok(Reply::status(204))
}

async fn move_to(scope: &Scope<'_>, name: &str, sha: &str) -> Result<(), Refusal> {
    if scope.git.resolve(sha).await?.is_none() {
        return Err(unprocessable("Object does not exist"));
    }
    let update = scope.git.update_ref(name, Some(sha), None);
    Ok(scope
        .github
        .moving(&scope.key, scope.login(), &scope.git, update)
        .await?)
}

fn unprocessable(message: &str) -> Refusal {
    errors::refuse(422, message)
}

fn view(scope: &Scope<'_>, name: &str, sha: &str) -> Result<Value, Refusal> {
    let holder = scope.read(super::Repository::full_name)?;
    let api = |path: String| scope.github.api(&format!("/repos/{holder}/git/{path}"));
    Ok(json!({
        "ref": name, "node_id": format!("REF_{name}"), "url": api(name.to_owned()),
        "object": {"sha": sha, "type": "commit", "url": api(format!("commits/{sha}"))},
    }))
}
