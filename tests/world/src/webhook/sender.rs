//! One HTTP POST, and what came of it.

use std::time::Duration;

use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Full, Limited};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};

/// Answers to webhooks are short; the rest is cut off.
const ANSWER_LIMIT: usize = 64 * 1024;

/// What came of one attempt to deliver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The status of the answer; `None` where there was no answer in time.
    pub status: Option<u16>,
    /// The answer's body, or why there was none.
    pub message: String,
}

impl Outcome {
    /// True for 2XX.
    pub fn accepted(&self) -> bool {
        self.status
            .is_some_and(|status| (200..300).contains(&status))
    }
}

/// Posts bodies to loopback addresses.
#[derive(Clone)]
pub(crate) struct Sender {
    client: Client<HttpConnector, Full<Bytes>>,
    timeout: Duration,
}

impl Sender {
    pub(crate) fn new(timeout: Duration) -> Self {
        Self {
            client: Client::builder(TokioExecutor::new()).build_http(),
            timeout,
        }
    }

    pub(crate) async fn post(
        &self,
        url: &str,
        headers: &[(String, String)],
        body: Bytes,
    ) -> Outcome {
        match tokio::time::timeout(self.timeout, self.attempt(url, headers, body)).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(message)) => Outcome {
                status: None,
                message,
            },
            Err(_) => Outcome {
                status: None,
                message: "timed out".to_owned(),
            },
        }
    }

    async fn attempt(
        &self,
        url: &str,
        headers: &[(String, String)],
        body: Bytes,
    ) -> Result<Outcome, String> {
        let mut request = Request::post(url);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let request = request
            .body(Full::new(body))
            .map_err(|error| error.to_string())?;
        let response = self
            .client
            .request(request)
            .await
            .map_err(|error| error.to_string())?;
        let status = response.status().as_u16();
        let answer = Limited::new(response.into_body(), ANSWER_LIMIT)
            .collect()
            .await;
        let message = answer.map_or_else(
            |error| error.to_string(),
            |answer| String::from_utf8_lossy(&answer.to_bytes()).into_owned(),
        );
        Ok(Outcome {
            status: Some(status),
            message,
        })
    }
}
