//! The user behind a token.

use serde_json::json;

use crate::{
    http::Reply,
    vercel::{Vercel, access::Caller, errors, router::Answer},
};

pub(super) fn current(vercel: &Vercel, caller: &Caller) -> Answer {
    let state = vercel.state();
    let user = state
        .users
        .get(&caller.user)
        .ok_or_else(errors::invalid_token)?;
    let team = state
        .teams
        .values()
        .find(|team| team.members.contains(&user.id))
        .map(|team| &team.id);
    // A token of one team does not see the account behind it.
    if caller.only.is_some() {
        return Ok(Reply::json(
            200,
            &json!({"user": {
                "id": user.id, "email": user.email, "name": user.username, "username": user.username, "avatar": null,
                "defaultTeamId": team, "limited": true,
            }}),
        ));
    }
    Ok(Reply::json(
        200,
        &json!({"user": {
            "id": user.id, "uid": user.id, "email": user.email, "name": user.username, "username": user.username, "avatar": null,
            "defaultTeamId": team, "billing": {"plan": user.plan.word()}, "softBlock": null, "createdAt": 1_600_000_000_000_i64,
            "hasTrialAvailable": false, "stagingPrefix": "", "importFlowGitProvider": "github", "version": "northstar",
            "resourceConfig": {},
        }}),
    ))
}
