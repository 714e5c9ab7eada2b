//! The accept loop: a bounded number of connections, each with time-outs, and a graceful stop.

use std::{convert::Infallible, sync::Arc, time::Duration};

use hyper::{server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use operations::Operations;
use tokio::{net::TcpListener, sync::Semaphore};
use tokio_util::sync::CancellationToken;

use crate::{exchange::exchange, limits::Limits, routes};

/// Longest head of a request, in bytes.
const HEAD_BYTES: usize = 32 * 1024;
/// Pause after a failed accept (most often: no file descriptor is free).
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Serves until it is told to stop; then takes no new connection, finishes requests in flight within
/// [`Limits::drain_time`], and returns.
pub async fn serve(
    listener: TcpListener,
    operations: Arc<Operations>,
    limits: Limits,
    stop: CancellationToken,
) {
    let routes = warp::service(routes::all(operations, limits));
    let slots = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(limits.head_time)
        .max_buf_size(HEAD_BYTES);
    loop {
        let next = async {
            let slot = Arc::clone(&slots).acquire_owned().await;
            (slot, listener.accept().await)
        };
        let (slot, stream) = tokio::select! {
            () = stop.cancelled() => break,
            (slot, accepted) = next => match (slot, accepted) {
                (Ok(slot), Ok((stream, _))) => (slot, stream),
                (_, Err(error)) => {
                    tracing::warn!(error = %error, "a connection could not be accepted");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                    continue;
                }
                // Nobody closes the semaphore.
                (Err(_), Ok(_)) => break,
            },
        };
        let _ = stream.set_nodelay(true);
        let routes = routes.clone();
        let service = service_fn(move |request| {
            let routes = routes.clone();
            async move { Ok::<_, Infallible>(exchange(routes, request).await) }
        });
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            // A client that goes away or is too slow is no news.
            if let Err(error) = connection.await {
                tracing::debug!(error = %error, "a connection ended early");
            }
            drop(slot);
        });
    }
    drop(listener);
    if tokio::time::timeout(limits.drain_time, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("some requests were still in flight when the time for them was over");
    }
}
