//! What a webhook says, field by field as in captures of the real thing: there is no `region`, and there is more than
//! the documentation lists.

use serde_json::{Value, json};

use crate::vercel::{
    ReadyState,
    state::{Deployment, State},
    view,
};

/// The events that follow a deployment's end, in order.
pub(in crate::vercel) fn events_at_end(
    state: ReadyState,
    production: bool,
) -> &'static [&'static str] {
    match state {
        ReadyState::Ready if production => &[
            "deployment.ready",
            "deployment.succeeded",
            "deployment.promoted",
        ],
        ReadyState::Ready => &["deployment.ready", "deployment.succeeded"],
        ReadyState::Error => &["deployment.error"],
        ReadyState::Canceled => &["deployment.canceled"],
        ReadyState::Queued | ReadyState::Building => &[],
    }
}

pub(super) fn envelope(
    base: &str,
    state: &State,
    deployment: &Deployment,
    id: &str,
    kind: &str,
    created: i64,
) -> Value {
    let inspector = view::inspector_url(base, state, deployment);
    let project = format!(
        "{base}/{}/{}",
        state.slug(&deployment.account),
        deployment.name
    );
    let team = state
        .teams
        .get(&deployment.account)
        .map(|team| team.id.as_str());
    let mut payload = json!({
        "project": {"id": deployment.project}, "team": {"id": team}, "user": {"id": deployment.creator},
        "installationIds": [], "integrations": [],
        "deployment": {
            "id": deployment.id, "customEnvironmentId": null, "meta": deployment.meta, "name": deployment.name,
            "url": deployment.url, "inspectorUrl": inspector,
        },
        "links": {"deployment": inspector, "project": project}, "name": deployment.name, "plan": state.plan(&deployment.account).word(), "regions": ["iad1"],
        "target": deployment.target, "type": "LAMBDAS", "url": deployment.url,
    });
    if kind == "deployment.created" {
        payload["alias"] = deployment
            .meta
            .get("branchAlias")
            .map_or_else(|| json!([]), |alias| json!([alias]));
    }
    if kind == "deployment.promoted"
        && let Some(payload) = payload.as_object_mut()
    {
        payload.remove("target");
    }
    json!({"id": id, "type": kind, "payload": payload, "createdAt": created})
}
