//! One request and its answer: correlation id, problem body, one log line, and no panic beyond here.

use std::{panic::AssertUnwindSafe, time::Instant};

use bytes::Bytes;
use futures::FutureExt;
use http::{Request, Response};
use http_body_util::{BodyExt, Full, combinators::UnsyncBoxBody};
use hyper::body::Incoming;
use operations::Code;
use tower::Service;
use tracing::Instrument;

use crate::{
    answer::{Route, refuse},
    correlation::{self, CorrelationId},
    problem::Problem,
};

/// What is sent.
pub(crate) type Body = UnsyncBoxBody<Bytes, Box<dyn std::error::Error + Send + Sync>>;

/// Carries one request through the routes.
pub(crate) async fn exchange<S, B>(mut routes: S, request: Request<Incoming>) -> Response<Body>
where
    S: Service<Request<Incoming>, Response = Response<B>, Error = std::convert::Infallible>,
    B: hyper::body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let started = Instant::now();
    let correlation = CorrelationId::of(request.headers());
    let method = request.method().clone();
    let span = tracing::info_span!("request", correlation.id = correlation.as_str());
    let answered = AssertUnwindSafe(routes.call(request))
        .catch_unwind()
        .instrument(span)
        .await;
    let (response, route, problem) = match answered {
        Ok(Ok(response)) => {
            let route = response.extensions().get::<Route>().copied();
            let problem = response.extensions().get::<Problem>().cloned();
            (Some(response), route, problem)
        }
        Ok(Err(never)) => match never {},
        Err(_) => (
            None,
            None,
            Some(Problem::new(
                Code::Internal,
                "regreen made a mistake: its log has the details",
            )),
        ),
    };
    let mut response = match (&problem, response) {
        (Some(problem), _) => problem
            .render(&correlation)
            .map(|bytes| boxed(Full::new(bytes))),
        (None, Some(response)) => response.map(boxed),
        (None, None) => refuse(Problem::new(Code::Internal, "no answer")).map(boxed),
    };
    if let Some(value) = correlation.header_value() {
        response.headers_mut().insert(correlation::HEADER, value);
    }
    log(
        &method,
        route,
        &response,
        problem.as_ref(),
        &correlation,
        started,
    );
    response
}

fn log(
    method: &http::Method,
    route: Option<Route>,
    response: &Response<Body>,
    problem: Option<&Problem>,
    correlation: &CorrelationId,
    started: Instant,
) {
    let route = route.map_or("(none)", |route| route.0);
    let status = response.status().as_u16();
    let milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let code = problem.map_or("", |problem| problem.code().as_str());
    let behind = problem.and_then(Problem::behind).unwrap_or("");
    macro_rules! line {
        ($level:ident) => {
            tracing::$level!(
                http.method = %method, http.route = route, http.status = status, http.ms = milliseconds,
                correlation.id = correlation.as_str(), error.code = code, error.behind = behind,
                "{method} {route} {status}"
            )
        };
    }
    match (status, route) {
        (500.., _) => line!(error),
        // Probes every few seconds would drown the rest.
        (_, "/healthz" | "/readyz") => line!(debug),
        _ => line!(info),
    }
}

fn boxed<B>(body: B) -> Body
where
    B: hyper::body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    body.map_err(Into::into).boxed_unsync()
}
