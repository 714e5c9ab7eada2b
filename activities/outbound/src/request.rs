//! One call: building, sending, following redirects within the origin.

use std::{borrow::Cow, fmt, time::Duration, time::Instant};

use bytes::Bytes;
use jiff::Timestamp;
use redaction::Redactor;
use reqwest::{
    Method,
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION},
};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use url::Url;

use crate::{
    client::Client,
    endpoint::shown,
    error::{OutboundError, innermost},
    failure::clean,
    resolver::BlockedHost,
    response::{Response, read_body},
};

/// Redirects followed within one call.
const MOST_REDIRECTS: usize = 5;

/// A call that is being built. A mistake in building it comes out of [`Request::send`].
pub struct Request {
    client: Client,
    method: Method,
    url: Url,
    headers: HeaderMap,
    body: Option<Bytes>,
    is_confidential: bool,
    /// Not to be repeated, whoever quotes it.
    credential: Option<SecretString>,
    timeout: Duration,
    body_limit: usize,
    mistake: Option<String>,
}

impl Request {
    pub(crate) fn new(client: Client, method: Method, url: Url) -> Self {
        let (timeout, body_limit) = (client.inner.total_timeout, client.inner.body_limit);
        Self {
            client,
            method,
            url,
            headers: HeaderMap::new(),
            body: None,
            is_confidential: false,
            credential: None,
            timeout,
            body_limit,
            mistake: None,
        }
    }

    /// Adds `Authorization: Bearer …`.
    #[must_use]
    pub fn bearer(mut self, token: &SecretString) -> Self {
        self.is_confidential = true;
        self.credential = Some(token.clone());
        match HeaderValue::from_str(&format!("Bearer {}", token.expose_secret())) {
            Ok(mut value) => {
                value.set_sensitive(true);
                self.headers.insert(AUTHORIZATION, value);
            }
            Err(_) => self.mistake = Some("the token has characters that no token has".to_owned()),
        }
        self
    }

