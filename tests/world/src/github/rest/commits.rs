//! Commits, comparisons, and the pull requests a commit belongs to.

use serde_json::{Value, json};

use super::{Scope, paging};
use crate::{
    github::{change::changed, errors, router::Answer, view, view::Mergeable},
    http::Reply,
};

/// Commits read for one list or comparison.
const LISTED: usize = 250;

pub(super) async fn list(scope: &Scope<'_>) -> Answer {
    let branch = scope.read(|repository| repository.default_branch.clone())?;
    let revision = scope.api.call.query.get("sha").unwrap_or(&branch);
    let Some(start) = scope.git.resolve(revision).await? else {
        return Err(if scope.git.refs().await?.is_empty() {
            errors::empty_repository()
        } else {
            errors::not_found()
        });
    };
    let commits = scope.git.log(&start, LISTED).await?;
    let name = scope.read(super::Repository::full_name)?;
    let all: Vec<Value> = {
        let state = scope.github.state();
        commits
            .iter()
            .map(|commit| view::commit(scope.github, &state, &name, commit, None))
            .collect()
    };
    Ok(paging::page(scope.github, &scope.api.call, all))
}

pub(super) async fn get(scope: &Scope<'_>, revision: &str) -> Answer {
    let Some(commit) = scope.git.commit(revision).await? else {
        if scope.git.refs().await?.is_empty() {
            return Err(errors::empty_repository());
        }
        return Err(errors::refuse(
            422,
            &format!("No commit found for SHA: {revision}"),
        ));
    };
    let files = changed(&scope.git, &commit).await?;
    let name = scope.read(super::Repository::full_name)?;
    let state = scope.github.state();
    Ok(Reply::json(
        200,
        &view::commit(scope.github, &state, &name, &commit, Some(&files)),
    ))
}

/// The pull requests that brought a commit or would bring it.
pub(super) async fn pulls(scope: &Scope<'_>, sha: &str) -> Answer {
    let Some(sha) = scope.git.resolve(sha).await? else {
        return Err(errors::refuse(
            422,
            &format!("No commit found for SHA: {sha}"),
        ));
    };
    let candidates =
        scope.read(|repository| repository.pulls.values().cloned().collect::<Vec<_>>())?;
    let mut holding = Vec::new();
    for pull in candidates {
        let in_head = pull.head_sha == sha || scope.git.is_ancestor(&sha, &pull.head_sha).await?;
        if in_head && !scope.git.is_ancestor(&sha, &pull.base_sha).await? {
            holding.push(pull);
        }
    }
    let state = scope.github.state();
    let repository = state
        .repositories
        .get(&scope.key)
        .ok_or_else(errors::not_found)?;
    let all = holding
        .iter()
        .map(|pull| view::pull(scope.github, &state, repository, pull, Mergeable::Hidden))
        .collect();
    Ok(paging::page(scope.github, &scope.api.call, all))
}

/// `base...head`.
pub(super) async fn compare(scope: &Scope<'_>, range: &str) -> Answer {
    let owner = scope.read(|repository| format!("{}:", repository.owner))?;
    let (base, head) = range.split_once("...").ok_or_else(errors::not_found)?;
    let base = scope
        .git
        .commit(base.trim_start_matches(&owner))
        .await?
        .ok_or_else(errors::not_found)?;
    let head = scope
        .git
        .commit(head.trim_start_matches(&owner))
        .await?
        .ok_or_else(errors::not_found)?;
    let ancestor = scope
        .git
        .merge_base(&base.sha, &head.sha)
        .await?
        .ok_or_else(errors::not_found)?;
    let ancestor = scope
        .git
        .commit(&ancestor)
        .await?
        .ok_or_else(errors::not_found)?;
    let ahead = scope
        .git
        .count(&format!("{}..{}", base.sha, head.sha))
        .await?;
    let behind = scope
        .git
        .count(&format!("{}..{}", head.sha, base.sha))
        .await?;
    let commits = scope
        .git
        .log(&format!("{}..{}", base.sha, head.sha), LISTED)
        .await?;
    let files = scope.git.diff(&base.sha, &head.sha, true).await?;
    let name = scope.read(super::Repository::full_name)?;
    let state = scope.github.state();
    let show = |commit| view::commit(scope.github, &state, &name, commit, None);
    let word = match (ahead, behind) {
        (0, 0) => "identical",
        (_, 0) => "ahead",
        (0, _) => "behind",
        _ => "diverged",
    };
    let url = scope.github.api(&format!("/repos/{name}/compare/{range}"));
    let html = format!("{}/{name}/compare/{range}", scope.github.url());
    Ok(Reply::json(
        200,
        &json!({
            "url": url, "html_url": html, "permalink_url": html, "diff_url": format!("{html}.diff"),
            "patch_url": format!("{html}.patch"), "base_commit": show(&base), "merge_base_commit": show(&ancestor),
            "status": word, "ahead_by": ahead, "behind_by": behind, "total_commits": ahead,
            "commits": commits.iter().rev().map(show).collect::<Vec<_>>(),
            "files": files.iter().map(|file| view::compared_file(scope.github, &name, &head.sha, file)).collect::<Vec<_>>(),
        }),
    ))
}
