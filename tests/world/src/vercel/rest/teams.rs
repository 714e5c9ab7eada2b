//! Teams.

use serde_json::{Value, json};

use crate::{
    http::Reply,
    vercel::{Vercel, access::Caller, errors, router::Answer, state::Team},
};

pub(super) fn list(vercel: &Vercel, caller: &Caller) -> Reply {
    let state = vercel.state();
    let mine: Vec<Value> = state
        .teams
        .values()
        .filter(|team| team.members.contains(&caller.user))
        .map(view)
        .collect();
    Reply::json(
        200,
        &json!({"teams": mine, "pagination": {"count": mine.len(), "next": null, "prev": null}}),
    )
}

pub(super) fn get(vercel: &Vercel, caller: &Caller, id: &str) -> Answer {
    let state = vercel.state();
    let team = state
        .teams
        .values()
        .find(|team| team.id == id || team.slug == id);
    let team = team
        .filter(|team| team.members.contains(&caller.user))
        .ok_or_else(|| errors::not_found("Team not found"))?;
    Ok(Reply::json(200, &view(team)))
}

fn view(team: &Team) -> Value {
    json!({
        "id": team.id, "slug": team.slug, "name": team.name, "avatar": null, "createdAt": team.created,
        "updatedAt": team.created, "creatorId": team.members.first(), "stagingPrefix": "", "description": null,
        "resourceConfig": {}, "defaultRoles": {}, "billing": {"plan": "pro", "status": "active"},
        "membership": {
            "role": "OWNER", "confirmed": true, "created": team.created, "createdAt": team.created,
            "confirmedAt": team.created, "teamId": team.id, "uid": team.members.first(), "teamRoles": [], "teamPermissions": [],
            "entitlements": [],
        },
    })
}
