//! From what a handler returns to a reply; the exchange finishes it.

use http::StatusCode;
use serde::Serialize;
use warp::{Reply, reply::Response};

use crate::problem::Problem;

/// The template of the route that answered, such as `/webhooks/{provider}/{hook}`; the log shows it, never the path.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Route(pub(crate) &'static str);

/// A JSON answer.
pub(crate) fn json(status: StatusCode, value: &impl Serialize) -> Response {
    warp::reply::with_status(warp::reply::json(value), status).into_response()
}

/// Turns a handler's result into a reply that carries its route and its problem, if any.
pub(crate) fn reply(route: Route, result: Result<Response, Problem>) -> Response {
    let mut response = result.unwrap_or_else(refuse);
    response.extensions_mut().insert(route);
    response
}

/// A reply that only carries a problem; its body is written by the exchange.
pub(crate) fn refuse(problem: Problem) -> Response {
    let mut response = problem.status().into_response();
    response.extensions_mut().insert(problem);
    response
}
