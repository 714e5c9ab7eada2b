//! Accounts.

use serde_json::{Value, json};

use crate::github::{GitHub, state::State};

/// The short form of an account, as it appears inside other objects. Unknown logins look like GitHub's ghost.
pub(in crate::github) fn account(github: &GitHub, state: &State, login: &str) -> Value {
    let known = state.accounts.get(&login.to_lowercase());
    let id = known.map_or(10_137, |account| account.id);
    let kind = if known.is_some_and(|account| account.organization) {
        "Organization"
    } else {
        "User"
    };
    let login = known.map_or(login, |account| account.login.as_str());
    let api = github.api(&format!("/users/{login}"));
    json!({
        "login": login, "id": id, "node_id": format!("U_{id}"), "avatar_url": format!("{}/avatars/{id}", github.url()),
        "gravatar_id": "", "url": api, "html_url": format!("{}/{login}", github.url()),
        "followers_url": format!("{api}/followers"), "following_url": format!("{api}/following{{/other_user}}"),
        "gists_url": format!("{api}/gists{{/gist_id}}"), "starred_url": format!("{api}/starred{{/owner}}{{/repo}}"),
        "subscriptions_url": format!("{api}/subscriptions"), "organizations_url": format!("{api}/orgs"),
        "repos_url": format!("{api}/repos"), "events_url": format!("{api}/events{{/privacy}}"),
        "received_events_url": format!("{api}/received_events"), "type": kind, "user_view_type": "public", "site_admin": false,
    })
}
