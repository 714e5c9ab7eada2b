//! Commits and changed files.

use serde_json::{Value, json};

use super::account;
use crate::{
    clock,
    git::{CommitInfo, FileDiff, Signature},
    github::{GitHub, state::State},
};

/// A commit; with its changes where `files` is given.
pub(in crate::github) fn commit(
    github: &GitHub,
    state: &State,
    full_name: &str,
    commit: &CommitInfo,
    files: Option<&[FileDiff]>,
) -> Value {
    let api = |path: &str| github.api(&format!("/repos/{full_name}{path}"));
    let html = format!("{}/{full_name}/commit/{}", github.url(), commit.sha);
    let person = |who: &Signature| json!({"name": who.name, "email": who.email, "date": clock::iso(who.seconds)});
    let login = |who: &Signature| {
        state
            .account_by_email(&who.email)
            .map_or(Value::Null, |known| account(github, state, &known.login))
    };
    let parents: Vec<Value> = commit
        .parents
        .iter()
        .map(|sha| json!({"sha": sha, "url": api(&format!("/commits/{sha}")), "html_url": format!("{}/{full_name}/commit/{sha}", github.url())}))
        .collect();
    let mut view = json!({
        "sha": commit.sha, "node_id": format!("C_{}", commit.sha), "url": api(&format!("/commits/{}", commit.sha)),
        "html_url": html, "comments_url": api(&format!("/commits/{}/comments", commit.sha)),
        "commit": {
            "author": person(&commit.author), "committer": person(&commit.committer), "message": commit.message,
            "tree": {"sha": commit.tree, "url": api(&format!("/git/trees/{}", commit.tree))},
            "url": api(&format!("/git/commits/{}", commit.sha)), "comment_count": 0,
            "verification": {"verified": false, "reason": "unsigned", "signature": null, "payload": null, "verified_at": null},
        },
        "author": login(&commit.author), "committer": login(&commit.committer), "parents": parents,
    });
    if let Some(files) = files {
        let additions: u64 = files.iter().map(|file| file.additions).sum();
        let deletions: u64 = files.iter().map(|file| file.deletions).sum();
        view["stats"] =
            json!({"total": additions + deletions, "additions": additions, "deletions": deletions});
        view["files"] = files
            .iter()
            .map(|file| compared_file(github, full_name, &commit.sha, file))
            .collect();
    }
    view
}

/// A changed file of a commit or comparison.
pub(in crate::github) fn compared_file(
    github: &GitHub,
    full_name: &str,
    sha: &str,
    file: &FileDiff,
) -> Value {
    let path = &file.path;
    let mut view = json!({
        "sha": file.blob, "filename": path, "status": file.status, "additions": file.additions, "deletions": file.deletions,
        "changes": file.additions + file.deletions, "blob_url": format!("{}/{full_name}/blob/{sha}/{path}", github.url()),
        "raw_url": format!("{}/{full_name}/raw/{sha}/{path}", github.url()),
        "contents_url": github.api(&format!("/repos/{full_name}/contents/{path}?ref={sha}")),
    });
    if !file.patch.is_empty() {
        view["patch"] = json!(file.patch);
    }
    if let Some(previous) = &file.previous {
        view["previous_filename"] = json!(previous);
    }
    view
}
