//! Pull requests.

use serde_json::{Value, json};

use super::{Scope, paging, text};
use crate::{
    github::{
        errors,
        errors::Refusal,
        pulls::{NewPull, PullEdit},
        router::Answer,
        state::{Access, PullRequest},
        view,
        view::Mergeable,
    },
    http::Reply,
};

pub(super) fn list(scope: &Scope<'_>) -> Answer {
    let query = &scope.api.call.query;
    let state_wanted = query.get("state").unwrap_or("open");
    // Without "owner:" GitHub ignores the filter.
    let head = query.get("head").and_then(|head| head.split_once(':'));
    let state = scope.github.state();
    let repository = state
        .repositories
        .get(&scope.key)
        .ok_or_else(errors::not_found)?;
    let mut pulls: Vec<&PullRequest> = repository
        .pulls
        .values()
        .filter(|pull| match state_wanted {
            "all" => true,
            "closed" => !pull.open,
            _ => pull.open,
        })
        .filter(|pull| {
            head.is_none_or(|(owner, branch)| {
                owner.eq_ignore_ascii_case(&repository.owner) && pull.head == branch
            })
        })
        .filter(|pull| query.get("base").is_none_or(|base| pull.base == base))
        .collect();
    if query.get("direction") != Some("asc") {
        pulls.reverse();
    }
    let all = pulls
        .into_iter()
        .map(|pull| view::pull(scope.github, &state, repository, pull, Mergeable::Hidden))
        .collect();
    drop(state);
    Ok(paging::page(scope.github, &scope.api.call, all))
}

pub(super) async fn create(mut scope: Scope<'_>) -> Answer {
    scope.require(Access::Write)?;
    let body = scope.body().await?;
    let needed = |field: &str| {
        let value = text(&body, field).filter(|value| !value.trim().is_empty());
        value
            .map(str::to_owned)
            .ok_or_else(|| errors::invalid_field("PullRequest", field, "missing_field"))
    };
    let (title, head, base) = (needed("title")?, needed("head")?, needed("base")?);
    let owner = scope.read(|repository| repository.owner.clone())?;
    let head = match head.split_once(':') {
        Some((prefix, branch)) if prefix.eq_ignore_ascii_case(&owner) => branch.to_owned(),
        // Forks are not modelled: another owner has no branch here.
        Some(_) => return Err(errors::invalid_field("PullRequest", "head", "invalid")),
        None => head,
    };
    let new = NewPull {
        author: scope.login().to_owned(),
        title,
        body: text(&body, "body").map(str::to_owned),
        head,
        base,
        draft: body.get("draft").and_then(Value::as_bool).unwrap_or(false),
        maintainer_can_modify: body
            .get("maintainer_can_modify")
            .and_then(Value::as_bool)
            .unwrap_or(true),
    };
    let number = scope.github.open_pull(&scope.key, &scope.git, new).await?;
    show(&scope, number, 201, Mergeable::Unknown)
}

pub(super) async fn get(scope: &Scope<'_>, number: &str) -> Answer {
    let pull = scope.pull(number)?;
    let mergeable = scope.github.mergeable(&scope.git, &pull).await?;
    show(scope, pull.number, 200, mergeable)
}

pub(super) async fn update(mut scope: Scope<'_>, number: &str) -> Answer {
    scope.require(Access::Write)?;
    let body = scope.body().await?;
    let pull = scope.pull(number)?;
    let open = match text(&body, "state") {
        None => None,
        Some("open") => Some(true),
        Some("closed") => Some(false),
        Some(_) => return Err(errors::invalid_field("PullRequest", "state", "invalid")),
    };
    let edit = PullEdit {
        title: text(&body, "title").map(str::to_owned),
        body: text(&body, "body").map(str::to_owned),
        base: text(&body, "base").map(str::to_owned),
        open,
    };
    scope
        .github
        .edit_pull(&scope.key, &scope.git, scope.login(), pull.number, edit)
        .await?;
    let pull = scope.pull(number)?;
    let mergeable = scope.github.mergeable(&scope.git, &pull).await?;
    show(&scope, pull.number, 200, mergeable)
}

pub(super) async fn files(scope: &Scope<'_>, number: &str) -> Answer {
    let pull = scope.pull(number)?;
    let base = base_of(scope, &pull).await?;
    let files = scope.git.diff(&base, &pull.head_sha, true).await?;
    let name = scope.read(super::Repository::full_name)?;
    let all = files
        .iter()
        .map(|file| view::compared_file(scope.github, &name, &pull.head_sha, file))
        .collect();
    Ok(paging::page(scope.github, &scope.api.call, all))
}

pub(super) async fn commits(scope: &Scope<'_>, number: &str) -> Answer {
    let pull = scope.pull(number)?;
    let base = base_of(scope, &pull).await?;
    let commits = scope
        .git
        .log(&format!("{base}..{}", pull.head_sha), 250)
        .await?;
    let name = scope.read(super::Repository::full_name)?;
    let all: Vec<Value> = {
        let state = scope.github.state();
        commits
            .iter()
            .rev()
            .map(|commit| view::commit(scope.github, &state, &name, commit, None))
            .collect()
    };
    Ok(paging::page(scope.github, &scope.api.call, all))
}

/// What to compare with: the base branch now, or as it was when the pull request ended.
async fn base_of(scope: &Scope<'_>, pull: &PullRequest) -> Result<String, Refusal> {
    let now = if pull.open {
        scope.git.tip(&pull.base).await?
    } else {
        None
    };
    Ok(now.unwrap_or_else(|| pull.base_sha.clone()))
}

fn show(scope: &Scope<'_>, number: u64, status: u16, mergeable: Mergeable) -> Answer {
    let state = scope.github.state();
    let repository = state
        .repositories
        .get(&scope.key)
        .ok_or_else(errors::not_found)?;
    let pull = repository
        .pulls
        .get(&number)
        .ok_or_else(errors::not_found)?;
    let view = view::pull(scope.github, &state, repository, pull, mergeable);
    let location = view["url"].as_str().unwrap_or_default().to_owned();
    let reply = Reply::json(status, &json!(view));
    Ok(if status == 201 {
        reply.header("location", &location)
    } else {
        reply
    })
}
