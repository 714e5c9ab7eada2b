//! Repositories.

use serde_json::{Value, json};

use super::{Scope, paging};
use crate::{
    github::{
        GitHub,
        access::Caller,
        errors,
        router::{Answer, Api},
        state::Access,
        view,
    },
    http::Reply,
};

pub(super) fn get(scope: &Scope<'_>) -> Answer {
    let state = scope.github.state();
    let repository = state
        .repositories
        .get(&scope.key)
        .ok_or_else(errors::not_found)?;
    let access = state.access(&scope.api.caller, repository);
    let mut full = view::repository(scope.github, &state, repository, access);
    // Counted for single ones only.
    full["network_count"] = json!(0);
    full["subscribers_count"] = json!(0);
    Ok(Reply::json(200, &full))
}

/// Those that the caller may push to.
pub(super) fn list(github: &GitHub, api: &Api) -> Answer {
    if matches!(api.caller, Caller::Anonymous) {
        return Err(errors::requires_authentication());
    }
    let state = github.state();
    let mine: Vec<Value> = state
        .repositories
        .values()
        .filter_map(|repository| {
            state
                .access(&api.caller, repository)
                .map(|access| (repository, access))
        })
        .filter(|(_, access)| *access >= Access::Write)
        .map(|(repository, access)| view::repository(github, &state, repository, Some(access)))
        .collect();
    Ok(paging::page(github, &api.call, mine))
}
