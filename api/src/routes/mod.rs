//! All routes: one file each.

mod health;
mod webhooks;

use std::{convert::Infallible, sync::Arc};

use http::Method;
use operations::{Code, Operations};
use warp::{Filter, Rejection, filters::BoxedFilter, reply::Response};

use crate::{answer::refuse, limits::Limits, problem::Problem};

/// Every route. A resource that is added has its line here.
pub(crate) fn all(
    operations: Arc<Operations>,
    limits: Limits,
) -> impl Filter<Extract = (Response,), Error = Infallible> + Clone + Send + Sync + 'static {
    webhooks::routes(Arc::clone(&operations), limits)
        .or(health::routes(operations))
        .unify()
        .recover(no_route)
        .unify()
}

/// Rejections mean one thing here: no route matched. Everything else is an answer of a handler.
async fn no_route(_: Rejection) -> Result<Response, Infallible> {
    Ok(refuse(Problem::new(
        Code::UnknownPath,
        "nothing is at this path: webhooks are at `/webhooks/<provider>/<hook id>`",
    )))
}

/// Gives a filter the operations.
fn with<T: Clone + Send + Sync + 'static>(
    value: T,
) -> impl Filter<Extract = (T,), Error = Infallible> + Clone {
    warp::any().map(move || value.clone())
}

/// Refuses every method but these.
fn only(method: &Method, allowed: &[Method], allow: &'static str) -> Result<(), Problem> {
    if allowed.contains(method) {
        Ok(())
    } else {
        Err(Problem::method_not_allowed(allow))
    }
}

type Routes = BoxedFilter<(Response,)>;
