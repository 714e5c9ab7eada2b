//! Building answers.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, StatusCode};
use serde_json::Value;

use super::body::{self, Body, Chunks};

/// An answer under construction.
pub(crate) struct Reply(Box<Response<Body>>);

impl Reply {
    pub(crate) fn status(status: u16) -> Self {
        let mut response = Response::new(body::empty());
        *response.status_mut() =
            StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self(Box::new(response))
    }

    pub(crate) fn json(status: u16, value: &Value) -> Self {
        Self::status(status)
            .header("content-type", "application/json; charset=utf-8")
            .content(value.to_string())
    }

    pub(crate) fn html(status: u16, page: String) -> Self {
        Self::status(status)
            .header("content-type", "text/html; charset=utf-8")
            .content(page)
    }

    pub(crate) fn text(status: u16, text: impl Into<Bytes>) -> Self {
        Self::status(status)
            .header("content-type", "text/plain; charset=utf-8")
            .content(text)
    }

    pub(crate) fn stream(status: u16, content_type: &str, chunks: Chunks) -> Self {
        let mut reply = Self::status(status).header("content-type", content_type);
        *reply.0.body_mut() = body::frames(chunks);
        reply
    }

    pub(crate) fn content(mut self, content: impl Into<Bytes>) -> Self {
        *self.0.body_mut() = body::bytes(content);
        self
    }

    /// Adds a header; a name or value that HTTP does not allow is left out.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
            self.0.headers_mut().insert(name, value);
        }
        self
    }

    pub(crate) fn into_response(self) -> Response<Body> {
        *self.0
    }
}
