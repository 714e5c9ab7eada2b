//! Accounts, and the calls that belong to nobody.

use serde_json::{Value, json};

use crate::{
    clock,
    github::{GitHub, access::Caller, errors, router::Answer, view},
    http::Reply,
};

pub(super) fn root(github: &GitHub) -> Reply {
    Reply::json(
        200,
        &json!({"current_user_url": github.api("/user"), "rate_limit_url": github.api("/rate_limit")}),
    )
}

pub(super) fn current(github: &GitHub, caller: &Caller) -> Answer {
    match caller {
        Caller::Anonymous => Err(errors::requires_authentication()),
        Caller::Token(grant) => full(github, &grant.login),
    }
}

pub(super) fn by_login(github: &GitHub, login: &str) -> Answer {
    full(github, login)
}

pub(super) fn rate_limit() -> Reply {
    let core = json!({"limit": 5000, "used": 0, "remaining": 5000, "reset": clock::now_seconds() / 3600 * 3600 + 3600});
    Reply::json(
        200,
        &json!({"resources": {"core": core, "search": core, "graphql": core}, "rate": core}),
    )
}

fn full(github: &GitHub, login: &str) -> Answer {
    let state = github.state();
    let account = state
        .accounts
        .get(&login.to_lowercase())
        .ok_or_else(errors::not_found)?;
    let mut full = view::account(github, &state, login);
    let more = json!({
        "name": account.login, "email": account.email, "company": null, "blog": "", "location": null, "hireable": null,
        "bio": null, "twitter_username": null, "public_repos": 0, "public_gists": 0, "followers": 0, "following": 0,
        "created_at": clock::iso(0), "updated_at": clock::iso(0),
    });
    if let (Value::Object(full), Value::Object(more)) = (&mut full, more) {
        full.extend(more);
    }
    Ok(Reply::json(200, &full))
}
