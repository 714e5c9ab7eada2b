//! Errors as RFC 9457 problem details, with a stable code and the correlation id.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use operations::{Code, OperationError};
use serde::Serialize;

use crate::correlation::CorrelationId;

/// A refusal on its way out. It becomes a body where the correlation id is known.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    code: Code,
    sentence: String,
    /// For the log only.
    behind: Option<String>,
    /// Methods that the path knows, for 405.
    allow: Option<&'static str>,
}

#[derive(Serialize)]
struct Details<'a> {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    code: &'static str,
    detail: &'a str,
    correlation_id: &'a str,
}

impl Problem {
    pub(crate) fn new(code: Code, sentence: impl Into<String>) -> Self {
        Self {
            code,
            sentence: sentence.into(),
            behind: None,
            allow: None,
        }
    }

    pub(crate) fn method_not_allowed(allow: &'static str) -> Self {
        Self {
            allow: Some(allow),
            ..Self::new(Code::MethodNotAllowed, format!("this path takes {allow}"))
        }
    }

    pub(crate) fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// What lies behind, for the log.
    pub(crate) fn behind(&self) -> Option<&str> {
        self.behind.as_deref()
    }

    pub(crate) fn code(&self) -> Code {
        self.code
    }

    /// The body and its headers.
    pub(crate) fn render(&self, correlation: &CorrelationId) -> Response<Bytes> {
        let status = self.status();
        let details = Details {
            r#type: "about:blank",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            code: self.code.as_str(),
            detail: &self.sentence,
            correlation_id: correlation.as_str(),
        };
        let mut response = Response::new(Bytes::from(
            serde_json::to_vec(&details).unwrap_or_default(),
        ));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if let Some(allow) = self.allow {
            headers.insert(header::ALLOW, HeaderValue::from_static(allow));
        }
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }
}

impl From<OperationError> for Problem {
    fn from(error: OperationError) -> Self {
        Self {
            behind: error.detail_for_log(),
            ..Self::new(error.code(), error.sentence())
        }
    }
}
