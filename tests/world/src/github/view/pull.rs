//! Pull requests.

use serde_json::{Value, json};

use super::{account, label, repository};
use crate::{
    clock,
    github::{
        GitHub,
        state::{PullRequest, Repository, State},
    },
};

/// What GitHub knows about merging; it finds out after the pull request was made, and shows it only for single ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::github) enum Mergeable {
    /// Lists do not say.
    Hidden,
    /// Not found out yet.
    Unknown,
    /// Found out, with the size of the change.
    Known {
        clean: bool,
        commits: u64,
        additions: u64,
        deletions: u64,
        files: u64,
    },
}

pub(in crate::github) fn pull(
    github: &GitHub,
    state: &State,
    holder: &Repository,
    pull: &PullRequest,
    mergeable: Mergeable,
) -> Value {
    let (full_name, number) = (holder.full_name(), pull.number);
    let api = github.api(&format!("/repos/{full_name}/pulls/{number}"));
    let issue = github.api(&format!("/repos/{full_name}/issues/{number}"));
    let html = format!("{}/{full_name}/pull/{number}", github.url());
    let end = |branch: &str, sha: &str| {
        json!({
            "label": format!("{}:{branch}", holder.owner), "ref": branch, "sha": sha,
            "user": account(github, state, &holder.owner), "repo": repository(github, state, holder, None),
        })
    };
    let labels: Vec<Value> = pull
        .labels
        .iter()
        .map(|name| label(github, holder, name))
        .collect();
    let links: Value = [
        ("self", api.clone()),
        ("html", html.clone()),
        ("issue", issue.clone()),
        ("comments", format!("{issue}/comments")),
        ("review_comments", format!("{api}/comments")),
        ("commits", format!("{api}/commits")),
        (
            "review_comment",
            github.api(&format!("/repos/{full_name}/pulls/comments{{/number}}")),
        ),
        (
            "statuses",
            github.api(&format!("/repos/{full_name}/statuses/{}", pull.head_sha)),
        ),
    ]
    .into_iter()
    .map(|(name, href)| (name.to_owned(), json!({"href": href})))
    .collect::<serde_json::Map<_, _>>()
    .into();
    let mut view = json!({
        "url": api, "id": pull.id, "node_id": format!("PR_{}", pull.id), "html_url": html,
        "diff_url": format!("{html}.diff"), "patch_url": format!("{html}.patch"), "issue_url": issue, "number": number,
        "state": if pull.open { "open" } else { "closed" }, "locked": false, "title": pull.title,
        "user": account(github, state, &pull.author), "body": pull.body, "created_at": clock::iso(pull.created),
        "updated_at": clock::iso(pull.updated), "closed_at": pull.closed.map(clock::iso),
        "merged_at": pull.merged.as_ref().map(|merged| clock::iso(merged.at)),
        "merge_commit_sha": pull.merged.as_ref().map(|merged| &merged.sha), "assignee": null, "assignees": [],
        "requested_reviewers": [], "requested_teams": [], "labels": labels, "milestone": null, "draft": pull.draft,
        "commits_url": format!("{api}/commits"), "review_comments_url": format!("{api}/comments"),
        "review_comment_url": github.api(&format!("/repos/{full_name}/pulls/comments{{/number}}")),
        "comments_url": format!("{issue}/comments"),
        "statuses_url": github.api(&format!("/repos/{full_name}/statuses/{}", pull.head_sha)),
        "head": end(&pull.head, &pull.head_sha), "base": end(&pull.base, &pull.base_sha), "_links": links,
        "author_association": "COLLABORATOR", "auto_merge": null, "active_lock_reason": null,
    });
    if mergeable != Mergeable::Hidden {
        detail(github, state, holder, pull, mergeable, &mut view);
    }
    view
}

fn detail(
    github: &GitHub,
    state: &State,
    holder: &Repository,
    pull: &PullRequest,
    mergeable: Mergeable,
    view: &mut Value,
) {
    let comments = holder
        .comments
        .values()
        .filter(|comment| comment.issue == pull.number)
        .count();
    let (clean, word, sizes) = match mergeable {
        Mergeable::Known {
            clean,
            commits,
            additions,
            deletions,
            files,
        } => {
            let word = if !clean {
                "dirty"
            } else if pull.draft {
                "draft"
            } else {
                "clean"
            };
            (Some(clean), word, [commits, additions, deletions, files])
        }
        _ => (None, "unknown", [0; 4]),
    };
    view["merged"] = json!(pull.merged.is_some());
    view["mergeable"] = json!(clean.filter(|_| pull.open));
    view["rebaseable"] = json!(clean.filter(|_| pull.open));
    view["mergeable_state"] = json!(if pull.open { word } else { "unknown" });
    view["merged_by"] = pull
        .merged
        .as_ref()
        .map_or(Value::Null, |merged| account(github, state, &merged.by));
    view["comments"] = json!(comments);
    view["review_comments"] = json!(0);
    view["maintainer_can_modify"] = json!(pull.maintainer_can_modify);
    for (name, size) in ["commits", "additions", "deletions", "changed_files"]
        .into_iter()
        .zip(sizes)
    {
        view[name] = json!(size);
    }
}
