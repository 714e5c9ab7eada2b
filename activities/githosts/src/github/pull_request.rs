//! A pull request of GitHub in our words, from the detailed form, a list or a webhook.

use jiff::Timestamp;
use outbound::json;
use serde_json::Value;

use crate::host::{PullRequest, PullRequestState};

/// Reads a pull request.
///
/// # Errors
/// The name of the field that it is useless without.
pub(super) fn read(value: &Value) -> Result<PullRequest, &'static str> {
    let number = json::number(value, "/number")
        .and_then(|number| u64::try_from(number).ok())
        .ok_or("pull request number")?;
    // Lists have no `merged`.
    let is_merged =
        json::flag(value, "/merged").unwrap_or(false) || json::text(value, "/merged_at").is_some();
    let state = match json::text(value, "/state").as_deref() {
        _ if is_merged => PullRequestState::Merged,
        Some("open") => PullRequestState::Open,
        Some("closed") => PullRequestState::Closed,
        _ => return Err("pull request state"),
    };
    Ok(PullRequest {
        number,
        url: json::text(value, "/html_url").unwrap_or_default(),
        title: json::text(value, "/title").unwrap_or_default(),
        body: json::text(value, "/body").unwrap_or_default(),
        state,
        head_branch: json::text(value, "/head/ref").ok_or("head branch")?,
        head_sha: json::text(value, "/head/sha").ok_or("head commit")?,
        head_repository: json::text(value, "/head/repo/full_name"),
        base_branch: json::text(value, "/base/ref").ok_or("base branch")?,
        draft: json::flag(value, "/draft").unwrap_or(false),
        mergeable: json::flag(value, "/mergeable"),
        author: json::text(value, "/user/login"),
        updated_at: json::text(value, "/updated_at")
            .and_then(|text| text.parse::<Timestamp>().ok())
            .map(|time| time.as_millisecond()),
    })
}
