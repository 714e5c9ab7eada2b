//! Teams.

use serde_json::{Value, json};

use crate::{
    http::Reply,
    vercel::{
        Vercel,
        access::Caller,
        errors,
        router::{Answer, Api},
        state::Team,
    },
};

const DEFAULT_LIMIT: i64 = 20;

/// Newest first; pages go on with `until`.
pub(super) fn list(vercel: &Vercel, api: &Api) -> Reply {
    let query = &api.call.query;
    let state = vercel.state();
    let (since, until) = (query.number("since"), query.number("until"));
    let mut mine: Vec<&Team> = state
        .teams
        .values()
        .filter(|team| team.members.contains(&api.caller.user))
        .filter(|team| since.is_none_or(|since| team.created > since))
        .filter(|team| until.is_none_or(|until| team.created < until))
        .collect();
    mine.sort_by_key(|team| std::cmp::Reverse(team.created));
    let limit = query.number("limit").unwrap_or(DEFAULT_LIMIT).clamp(1, 100) as usize;
    let page = &mine[..mine.len().min(limit)];
    let next = (page.len() < mine.len())
        .then(|| page.last().map(|last| last.created))
        .flatten();
    let prev = page.first().map(|first| first.created);
    let shown: Vec<Value> = page.iter().map(|team| view(&api.caller, team)).collect();
    Reply::json(
        200,
        &json!({"teams": shown, "pagination": {"count": shown.len(), "next": next, "prev": prev}}),
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
    Ok(Reply::json(200, &view(caller, team)))
}

fn view(caller: &Caller, team: &Team) -> Value {
    let membership = json!({
        "role": "OWNER", "confirmed": true, "created": team.created, "createdAt": team.created,
        "confirmedAt": team.created, "teamId": team.id, "uid": caller.user, "teamRoles": [], "teamPermissions": [],
        "entitlements": [],
    });
    if caller.only.as_ref().is_some_and(|only| *only != team.id) {
        return json!({
            "id": team.id, "slug": team.slug, "name": team.name, "avatar": null, "createdAt": team.created,
            "limited": true, "limitedBy": ["scope"], "membership": membership,
        });
    }
    json!({
        "id": team.id, "slug": team.slug, "name": team.name, "avatar": null, "createdAt": team.created,
        "updatedAt": team.created, "creatorId": team.members.first(), "stagingPrefix": "", "description": null,
        "resourceConfig": {}, "defaultRoles": {}, "billing": {"plan": team.plan.word(), "status": "active"},
        "membership": membership,
    })
}
