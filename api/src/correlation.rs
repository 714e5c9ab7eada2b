//! The id that ties a request, its answer and its log lines together.

use http::{HeaderMap, HeaderName, HeaderValue};

/// The header, both ways.
pub(crate) const HEADER: HeaderName = HeaderName::from_static("x-correlation-id");

/// A correlation id: the caller's, when it is a sensible one, else a new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CorrelationId(String);

impl CorrelationId {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let given = headers.get(HEADER).and_then(|value| value.to_str().ok());
        match given {
            Some(id) if sensible(id) => Self(id.to_owned()),
            _ => Self(ulid::Ulid::generate().to_string().to_lowercase()),
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn header_value(&self) -> Option<HeaderValue> {
        HeaderValue::from_str(&self.0).ok()
    }
}

/// It goes into logs as it is.
fn sensible(id: &str) -> bool {
    (8..=64).contains(&id.len())
        && id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}
