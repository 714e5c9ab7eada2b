//! The accept loop, with faults and graceful stop.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;
use futures::stream;
use http::{HeaderValue, Response, header::CONTENT_LENGTH};
use http_body_util::BodyExt;
use hyper::{server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::{Body, Call, Exchange, Fault, Faults, Reply, Traffic, frames};
use crate::WorldError;

/// How long open connections may take to finish after a stop.
const GRACE: Duration = Duration::from_secs(2);

/// What a fake answers.
#[async_trait]
pub(crate) trait Service: Send + Sync + 'static {
    /// The true answer to a request.
    async fn answer(&self, call: Call) -> Reply;
    /// The faults to come.
    fn faults(&self) -> &Faults;
    /// Where exchanges are recorded.
    fn traffic(&self) -> &Traffic;
}

/// A listening server. Dropping it stops accepting and lets open requests finish in the background.
pub(crate) struct Server {
    address: SocketAddr,
    stop: CancellationToken,
}

impl Server {
    /// Listens on the loopback address; port 0 takes a free one.
    pub(crate) async fn start(port: u16, service: Arc<dyn Service>) -> Result<Self, WorldError> {
        let listener = TcpListener::bind(("127.0.0.1", port))
            .await
            .map_err(|source| WorldError::Listen { port, source })?;
        let address = listener
            .local_addr()
            .map_err(|source| WorldError::Listen { port, source })?;
        let stop = CancellationToken::new();
        tokio::spawn(accept(listener, service, stop.clone()));
        Ok(Self { address, stop })
    }

    /// `http://127.0.0.1:<port>`, without a slash at the end.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

async fn accept(listener: TcpListener, service: Arc<dyn Service>, stop: CancellationToken) {
    let graceful = GracefulShutdown::new();
    loop {
        let stream = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    tracing::warn!(%error, "a fake could not accept a connection");
                    continue;
                }
            },
        };
        let (service, stopped) = (Arc::clone(&service), stop.clone());
        let handle = service_fn(move |request| {
            let (service, stopped) = (Arc::clone(&service), stopped.clone());
            async move { respond(service, Call::new(request), stopped).await }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .half_close(true)
            .serve_connection(TokioIo::new(stream), handle);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // A client that went away, or a fault that broke the connection off on purpose.
            if let Err(error) = connection.await {
                tracing::debug!(%error, "connection to a fake ended early");
            }
        });
    }
    if tokio::time::timeout(GRACE, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::debug!("a fake stopped with requests still open");
    }
}

async fn respond(
    service: Arc<dyn Service>,
    call: Call,
    stop: CancellationToken,
) -> std::io::Result<Response<Body>> {
    let mut exchange = Exchange {
        method: call.method.to_string(),
        path: call.path.clone(),
        query: call.raw_query.clone(),
        status: 0,
    };
    let response = answer(&*service, call, &stop).await;
    if let Ok(response) = &response {
        exchange.status = response.status().as_u16();
    }
    service.traffic().record(exchange);
    response
}

async fn answer(
    service: &dyn Service,
    call: Call,
    stop: &CancellationToken,
) -> std::io::Result<Response<Body>> {
    let fault = service.faults().take(&call);
    let reply = match fault {
        None => service.answer(call).await,
        Some(Fault::Delay(time)) => {
            tokio::time::sleep(time).await;
            service.answer(call).await
        }
        Some(Fault::Status {
            status,
            headers,
            body,
        }) => headers.iter().fold(
            Reply::status(status)
                .header("content-type", "application/json; charset=utf-8")
                .content(body),
            |reply, (name, value)| reply.header(name, value),
        ),
        Some(Fault::Html) => Reply::html(
            200,
            "<!doctype html><title>Sign in</title><p>Please sign in to the network.</p>".into(),
        ),
        Some(Fault::HalfBody) => return half(service.answer(call).await).await,
        Some(Fault::CloseConnection) => return Err(broken()),
        Some(Fault::LostAnswer) => {
            let response = service.answer(call).await.into_response();
            // The work is done when the body is, as with git's streamed answers.
            let _ = response.into_body().collect().await;
            return Err(broken());
        }
        Some(Fault::Hang) => {
            stop.cancelled().await;
            return Err(broken());
        }
    };
    Ok(reply.into_response())
}

async fn half(reply: Reply) -> std::io::Result<Response<Body>> {
    let (mut parts, body) = reply.into_response().into_parts();
    let whole = body.collect().await?.to_bytes();
    parts
        .headers
        .insert(CONTENT_LENGTH, HeaderValue::from(whole.len()));
    let first: Bytes = whole.slice(..whole.len() / 2);
    Ok(Response::from_parts(
        parts,
        frames(stream::iter([Ok(first), Err(broken())])),
    ))
}

fn broken() -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::ConnectionReset, "broken off on purpose")
}
