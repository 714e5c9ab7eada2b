//! An HTTP/1 server on a unix socket that anyone on the host may connect to, until it is closed.
//!
//! The socket's directory decides who can: it lies where only regreen and the sandbox it is bound into
//! can reach it.

use std::convert::Infallible;
use std::fs::{File, Permissions};
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::GatewayError;
use crate::reply::Reply;

/// Connections at a time; more wait.
const CONNECTIONS: usize = 256;
/// How long a client may take to send a request's head.
const HEAD: Duration = Duration::from_secs(30);
/// How long running requests get when the door is closed.
const GRACE: Duration = Duration::from_secs(2);
/// Longest head of a request, in bytes.
const HEAD_SIZE: usize = 64 * 1024;

/// A running server. Dropping it ends it at once.
#[derive(Debug)]
pub(crate) struct Door {
    socket: PathBuf,
    stop: CancellationToken,
    server: JoinHandle<()>,
}

impl Door {
    /// Starts to serve on a new socket; an old one at that path is replaced.
    pub(crate) fn open<S, F>(socket: &Path, service: S) -> Result<Self, GatewayError>
    where
        S: Fn(Request<Incoming>) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Reply> + Send + 'static,
    {
        let failed = |source| GatewayError::Socket {
            path: socket.display().to_string(),
            source,
        };
        if socket.symlink_metadata().is_ok() {
            std::fs::remove_file(socket).map_err(failed)?;
        }
        let listener = bind(socket).map_err(failed)?;
        std::fs::set_permissions(socket, Permissions::from_mode(0o666)).map_err(failed)?;
        let stop = CancellationToken::new();
        let server = tokio::spawn(serve(listener, service, stop.clone()));
        Ok(Self {
            socket: socket.to_path_buf(),
            stop,
            server,
        })
    }

    pub(crate) fn socket(&self) -> &Path {
        &self.socket
    }

    /// Takes no more connections and gives running requests a moment to end.
    pub(crate) async fn close(&mut self) {
        self.stop.cancel();
        // It fails only when the runtime shuts down.
        let _ = (&mut self.server).await;
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.stop.cancel();
        self.server.abort();
        let _ = std::fs::remove_file(&self.socket);
    }
}

/// Binds by way of the folder's descriptor: a socket's address holds 108 bytes, and a data directory may lie
/// deeper than that.
fn bind(socket: &Path) -> io::Result<UnixListener> {
    let (Some(folder), Some(name)) = (socket.parent(), socket.file_name()) else {
        return Err(io::Error::from(io::ErrorKind::InvalidInput));
    };
    let folder = File::open(folder)?;
    UnixListener::bind(Path::new(&format!("/proc/self/fd/{}", folder.as_raw_fd())).join(name))
}

async fn serve<S, F>(listener: UnixListener, service: S, stop: CancellationToken)
where
    S: Fn(Request<Incoming>) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Reply> + Send + 'static,
{
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    // Ends all connections when the server itself is aborted.
    let mut connections = tokio::task::JoinSet::new();
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = accept(&listener, &places) => accepted,
        };
        let Some((stream, place)) = accepted else {
            continue;
        };
        let service = service.clone();
        let answer = service_fn(move |request| {
            let answer = service(request);
            async move { Ok::<_, Infallible>(answer.await) }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD)
            .max_buf_size(HEAD_SIZE)
            .serve_connection(TokioIo::new(stream), answer);
        let connection = graceful.watch(connection);
        connections.spawn(async move {
            // Broken connections are the client's affair.
            let _ = connection.await;
            drop(place);
        });
        while connections.try_join_next().is_some() {}
    }
    drop(listener);
    let _ = tokio::time::timeout(GRACE, graceful.shutdown()).await;
}

async fn accept(
    listener: &UnixListener,
    places: &Arc<Semaphore>,
) -> Option<(UnixStream, tokio::sync::OwnedSemaphorePermit)> {
    let place = Arc::clone(places).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, _)) => Some((stream, place)),
        Err(_) => {
            // Out of descriptors: some will be closed.
            tokio::time::sleep(Duration::from_millis(20)).await;
            None
        }
    }
}
