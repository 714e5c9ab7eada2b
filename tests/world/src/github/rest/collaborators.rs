//! Who may do what.

use serde_json::json;

use super::Scope;
use crate::{
    github::{errors, router::Answer, state::Access, view},
    http::Reply,
};

/// What an account may do; asking needs write access, as on GitHub.
pub(super) fn permission(scope: &Scope<'_>, login: &str) -> Answer {
    scope.require(Access::Write).map_err(|_| {
        errors::refuse(
            403,
            "Must have push access to view collaborator permission.",
        )
    })?;
    let state = scope.github.state();
    let repository = state
        .repositories
        .get(&scope.key)
        .ok_or_else(errors::not_found)?;
    if !state.accounts.contains_key(&login.to_lowercase()) {
        return Err(errors::refuse(404, &format!("{login} is not a user")));
    }
    let access = state.permission(login, repository);
    let word = access.map_or("none", Access::word);
    let mut user = view::account(scope.github, &state, login);
    user["role_name"] = json!(word);
    user["permissions"] = view::permissions(access);
    Ok(Reply::json(
        200,
        &json!({"permission": word, "role_name": word, "user": user}),
    ))
}