    /// Sets a header.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: &str) -> Self {
        match HeaderValue::from_str(value) {
            Ok(value) => {
                self.headers.insert(name, value);
            }
            Err(_) => self.mistake = Some(format!("the value of header `{name}` is not valid")),
        }
        self
    }

    /// Appends a query parameter.
    #[must_use]
    pub fn query(mut self, name: &str, value: &str) -> Self {
        self.url.query_pairs_mut().append_pair(name, value);
        self
    }

    /// Sets a JSON body.
    #[must_use]
    pub fn json<T: Serialize + ?Sized>(mut self, body: &T) -> Self {
        match serde_json::to_vec(body) {
            Ok(bytes) => {
                self.headers
                    .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
                self.body = Some(bytes.into());
            }
            Err(error) => {
                self.mistake = Some(format!("the body cannot be written as JSON: {error}"))
            }
        }
        self
    }

    /// Sets a body as it is, for callers that sign its bytes.
    #[must_use]
    pub fn body(mut self, content_type: HeaderValue, bytes: impl Into<Bytes>) -> Self {
        self.headers.insert(CONTENT_TYPE, content_type);
        self.body = Some(bytes.into());
        self
    }

    /// What is sent is not for everybody: as with a credential, it travels without TLS only to hosts that the operator
    /// allowed.
    #[must_use]
    pub fn confidential(mut self) -> Self {
        self.is_confidential = true;
        self
    }

    /// Another limit for the answer, in bytes after decompression.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Another total time-out.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sends the call and reads the whole answer, whatever its status.
    ///
    /// Redirects are followed within the origin only, and only where the method stays the same.
    ///
    /// # Errors
    /// Every variant of [`OutboundError`] but `Status`, which [`Response::success`] gives.
    pub async fn send(self) -> Result<Response, OutboundError> {
        if let Some(reason) = self.mistake {
            return Err(OutboundError::InvalidRequest { reason });
        }
        self.check()?;
        let inner = self.client.inner.clone();
        let host = format!(
            "{}:{}",
            self.url.host_str().unwrap_or_default(),
            self.url.port_or_known_default().unwrap_or_default()
        );
        inner
            .breaker
            .permit(&host, Instant::now())
            .map_err(|retry_after| OutboundError::CircuitOpen {
                host: host.clone(),
                retry_after,
            })?;
        let (timeout, target) = (self.timeout, self.target());
        let started = Instant::now();
        let result = match tokio::time::timeout(timeout, self.follow()).await {
            Ok(result) => result,
            Err(_) => Err(OutboundError::Timeout {
                target: target.clone(),
                limit: timeout,
            }),
        };
        let healthy = match &result {
            Ok(response) => !response.status.is_server_error(),
            Err(
                OutboundError::Connect { .. }
                | OutboundError::Timeout { .. }
                | OutboundError::Truncated { .. },
            ) => false,
            Err(_) => true,
        };
        inner.breaker.record(&host, healthy, Instant::now());
        let milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        match &result {
            Ok(response) => {
                tracing::debug!(call = %target, status = response.status.as_u16(), milliseconds, "call answered")
            }
            Err(error) => {
                tracing::debug!(call = %target, kind = %error.kind(), milliseconds, "call failed")
            }
        }
        result
    }

    fn target(&self) -> String {
        format!("{} {}", self.method, shown(&self.url))
    }

    fn check(&self) -> Result<(), OutboundError> {
        let invalid = |reason: &str| {
            Err(OutboundError::InvalidRequest {
                reason: format!("{}: {reason}", shown(&self.url)),
            })
        };
        if !matches!(self.url.scheme(), "http" | "https") || self.url.host_str().is_none() {
            return invalid("only http and https addresses can be called");
        }
        if !self.url.username().is_empty() || self.url.password().is_some() {
            return invalid("an address must not hold a credential");
        }
        let guard = &self.client.inner.guard;
        if self.is_confidential
            && self.url.scheme() == "http"
            && !guard.allows(self.url.host_str().unwrap_or_default())
        {
            return invalid(
                "credentials and confidential data are sent without TLS only to hosts that the operator allowed",
            );
        }
        guard
            .check_literal(&self.url)
            .map_err(|BlockedHost(host)| OutboundError::Blocked { host })
    }

    async fn follow(mut self) -> Result<Response, OutboundError> {
        for _ in 0..=MOST_REDIRECTS {
            let target = self.target();
            let mut request = self
                .client
                .inner
                .http(&self.url)
                .request(self.method.clone(), self.url.clone());
            request = request.headers(self.headers.clone());
            if let Some(body) = &self.body {
                request = request.body(body.clone());
            }
            let answer = request
                .send()
                .await
                .map_err(|error| failed(&target, &self.url, error))?;
            let status = answer.status();
            let Some(next) = answer
                .headers()
                .get(LOCATION)
                .filter(|_| status.is_redirection())
            else {
                let headers = answer.headers().clone();
                let mut body = read_body(answer, self.body_limit, &target).await?;
                if let (false, Some(credential)) = (status.is_success(), &self.credential) {
                    // Some error pages quote what they were sent.
                    body = without(&body, credential);
                }
                return Ok(Response {
                    status,
                    headers,
                    body,
                    target,
                    received: Timestamp::now(),
                });
            };
            let next = next.to_str().ok().and_then(|next| self.url.join(next).ok());
            let keeps_method = matches!(self.method, Method::GET | Method::HEAD)
                || matches!(status.as_u16(), 307 | 308);
            match next {
                Some(next) if keeps_method && next.origin() == self.url.origin() => self.url = next,
                other => {
                    let location =
                        other.map_or_else(|| "an invalid address".to_owned(), |url| shown(&url));
                    return Err(OutboundError::Redirect { target, location });
                }
            }
        }
        Err(OutboundError::Redirect {
            target: self.target(),
            location: "yet another address".to_owned(),
        })
    }
}

fn without(body: &Bytes, credential: &SecretString) -> Bytes {
    let redactor = Redactor::with_literals([credential.expose_secret()]);
    match redactor.redact_bytes(body) {
        Cow::Borrowed(_) => body.clone(),
        Cow::Owned(clean) => clean.into(),
    }
}

/// Translates an error of the HTTP library; its own text would show the whole address.
fn failed(target: &str, url: &Url, error: reqwest::Error) -> OutboundError {
    let is_connect = error.is_connect();
    let error = error.without_url();
    let cause = innermost(&error);
    if cause.is::<BlockedHost>() {
        let host = url.host_str().unwrap_or_default().to_owned();
        return OutboundError::Blocked { host };
    }
    if is_connect {
        OutboundError::Connect {
            target: target.to_owned(),
            reason: clean(&cause.to_string()),
        }
    } else if error.is_builder() {
        OutboundError::InvalidRequest {
            reason: clean(&cause.to_string()),
        }
    } else {
        OutboundError::Truncated {
            target: target.to_owned(),
        }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("target", &self.target())
            .finish_non_exhaustive()
    }
}
