//! A whole answer, and the bounded reading of its body.

use std::fmt;

use bytes::{Bytes, BytesMut};
use jiff::Timestamp;
use reqwest::{StatusCode, header::HeaderMap};
use serde_json::Value;

use crate::{error::OutboundError, failure::classify};

/// An answer, read to its end.
pub struct Response {
    /// The status, any.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, decompressed and within the limit.
    pub body: Bytes,
    /// Method and address without query, for messages.
    pub target: String,
    pub(crate) received: Timestamp,
}

impl Response {
    /// The answer itself when its status is 2xx.
    ///
    /// # Errors
    /// [`OutboundError::Status`] otherwise.
    pub fn success(self) -> Result<Self, OutboundError> {
        if self.status.is_success() {
            Ok(self)
        } else {
            Err(classify(
                &self.target,
                self.status,
                &self.headers,
                &self.body,
                self.received,
            )
            .into())
        }
    }

    /// The body as JSON, to be read with [`crate::json`].
    ///
    /// # Errors
    /// [`OutboundError::InvalidAnswer`] when it is something else, such as a login or maintenance page.
    pub fn json(&self) -> Result<Value, OutboundError> {
        serde_json::from_slice(&self.body).map_err(|error| {
            let is_page = self.body.trim_ascii_start().first() == Some(&b'<');
            self.invalid(if is_page {
                "a web page instead of JSON".to_owned()
            } else {
                format!("not JSON: {error}")
            })
        })
    }

    /// An error that says that this answer is unusable.
    #[must_use]
    pub fn invalid(&self, reason: impl Into<String>) -> OutboundError {
        OutboundError::InvalidAnswer {
            target: self.target.clone(),
            reason: reason.into(),
        }
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            status,
            target,
            body,
            ..
        } = self;
        f.debug_struct("Response")
            .field("target", target)
            .field("status", status)
            .field("bytes", &body.len())
            .finish_non_exhaustive()
    }
}

/// Reads the body as it comes and stops at the limit: neither a lying length nor a compressed bomb fills memory.
pub(crate) async fn read_body(
    mut answer: reqwest::Response,
    limit: usize,
    target: &str,
) -> Result<Bytes, OutboundError> {
    let too_large = || OutboundError::BodyTooLarge {
        target: target.to_owned(),
        limit,
    };
    let announced = answer
        .content_length()
        .and_then(|length| usize::try_from(length).ok())
        .unwrap_or(0);
    if announced > limit {
        return Err(too_large());
    }
    let mut body = BytesMut::with_capacity(announced.min(64 * 1024));
    loop {
        match answer.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > limit => return Err(too_large()),
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok(body.freeze()),
            Err(_) => {
                return Err(OutboundError::Truncated {
                    target: target.to_owned(),
                });
            }
        }
    }
}
