//! Branches.

use serde_json::{Value, json};

use super::{Scope, paging};
use crate::{
    github::{errors, router::Answer, view},
    http::Reply,
};

pub(super) async fn list(scope: &Scope<'_>) -> Answer {
    let name = scope.read(super::Repository::full_name)?;
    let branches = scope.git.branches().await?;
    let all: Vec<Value> = branches
        .into_iter()
        .map(|(branch, sha)| {
            let url = scope.github.api(&format!("/repos/{name}/commits/{sha}"));
            json!({"name": branch, "commit": {"sha": sha, "url": url}, "protected": false})
        })
        .collect();
    Ok(paging::page(scope.github, &scope.api.call, all))
}

pub(super) async fn get(scope: &Scope<'_>, branch: &str) -> Answer {
    let commit = scope.git.commit(&format!("refs/heads/{branch}")).await?;
    let commit = commit.ok_or_else(|| errors::refuse(404, "Branch not found"))?;
    let name = scope.read(super::Repository::full_name)?;
    let api = scope
        .github
        .api(&format!("/repos/{name}/branches/{branch}"));
    let state = scope.github.state();
    Ok(Reply::json(
        200,
        &json!({
            "name": branch, "commit": view::commit(scope.github, &state, &name, &commit, None), "protected": false,
            "protection": {"enabled": false, "required_status_checks": {"enforcement_level": "off", "contexts": [], "checks": []}},
            "protection_url": format!("{api}/protection"),
            "_links": {"self": api, "html": format!("{}/{name}/tree/{branch}", scope.github.url())},
        }),
    ))
}
