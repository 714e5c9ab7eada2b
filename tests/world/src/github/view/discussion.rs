//! Comments, labels and commit statuses.

use serde_json::{Value, json};

use super::account;
use crate::{
    clock,
    github::{
        GitHub,
        state::{Comment, REACTIONS, Reaction, Repository, State, Status},
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
    let on_it: Vec<&Reaction> = holder
        .reactions
        .iter()
        .filter(|reaction| reaction.comment == comment.id)
        .collect();
    json!({
        "url": api, "html_url": format!("{}/{full_name}/pull/{}#issuecomment-{}", github.url(), comment.issue, comment.id),
        "issue_url": github.api(&format!("/repos/{full_name}/issues/{}", comment.issue)), "id": comment.id,
        "node_id": format!("IC_{}", comment.id), "user": account(github, state, &comment.author),
        "created_at": clock::iso(comment.created), "updated_at": clock::iso(comment.updated), "body": comment.body,
        "author_association": "COLLABORATOR", "performed_via_github_app": null,
        "reactions": reactions(&format!("{api}/reactions"), &on_it),
    })
}

/// How many of each kind.
pub(in crate::github) fn reactions(url: &str, all: &[&Reaction]) -> Value {
    let mut view = json!({"url": url, "total_count": all.len()});
    for content in REACTIONS {
        let same = all.iter().filter(|reaction| reaction.content == content);
        view[content] = json!(same.count());
    }
    view
}

pub(in crate::github) fn reaction(github: &GitHub, state: &State, reaction: &Reaction) -> Value {
    json!({
        "id": reaction.id, "node_id": format!("REA_{}", reaction.id), "user": account(github, state, &reaction.author),
        "content": reaction.content, "created_at": clock::iso(reaction.created),
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
