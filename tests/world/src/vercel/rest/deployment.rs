//! One deployment.

use serde_json::json;

use crate::{
    http::Reply,
    vercel::{Vercel, access::Caller, errors, router::Answer, view},
};

pub(super) fn get(vercel: &Vercel, caller: &Caller, id: &str) -> Answer {
    let state = vercel.state();
    let deployment = caller.deployment(&state, id)?;
    Ok(Reply::json(
        200,
        &view::deployment(vercel.url(), &state, deployment),
    ))
}

/// Stops a build; one that has ended cannot be stopped.
pub(super) fn cancel(vercel: &Vercel, caller: &Caller, id: &str) -> Answer {
    let id = {
        let state = vercel.state();
        let deployment = caller.deployment(&state, id)?;
        if deployment.state.finished() {
            return Err(errors::bad_request(
                "Deployment cannot be canceled because it has already completed.",
            ));
        }
        deployment.id.clone()
    };
    vercel.cancel(&id);
    get(vercel, caller, &id)
}

pub(super) fn delete(vercel: &Vercel, caller: &Caller, id: &str) -> Answer {
    let id = caller.deployment(&vercel.state(), id)?.id.clone();
    vercel.cancel(&id);
    vercel
        .state()
        .deployments
        .retain(|deployment| deployment.id != id);
    Ok(Reply::json(200, &json!({"uid": id, "state": "DELETED"})))
}

/// The builds of a deployment: here always one.
pub(super) fn builds(vercel: &Vercel, caller: &Caller, id: &str) -> Answer {
    let state = vercel.state();
    let deployment = caller.deployment(&state, id)?;
    let build = json!({
        "id": view::build_id(deployment), "deploymentId": deployment.id, "entrypoint": "package.json",
        "readyState": deployment.state.word(), "readyStateAt": deployment.ended, "scheduledAt": deployment.building,
        "createdAt": deployment.created, "deployedAt": deployment.ended, "createdIn": "iad1", "use": "@vercel/static-build",
        "output": [],
    });
    Ok(Reply::json(200, &json!({"builds": [build]})))
}
