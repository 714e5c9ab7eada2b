//! A server that answers as a test says and remembers what it was asked, and a client for doors.

use std::convert::Infallible;
use std::path::Path;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures::future::BoxFuture;
use http::{HeaderMap, Method, Request, Response, StatusCode};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, UnixStream};

pub(crate) type Body = UnsyncBoxBody<Bytes, std::io::Error>;

/// What a server was asked.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// A server on the loopback; it ends with its runtime.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) address: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    pub(crate) async fn start<F>(answer: F) -> Self
    where
        F: Fn(Asked) -> BoxFuture<'static, Response<Body>> + Send + Sync + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let (log, answer) = (Arc::clone(&asked), Arc::new(answer));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (log, answer) = (Arc::clone(&log), Arc::clone(&answer));
                let service = service_fn(move |request: Request<Incoming>| {
                    let (log, answer) = (Arc::clone(&log), Arc::clone(&answer));
                    async move {
                        let (head, body) = request.into_parts();
                        let asked = Asked {
                            method: head.method,
                            path: head.uri.to_string(),
                            headers: head.headers,
                            body: body.collect().await.unwrap().to_bytes(),
                        };
                        log.lock().unwrap().push(asked.clone());
                        Ok::<_, Infallible>(answer(asked).await)
                    }
                });
                tokio::spawn(
                    hyper::server::conn::http1::Builder::new()
                        .serve_connection(TokioIo::new(stream), service),
                );
            }
        });
        Self { address, asked }
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

/// A whole answer.
pub(crate) fn reply(
    status: u16,
    headers: &[(&str, &str)],
    body: impl Into<Bytes>,
) -> Response<Body> {
    let body = Full::new(body.into())
        .map_err(|never: Infallible| match never {})
        .boxed_unsync();
    headers
        .iter()
        .fold(
            Response::builder().status(status),
            |reply, (name, value)| reply.header(*name, *value),
        )
        .body(body)
        .unwrap()
}

/// An answer in pieces; `Err` breaks it off.
pub(crate) fn pieces(headers: &[(&str, &str)], pieces: Vec<Result<String, ()>>) -> Response<Body> {
    let frames = pieces.into_iter().map(|piece| {
        piece
            .map(|text| Frame::data(Bytes::from(text)))
            .map_err(|()| std::io::Error::other("broken"))
    });
    // The server sends what it has whenever it has to wait: otherwise an error would overtake it.
    let frames = futures::StreamExt::then(futures::stream::iter(frames), async |frame| {
        tokio::task::yield_now().await;
        frame
    });
    headers
        .iter()
        .fold(Response::builder(), |reply, (name, value)| {
            reply.header(*name, *value)
        })
        .body(StreamBody::new(frames).boxed_unsync())
        .unwrap()
}

/// What a door answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// What came before the connection broke off, if it did.
    pub(crate) body: Bytes,
    pub(crate) broken: bool,
}

impl Answer {
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Sends one request to a door.
pub(crate) async fn ask(socket: &Path, request: Request<Full<Bytes>>) -> Answer {
    let stream = UnixStream::connect(socket).await.unwrap();
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .unwrap();
    tokio::spawn(connection);
    let (head, mut body) = sender.send_request(request).await.unwrap().into_parts();
    let (mut read, mut broken) = (Vec::new(), false);
    while let Some(frame) = body.frame().await {
        match frame {
            Ok(frame) => read.extend_from_slice(&frame.into_data().unwrap_or_default()),
            Err(_) => {
                broken = true;
                break;
            }
        }
    }
    Answer {
        status: head.status,
        headers: head.headers,
        body: read.into(),
        broken,
    }
}

/// A request without a body.
pub(crate) fn request(
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
) -> Request<Full<Bytes>> {
    with_body(method, path, headers, "")
}

pub(crate) fn with_body(
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: impl Into<Bytes>,
) -> Request<Full<Bytes>> {
    headers
        .iter()
        .fold(
            Request::builder().method(method).uri(path),
            |request, (name, value)| request.header(*name, *value),
        )
        .header("host", "127.0.0.1")
        .body(Full::new(body.into()))
        .unwrap()
}

pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}
