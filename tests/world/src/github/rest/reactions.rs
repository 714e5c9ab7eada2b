//! Reactions to comments: one of each kind per person.

use serde_json::Value;

use super::{Scope, comments, paging, text};
use crate::{
    clock,
    github::{
        errors,
        router::Answer,
        state::{Access, REACTIONS, Reaction},
        view,
    },
    http::Reply,
};

pub(super) fn list(scope: &Scope<'_>, comment: &str) -> Answer {
    let comment = comments::find(scope, comment)?.id;
    let wanted = scope.api.call.query.get("content");
    let all: Vec<Value> = {
        let state = scope.github.state();
        let repository = state
            .repositories
            .get(&scope.key)
            .ok_or_else(errors::not_found)?;
        let on_it = repository
            .reactions
            .iter()
            .filter(|reaction| reaction.comment == comment);
        on_it
            .filter(|reaction| wanted.is_none_or(|wanted| reaction.content == wanted))
            .map(|reaction| view::reaction(scope.github, &state, reaction))
            .collect()
    };
    Ok(paging::page(scope.github, &scope.api.call, all))
}

/// 201 for a new one, 200 with the old one where the same person has reacted so before.
pub(super) async fn create(mut scope: Scope<'_>, comment: &str) -> Answer {
    scope.require(Access::Read)?;
    let body = scope.body().await?;
    let comment = comments::find(&scope, comment)?.id;
    let content = text(&body, "content")
        .filter(|content| REACTIONS.contains(content))
        .ok_or_else(|| errors::invalid_field("Reaction", "content", "invalid"))?;
    let new = Reaction {
        id: scope.github.ids.number() + 6_000_000,
        comment,
        author: scope.login().to_owned(),
        content: content.to_owned(),
        created: clock::now_seconds(),
    };
    let (status, reaction) = scope.change(|repository| {
        let mut given = repository.reactions.iter();
        let same = given.find(|other| {
            other.comment == new.comment
                && other.content == new.content
                && other.author.eq_ignore_ascii_case(&new.author)
        });
        if let Some(same) = same {
            return (200, same.clone());
        }
        repository.reactions.push(new.clone());
        (201, new)
    })?;
    let state = scope.github.state();
    Ok(Reply::json(
        status,
        &view::reaction(scope.github, &state, &reaction),
    ))
}

/// Takes one's own back.
pub(super) fn delete(scope: &Scope<'_>, comment: &str, id: &str) -> Answer {
    scope.require(Access::Read)?;
    let comment = comments::find(scope, comment)?.id;
    let id: u64 = id.parse().map_err(|_| errors::not_found())?;
    let author = scope.login();
    let removed = scope.change(|repository| {
        let before = repository.reactions.len();
        repository.reactions.retain(|reaction| {
            reaction.id != id || reaction.comment != comment || reaction.author != author
        });
        repository.reactions.len() < before
    })?;
    if removed {
        Ok(Reply::status(204))
    } else {
        Err(errors::not_found())
    }
}
