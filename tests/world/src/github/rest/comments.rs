//! Comments on pull requests.

use serde_json::Value;

use super::{Scope, paging, text};
use crate::{
    clock,
    github::{
        errors,
        errors::Refusal,
        router::Answer,
        state::{Access, Comment},
        view,
    },
    http::Reply,
};

/// The comments of one pull request, oldest first.
pub(super) fn list(scope: &Scope<'_>, number: &str) -> Answer {
    let number = scope.pull(number)?.number;
    listed(scope, Some(number))
}

/// The comments of a repository, those of one pull request where a number is given; `since` goes by the last change.
pub(super) fn listed(scope: &Scope<'_>, number: Option<u64>) -> Answer {
    let since = scope
        .api
        .call
        .query
        .get("since")
        .and_then(|time| time.parse::<jiff::Timestamp>().ok());
    let all: Vec<Value> = {
        let state = scope.github.state();
        let repository = state
            .repositories
            .get(&scope.key)
            .ok_or_else(errors::not_found)?;
        let on_it = repository
            .comments
            .values()
            .filter(|comment| number.is_none_or(|number| comment.issue == number));
        on_it
            .filter(|comment| since.is_none_or(|since| comment.updated >= since.as_second()))
            .map(|comment| view::comment(scope.github, &state, repository, comment))
            .collect()
    };
    Ok(paging::page(scope.github, &scope.api.call, all))
}

pub(super) async fn create(mut scope: Scope<'_>, number: &str) -> Answer {
    // Whoever may read may comment, but not without a token.
    scope.require(Access::Read)?;
    let body = scope.body().await?;
    let number = scope.pull(number)?.number;
    let body = text(&body, "body")
        .ok_or_else(|| errors::invalid_field("IssueComment", "body", "missing_field"))?;
    let comment = scope
        .github
        .add_comment(&scope.key, scope.login(), number, body)?;
    show(&scope, &comment, 201)
}

pub(super) fn get(scope: &Scope<'_>, id: &str) -> Answer {
    show(scope, &find(scope, id)?, 200)
}

pub(super) async fn update(mut scope: Scope<'_>, id: &str) -> Answer {
    let body = scope.body().await?;
    let comment = find(&scope, id)?;
    may_change(&scope, &comment)?;
    let body = text(&body, "body")
        .ok_or_else(|| errors::invalid_field("IssueComment", "body", "missing_field"))?;
    let changed = Comment {
        body: body.to_owned(),
        updated: clock::now_seconds(),
        ..comment
    };
    scope.change(|repository| repository.comments.insert(changed.id, changed.clone()))?;
    scope
        .github
        .emit_comment(&scope.key, &changed, "edited", scope.login());
    show(&scope, &changed, 200)
}

pub(super) fn delete(scope: &Scope<'_>, id: &str) -> Answer {
    let comment = find(scope, id)?;
    may_change(scope, &comment)?;
    scope.change(|repository| {
        repository.comments.remove(&comment.id);
        let reactions = &mut repository.reactions;
        reactions.retain(|reaction| reaction.comment != comment.id);
    })?;
    scope
        .github
        .emit_comment(&scope.key, &comment, "deleted", scope.login());
    Ok(Reply::status(204))
}

/// One's own comments take no more than reading.
fn may_change(scope: &Scope<'_>, comment: &Comment) -> Result<(), Refusal> {
    let own = comment.author.eq_ignore_ascii_case(scope.login());
    scope.require(if own { Access::Read } else { Access::Write })
}

pub(super) fn find(scope: &Scope<'_>, id: &str) -> Result<Comment, Refusal> {
    let id: u64 = id.parse().map_err(|_| errors::not_found())?;
    scope
        .read(|repository| repository.comments.get(&id).cloned())?
        .ok_or_else(errors::not_found)
}

fn show(scope: &Scope<'_>, comment: &Comment, status: u16) -> Answer {
    let state = scope.github.state();
    let repository = state
        .repositories
        .get(&scope.key)
        .ok_or_else(errors::not_found)?;
    Ok(Reply::json(
        status,
        &view::comment(scope.github, &state, repository, comment),
    ))
}
