//! `POST /webhooks/{provider}/{hook}`: the intake.

use std::sync::Arc;

use bytes::Buf;
use futures::Stream;
use http::{HeaderMap, Method, StatusCode};
use operations::{Incoming, Operations, Receipt};
use warp::{Filter, reply::Response};

use super::{Routes, only, with};
use crate::{
    answer::{Route, json, reply},
    body,
    limits::Limits,
    problem::Problem,
};

const ROUTE: Route = Route("/webhooks/{provider}/{hook}");

pub(super) fn routes(operations: Arc<Operations>, limits: Limits) -> Routes {
    warp::path!("webhooks" / String / String)
        .and(warp::method())
        .and(warp::header::headers_cloned())
        .and(warp::body::stream())
        .and(with((operations, limits)))
        .then(
            |provider: String,
             hook: String,
             method,
             headers,
             stream,
             (operations, limits): (Arc<Operations>, Limits)| async move {
                reply(
                    ROUTE,
                    receive(
                        &operations,
                        &limits,
                        &provider,
                        &hook,
                        &method,
                        &headers,
                        stream,
                    )
                    .await,
                )
            },
        )
        .boxed()
}

async fn receive<B: Buf>(
    operations: &Operations,
    limits: &Limits,
    provider: &str,
    hook: &str,
    method: &Method,
    headers: &HeaderMap,
    stream: impl Stream<Item = Result<B, warp::Error>>,
) -> Result<Response, Problem> {
    only(method, &[Method::POST], "POST")?;
    let body = body::read(headers, stream, limits).await?;
    let receipt = operations
        .accept_webhook(Incoming {
            provider,
            hook,
            headers,
            body: &body,
        })
        .await?;
    let status = match receipt {
        Receipt::Accepted { .. } => StatusCode::ACCEPTED,
        Receipt::Duplicate { .. } | Receipt::Ignored { .. } => StatusCode::OK,
    };
    Ok(json(status, &receipt))
}
