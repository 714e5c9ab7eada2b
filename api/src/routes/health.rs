//! `/healthz`: the process answers. `/readyz`: it can do its work.

use std::sync::Arc;

use http::{Method, StatusCode};
use operations::Operations;
use warp::{Filter, reply::Response};

use super::{Routes, only, with};
use crate::{
    answer::{Route, json, reply},
    problem::Problem,
};

const READ: [Method; 2] = [Method::GET, Method::HEAD];
const ALLOW: &str = "GET, HEAD";

pub(super) fn routes(operations: Arc<Operations>) -> Routes {
    let alive = warp::path!("healthz")
        .and(warp::method())
        .map(|method: Method| reply(Route("/healthz"), alive(&method)));
    let ready = warp::path!("readyz")
        .and(warp::method())
        .and(with(operations))
        .then(|method: Method, operations: Arc<Operations>| async move {
            reply(Route("/readyz"), ready(&method, &operations).await)
        });
    alive.or(ready).unify().boxed()
}

fn alive(method: &Method) -> Result<Response, Problem> {
    only(method, &READ, ALLOW)?;
    Ok(json(StatusCode::OK, &serde_json::json!({ "status": "ok" })))
}

async fn ready(method: &Method, operations: &Operations) -> Result<Response, Problem> {
    only(method, &READ, ALLOW)?;
    let readiness = operations.readiness().await;
    let status = if readiness.ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    Ok(json(status, &readiness))
}
