//! What a token may ask about itself.

use serde_json::json;

use crate::{
    http::Reply,
    vercel::{Vercel, access::Caller, errors, router::Answer},
};

/// One of the user's tokens by its id; `current` is the one that asks.
pub(super) fn get(vercel: &Vercel, caller: &Caller, id: &str) -> Answer {
    let id = if id == "current" { &caller.token } else { id };
    let state = vercel.state();
    let (secret, token) = state
        .tokens
        .iter()
        .find(|(_, token)| token.id == id && token.user == caller.user)
        .ok_or_else(|| errors::not_found("Token not found"))?;
    let mut scope = match &token.team {
        Some(team) => json!({"type": "team", "teamId": team}),
        None => json!({"type": "user"}),
    };
    scope["origin"] = json!("manual");
    scope["createdAt"] = json!(token.created);
    let suffix: String = secret.chars().rev().take(4).collect();
    Ok(Reply::json(
        200,
        &json!({"token": {
            "id": token.id, "name": token.name, "type": "token", "origin": "manual", "scopes": [scope],
            "prefix": "vcp_", "suffix": suffix.chars().rev().collect::<String>(), "createdAt": token.created,
            "activeAt": token.used,
        }}),
    ))
}
