//! Answers, whole or streamed, and reading request bodies up to a limit.

use std::convert::Infallible;

use bytes::Bytes;
use futures::stream;
use http::{HeaderValue, Response, StatusCode, header};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, Limited, StreamBody};
use hyper::body::{Frame, Incoming};
use tokio::sync::mpsc;

/// What ends a streamed answer early.
pub(crate) type Broken = Box<dyn std::error::Error + Send + Sync>;
/// An answer.
pub(crate) type Reply = Response<UnsyncBoxBody<Bytes, Broken>>;
/// The writing end of a streamed answer; an error breaks the connection off.
pub(crate) type Writer = mpsc::Sender<Result<Bytes, Broken>>;

/// Pieces of an answer that may wait for a slow reader.
const BACKLOG: usize = 16;

/// An answer with a whole body.
pub(crate) fn whole(
    status: StatusCode,
    content_type: &'static str,
    body: impl Into<Bytes>,
) -> Reply {
    let body = Full::new(body.into())
        .map_err(|never: Infallible| match never {})
        .boxed_unsync();
    let mut reply = Response::new(body);
    *reply.status_mut() = status;
    reply
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    reply
}

/// A JSON answer.
pub(crate) fn json(status: StatusCode, value: &serde_json::Value) -> Reply {
    whole(status, "application/json", value.to_string())
}

/// An answer whose body comes from elsewhere, piece by piece. The writer fails once nobody reads any more.
pub(crate) fn streamed(status: StatusCode) -> (Reply, Writer) {
    let (writer, reader) = mpsc::channel::<Result<Bytes, Broken>>(BACKLOG);
    let frames = stream::unfold(reader, |mut reader| async move {
        let piece = reader.recv().await?;
        Some((piece.map(Frame::data), reader))
    });
    let mut reply = Response::new(StreamBody::new(frames).boxed_unsync());
    *reply.status_mut() = status;
    (reply, writer)
}

/// Reads a request body; `None` when it is longer than `limit` or breaks off.
pub(crate) async fn read(body: Incoming, limit: usize) -> Option<Bytes> {
    Some(Limited::new(body, limit).collect().await.ok()?.to_bytes())
}
