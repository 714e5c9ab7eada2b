//! A pull request of GitHub in our words, from the detailed form, a list or a webhook.

use outbound::json;
use serde_json::Value;

use crate::{
    github::time,
    pull_request::{PullRequest, PullRequestState},
};

/// Reads a pull request. What only people read can be missing; what decisions rest on cannot.
///
/// # Errors
/// The name of the field that it is useless without.
pub(super) fn read(value: &Value) -> Result<PullRequest, &'static str> {
    Ok(PullRequest {
        number: json::positive(value, "/number").ok_or("pull request number")?,
        url: json::string(value, "/html_url").unwrap_or_default(),
        title: json::string(value, "/title").unwrap_or_default(),
        body: json::string(value, "/body").unwrap_or_default(),
        state: state(value)?,
        head_branch: json::string(value, "/head/ref").ok_or("head branch")?,
        head_sha: sha(value, "/head/sha").ok_or("head commit")?,
        head_repository: head_repository(value)?,
        base_branch: json::string(value, "/base/ref").ok_or("base branch")?,
        // Servers without drafts do not say.
        draft: flag(value, "/draft").ok_or("draft state")?.unwrap_or(false),
        mergeable: json::flag(value, "/mergeable"),
        author: json::string(value, "/user/login"),
        updated_at: time::milliseconds(value, "/updated_at"),
    })
}

/// Lists do not say `merged`, only when. A pull request is closed without a merge when that is said, not when nothing is.
fn state(value: &Value) -> Result<PullRequestState, &'static str> {
    const UNCLEAR: &str = "pull request state";
    let merged = flag(value, "/merged").ok_or(UNCLEAR);
    let at = value.pointer("/merged_at");
    let is_merged = time::milliseconds(value, "/merged_at").is_some() || merged == Ok(Some(true));
    match json::string(value, "/state").ok_or(UNCLEAR)?.as_str() {
        "open" if is_merged => Err(UNCLEAR),
        "open" => Ok(PullRequestState::Open),
        "closed" if is_merged => Ok(PullRequestState::Merged),
        "closed" if merged? == Some(false) || at == Some(&Value::Null) => {
            Ok(PullRequestState::Closed)
        }
        _ => Err(UNCLEAR),
    }
}

/// Null when it was deleted.
fn head_repository(value: &Value) -> Result<Option<String>, &'static str> {
    match value.pointer("/head/repo") {
        Some(Value::Null) => Ok(None),
        _ => json::string(value, "/head/repo/full_name")
            .filter(|name| names(name).is_some())
            .map(Some)
            .ok_or("head repository"),
    }
}

/// A commit: 40 hex digits.
pub(super) fn sha(value: &Value, pointer: &str) -> Option<String> {
    json::string(value, pointer)
        .filter(|sha| sha.len() == 40 && sha.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Owner and name of `owner/name`.
pub(super) fn names(full: &str) -> Option<(&str, &str)> {
    full.split_once('/')
        .filter(|(owner, name)| !owner.is_empty() && !name.is_empty() && !name.contains('/'))
}

/// A truth value that may be missing or null (`Some(None)`), but not be something else (`None`).
pub(super) fn flag(value: &Value, pointer: &str) -> Option<Option<bool>> {
    match value.pointer(pointer) {
        None | Some(Value::Null) => Some(None),
        Some(_) => json::flag(value, pointer).map(Some),
    }
}
