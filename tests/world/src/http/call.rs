//! One request as the fakes see it.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{HeaderMap, Method};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use serde_json::Value;

/// More than any client of ours sends to an API; git's own bodies are streamed and not bounded by this.
const BODY_LIMIT: usize = 25 * 1024 * 1024;

/// A request whose path is split and decoded, and whose body is still to be read.
pub(crate) struct Call {
    pub(crate) method: Method,
    /// The path as sent, undecoded.
    pub(crate) path: String,
    /// The raw query string, without the question mark.
    pub(crate) raw_query: String,
    pub(crate) query: Query,
    pub(crate) headers: HeaderMap,
    body: Option<Incoming>,
}

impl Call {
    pub(crate) fn new(request: http::Request<Incoming>) -> Self {
        let (parts, body) = request.into_parts();
        let raw_query = parts.uri.query().unwrap_or_default().to_owned();
        Self {
            method: parts.method,
            path: parts.uri.path().to_owned(),
            query: Query::parse(&raw_query),
            raw_query,
            headers: parts.headers,
            body: Some(body),
        }
    }

    /// A header as text; `None` where it is absent or not text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The decoded path segments, without empty ones.
    pub(crate) fn segments(&self) -> Vec<String> {
        self.path
            .split('/')
            .filter(|segment| !segment.is_empty())
            .map(|segment| {
                percent_encoding::percent_decode_str(segment)
                    .decode_utf8_lossy()
                    .into_owned()
            })
            .collect()
    }

    /// The body unread, for callers that stream it. A second call gives `None`.
    pub(crate) fn take_body(&mut self) -> Option<Incoming> {
        self.body.take()
    }

    /// The whole body; an empty one where it is too long or broke off, which no endpoint accepts.
    pub(crate) async fn bytes(&mut self) -> Bytes {
        match self.body.take() {
            Some(body) => Limited::new(body, BODY_LIMIT)
                .collect()
                .await
                .map(http_body_util::Collected::to_bytes)
                .unwrap_or_default(),
            None => Bytes::new(),
        }
    }

    /// The body as JSON; `Null` for an empty body, `None` for anything that is not JSON.
    pub(crate) async fn json(&mut self) -> Option<Value> {
        let body = self.bytes().await;
        if body.is_empty() {
            Some(Value::Null)
        } else {
            serde_json::from_slice(&body).ok()
        }
    }
}

/// Decoded query parameters; the last one of a name wins.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query(BTreeMap<String, String>);

impl Query {
    pub(crate) fn parse(raw: &str) -> Self {
        Self(
            url::form_urlencoded::parse(raw.as_bytes())
                .into_owned()
                .collect(),
        )
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        self.get(name).and_then(|text| text.parse().ok())
    }

    /// True for `1`, `true`, and a parameter without a value of which `name` is a switch.
    pub(crate) fn switch(&self, name: &str) -> bool {
        matches!(self.get(name), Some("1" | "true"))
    }

    /// Every parameter whose name begins with `prefix`, the prefix removed.
    pub(crate) fn with_prefix<'a>(
        &'a self,
        prefix: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().filter_map(move |(name, value)| {
            name.strip_prefix(prefix).map(|rest| (rest, value.as_str()))
        })
    }
}
