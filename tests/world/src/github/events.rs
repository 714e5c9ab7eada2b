//! The payloads of webhooks.

use serde_json::{Value, json};

use super::{
    GitHub,
    hooks::Hook,
    state::{Comment, PullRequest, Repository, State},
    view::{self, Mergeable},
};
use crate::{
    clock,
    git::{CommitInfo, FileDiff, ZERO},
};

/// At most this many commits are listed in a push event.
const COMMITS_LISTED: usize = 2048;

/// A ref that moved, with what the push event says about it.
pub(super) struct PushFacts<'a> {
    pub(super) name: &'a str,
    pub(super) before: Option<&'a str>,
    pub(super) after: Option<&'a str>,
    pub(super) forced: bool,
    /// New commits, oldest first, with their changes.
    pub(super) commits: &'a [(CommitInfo, Vec<FileDiff>)],
    pub(super) head: Option<&'a (CommitInfo, Vec<FileDiff>)>,
    pub(super) pusher: &'a str,
}

/// `X-GitHub-Event: push`.
pub(super) fn push(
    github: &GitHub,
    state: &State,
    repository: &Repository,
    facts: &PushFacts<'_>,
) -> Value {
    let full_name = repository.full_name();
    let (before, after) = (facts.before.unwrap_or(ZERO), facts.after.unwrap_or(ZERO));
    let one = |(commit, files): &(CommitInfo, Vec<FileDiff>)| {
        push_commit(github, state, &full_name, commit, files)
    };
    let commits: Vec<Value> = facts.commits.iter().take(COMMITS_LISTED).map(one).collect();
    let email = state
        .accounts
        .get(&facts.pusher.to_lowercase())
        .map(|account| &account.email);
    json!({
        "ref": facts.name, "before": before, "after": after, "repository": holder(github, state, repository),
        "pusher": {"name": facts.pusher, "email": email}, "sender": view::account(github, state, facts.pusher),
        "created": facts.before.is_none(), "deleted": facts.after.is_none(), "forced": facts.forced, "base_ref": null,
        "compare": format!("{}/{full_name}/compare/{before:.12}...{after:.12}", github.url()), "commits": commits,
        "head_commit": facts.head.map(one),
    })
}

fn push_commit(
    github: &GitHub,
    state: &State,
    full_name: &str,
    commit: &CommitInfo,
    files: &[FileDiff],
) -> Value {
    let paths = |status: &[&str]| -> Vec<&str> {
        files
            .iter()
            .filter(|file| status.contains(&file.status))
            .map(|file| file.path.as_str())
            .collect()
    };
    let person = |who: &crate::git::Signature| {
        let login = state
            .account_by_email(&who.email)
            .map(|account| &account.login);
        json!({"name": who.name, "email": who.email, "username": login, "date": clock::iso(who.seconds)})
    };
    json!({
        "id": commit.sha, "tree_id": commit.tree, "distinct": true, "message": commit.message,
        "timestamp": clock::iso(commit.committer.seconds), "url": format!("{}/{full_name}/commit/{}", github.url(), commit.sha),
        "author": person(&commit.author), "committer": person(&commit.committer), "added": paths(&["added", "renamed"]),
        "removed": paths(&["removed"]), "modified": paths(&["modified"]),
    })
}

/// `X-GitHub-Event: pull_request`.
pub(super) fn pull_request(
    github: &GitHub,
    state: &State,
    repository: &Repository,
    pull: &PullRequest,
    action: &str,
    sender: &str,
    extra: Value,
) -> Value {
    let mut payload = json!({
        "action": action, "number": pull.number,
        "pull_request": view::pull(github, state, repository, pull, Mergeable::Unknown),
        "repository": holder(github, state, repository), "sender": view::account(github, state, sender),
    });
    if let (Value::Object(payload), Value::Object(extra)) = (&mut payload, extra) {
        payload.extend(extra);
    }
    payload
}

/// `X-GitHub-Event: issue_comment`; comments on pull requests are issue comments.
pub(super) fn issue_comment(
    github: &GitHub,
    state: &State,
    repository: &Repository,
    comment: &Comment,
    action: &str,
    sender: &str,
) -> Option<Value> {
    let pull = repository.pulls.get(&comment.issue)?;
    let full = view::pull(github, state, repository, pull, Mergeable::Hidden);
    let mut issue = json!({});
    for name in [
        "url",
        "id",
        "node_id",
        "html_url",
        "number",
        "state",
        "locked",
        "title",
        "user",
        "body",
        "labels",
        "created_at",
        "updated_at",
        "closed_at",
        "draft",
        "assignee",
        "assignees",
        "active_lock_reason",
        "milestone",
        "comments_url",
        "author_association",
    ] {
        issue[name] = full[name].clone();
    }
    let url = full["issue_url"].as_str().unwrap_or_default();
    issue["url"] = json!(url);
    issue["labels_url"] = json!(format!("{url}/labels{{/name}}"));
    issue["events_url"] = json!(format!("{url}/events"));
    issue["repository_url"] = json!(github.api(&format!("/repos/{}", repository.full_name())));
    issue["reactions"] = view::reactions(&format!("{url}/reactions"), &[]);
    issue["comments"] = json!(
        repository
            .comments
            .values()
            .filter(|other| other.issue == pull.number)
            .count()
    );
    issue["pull_request"] = json!({
        "url": full["url"], "html_url": full["html_url"], "diff_url": full["diff_url"], "patch_url": full["patch_url"],
        "merged_at": full["merged_at"],
    });
    Some(json!({
        "action": action, "issue": issue, "comment": view::comment(github, state, repository, comment),
        "repository": holder(github, state, repository), "sender": view::account(github, state, sender),
    }))
}

/// `X-GitHub-Event: ping`, sent to a hook that was just made.
pub(super) fn ping(
    github: &GitHub,
    state: &State,
    repository: &Repository,
    hook: &Hook,
    sender: &str,
) -> Value {
    json!({
        "zen": "Practicality beats purity.", "hook_id": hook.id, "hook": view::hook(github, &repository.full_name(), hook),
        "repository": holder(github, state, repository), "sender": view::account(github, state, sender),
    })
}

fn holder(github: &GitHub, state: &State, repository: &Repository) -> Value {
    view::repository(github, state, repository, None)
}
