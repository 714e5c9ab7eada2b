//! Commit statuses.

use serde_json::{Value, json};

use super::{Scope, paging, text};
use crate::{
    clock,
    github::{
        errors,
        errors::Refusal,
        router::Answer,
        state::{Access, Status, StatusState},
        view,
    },
    http::Reply,
};

pub(super) async fn create(mut scope: Scope<'_>, sha: &str) -> Answer {
    scope.require(Access::Write)?;
    let body = scope.body().await?;
    let invalid = |field: &str| errors::invalid_field("Status", field, "inclusion");
    let word = text(&body, "state").ok_or_else(|| invalid("state"))?;
    let state = StatusState::parse(word).ok_or_else(|| invalid("state"))?;
    let sha = resolve(&scope, sha).await?;
    let status = Status {
        id: scope.github.ids.number() + 3_000_000,
        sha,
        state,
        context: text(&body, "context").unwrap_or("default").to_owned(),
        description: text(&body, "description").map(str::to_owned),
        target_url: text(&body, "target_url").map(str::to_owned),
        creator: scope.login().to_owned(),
        created: clock::now_seconds(),
    };
    scope.change(|repository| repository.statuses.push(status.clone()))?;
    let state = scope.github.state();
    let repository = state
        .repositories
        .get(&scope.key)
        .ok_or_else(errors::not_found)?;
    Ok(Reply::json(
        201,
        &view::status(scope.github, &state, repository, &status),
    ))
}

/// Every status of a commit, newest first.
pub(super) async fn list(scope: &Scope<'_>, revision: &str) -> Answer {
    let sha = resolve(scope, revision).await?;
    let state = scope.github.state();
    let repository = state
        .repositories
        .get(&scope.key)
        .ok_or_else(errors::not_found)?;
    let all: Vec<Value> = repository
        .statuses
        .iter()
        .rev()
        .filter(|status| status.sha == sha)
        .map(|status| view::status(scope.github, &state, repository, status))
        .collect();
    Ok(paging::page(scope.github, &scope.api.call, all))
}

/// The latest status of each context, and what they amount to.
pub(super) async fn combined(scope: &Scope<'_>, revision: &str) -> Answer {
    let sha = resolve(scope, revision).await?;
    let state = scope.github.state();
    let repository = state
        .repositories
        .get(&scope.key)
        .ok_or_else(errors::not_found)?;
    let latest = latest(&repository.statuses, &sha);
    let word = if latest
        .iter()
        .any(|status| matches!(status.state, StatusState::Error | StatusState::Failure))
    {
        "failure"
    } else if latest.is_empty()
        || latest
            .iter()
            .any(|status| status.state == StatusState::Pending)
    {
        "pending"
    } else {
        "success"
    };
    let shown: Vec<Value> = latest
        .iter()
        .map(|status| view::status(scope.github, &state, repository, status))
        .collect();
    let url = scope
        .github
        .api(&format!("/repos/{}/commits/{sha}", repository.full_name()));
    Ok(Reply::json(
        200,
        &json!({
            "state": word, "statuses": shown, "sha": sha, "total_count": latest.len(),
            "repository": view::repository(scope.github, &state, repository, None), "commit_url": url,
            "url": format!("{url}/status"),
        }),
    ))
}

/// The newest status of each context of a commit, in the order of the contexts' first appearance.
pub(in crate::github) fn latest<'s>(statuses: &'s [Status], sha: &str) -> Vec<&'s Status> {
    let mut latest: Vec<&Status> = Vec::new();
    for status in statuses.iter().filter(|status| status.sha == sha) {
        match latest
            .iter_mut()
            .find(|kept| kept.context == status.context)
        {
            Some(kept) => *kept = status,
            None => latest.push(status),
        }
    }
    latest
}

async fn resolve(scope: &Scope<'_>, revision: &str) -> Result<String, Refusal> {
    let sha = scope.git.resolve(revision).await?;
    sha.ok_or_else(|| errors::refuse(422, &format!("No commit found for SHA: {revision}")))
}
