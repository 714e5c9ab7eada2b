//! Comments, labels and commit statuses.

use serde_json::{Value, json};

use super::account;
use crate::{
    clock,
    github::{
        GitHub,
        state::{Comment, Repository, State, Status},
    },
};

pub(in crate::github) fn comment(
    github: &GitHub,
    state: &State,
    holder: &Repository,
    comment: &Comment,
) -> Value {
    let full_name = holder.full_name();
    let api = github.api(&format!(
        "/repos/{full_name}/issues/comments/{}",
        comment.id
    ));
    json!({
        "url": api, "html_url": format!("{}/{full_name}/pull/{}#issuecomment-{}", github.url(), comment.issue, comment.id),
        "issue_url": github.api(&format!("/repos/{full_name}/issues/{}", comment.issue)), "id": comment.id,
        "node_id": format!("IC_{}", comment.id), "user": account(github, state, &comment.author),
        "created_at": clock::iso(comment.created), "updated_at": clock::iso(comment.updated), "body": comment.body,
        "author_association": "COLLABORATOR", "performed_via_github_app": null,
        "reactions": {"url": format!("{api}/reactions"), "total_count": 0, "+1": 0, "-1": 0, "laugh": 0, "hooray": 0,
            "confused": 0, "heart": 0, "rocket": 0, "eyes": 0},
    })
}

pub(in crate::github) fn label(github: &GitHub, holder: &Repository, name: &str) -> Value {
    let (id, colour) = holder
        .labels
        .get(name)
        .map_or((0, "ededed"), |(id, colour)| (*id, colour.as_str()));
    json!({
        "id": id, "node_id": format!("LA_{id}"), "url": github.api(&format!("/repos/{}/labels/{name}", holder.full_name())),
        "name": name, "color": colour, "default": false, "description": null,
    })
}

pub(in crate::github) fn status(
    github: &GitHub,
    state: &State,
    holder: &Repository,
    status: &Status,
) -> Value {
    json!({
        "url": github.api(&format!("/repos/{}/statuses/{}", holder.full_name(), status.sha)), "id": status.id,
        "node_id": format!("SC_{}", status.id), "avatar_url": null, "state": status.state.word(),
        "description": status.description, "target_url": status.target_url, "context": status.context,
        "created_at": clock::iso(status.created), "updated_at": clock::iso(status.created),
        "creator": account(github, state, &status.creator),
    })
}
