//! Reading a body: bounded in bytes and in time.

use std::pin::pin;

use bytes::{Buf, BytesMut};
use futures::{Stream, StreamExt};
use http::{HeaderMap, header};
use operations::Code;
use tokio::time::{Instant, timeout_at};

use crate::{limits::Limits, problem::Problem};

/// A body that is too large is read on and dropped up to so many times the cap, so that its sender, who is still
/// writing, gets to read the refusal.
const PATIENCE: usize = 16;

/// The whole body.
///
/// # Errors
/// 413 when it is too large (before anything is read, when the headers say so), 408 when it does not come in time,
/// 400 when it breaks off.
pub(crate) async fn read<B: Buf>(
    headers: &HeaderMap,
    stream: impl Stream<Item = Result<B, warp::Error>>,
    limits: &Limits,
) -> Result<BytesMut, Problem> {
    let deadline = Instant::now() + limits.body_time;
    let mut stream = pin!(stream);
    let announced = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let mut too_large = announced.is_some_and(|length| length > limits.body_bytes as u64);
    let mut body = BytesMut::with_capacity(
        announced
            .filter(|_| !too_large)
            .map_or(0, |n| usize::try_from(n).unwrap_or(0)),
    );
    let mut seen: usize = 0;
    loop {
        let chunk = match timeout_at(deadline, stream.next()).await {
            Ok(Some(Ok(chunk))) => chunk,
            Ok(None) if !too_large => return Ok(body),
            _ if too_large => break,
            Ok(Some(Err(_))) => {
                return Err(Problem::new(
                    Code::MalformedRequest,
                    "the body broke off: send the delivery again",
                ));
            }
            Ok(None) | Err(_) => {
                return Err(Problem::new(
                    Code::RequestTimeout,
                    "the body did not arrive in time: send the delivery again",
                ));
            }
        };
        seen = seen.saturating_add(chunk.remaining());
        too_large |= seen > limits.body_bytes;
        if too_large {
            body = BytesMut::new();
            if seen > limits.body_bytes.saturating_mul(PATIENCE) {
                break;
            }
        } else {
            append(&mut body, chunk);
        }
    }
    let most = limits.body_bytes;
    Err(Problem::new(
        Code::BodyTooLarge,
        format!("the body is larger than {most} bytes: regreen takes no such delivery"),
    ))
}

fn append(body: &mut BytesMut, mut chunk: impl Buf) {
    while chunk.has_remaining() {
        let part = chunk.chunk();
        let length = part.len();
        body.extend_from_slice(part);
        chunk.advance(length);
    }
}
