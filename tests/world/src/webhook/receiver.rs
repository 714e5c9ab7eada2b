//! A receiver of webhooks for tests: remembers what came, answers as told.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use async_trait::async_trait;
use bytes::Bytes;
use serde_json::Value;
use tokio::sync::Notify;

use crate::{
    WorldError,
    clock::now_seconds,
    http::{Call, Faults, Reply, Server, Service, Traffic},
};

/// Older requests are forgotten.
const KEPT: usize = 10_000;

/// One request that arrived.
#[derive(Debug, Clone)]
pub struct Received {
    /// The path that was posted to.
    pub path: String,
    /// Header names in lower case.
    pub headers: Vec<(String, String)>,
    /// The raw body, as it was signed.
    pub body: Bytes,
    /// When it arrived, in seconds of Unix time.
    pub at: i64,
}

impl Received {
    /// A header by its lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The body as JSON, `Null` where it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

#[derive(Default)]
struct Inner {
    received: Mutex<VecDeque<Received>>,
    answers: Mutex<VecDeque<u16>>,
    arrived: Notify,
    faults: Faults,
    traffic: Traffic,
}

/// A listening receiver; it answers 202 unless told otherwise.
pub struct Receiver {
    server: Server,
    inner: Arc<Inner>,
}

impl Receiver {
    /// Listens on a free loopback port.
    ///
    /// # Errors
    /// Fails where the system gives no port.
    pub async fn start() -> Result<Self, WorldError> {
        let inner = Arc::new(Inner::default());
        let server = Server::start(0, Arc::<Inner>::clone(&inner)).await?;
        Ok(Self { server, inner })
    }

    /// Where to point a webhook.
    pub fn url(&self) -> String {
        format!("{}/hook", self.server.url())
    }

    /// The statuses of the next answers, in order; after them it is 202 again.
    pub fn answer_next(&self, statuses: impl IntoIterator<Item = u16>) {
        self.inner
            .answers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(statuses);
    }

    /// The faults of this receiver.
    pub fn faults(&self) -> &Faults {
        &self.inner.faults
    }

    /// Everything that arrived, oldest first.
    pub fn received(&self) -> Vec<Received> {
        self.inner
            .received
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .cloned()
            .collect()
    }

    /// Waits until `test` holds for what has arrived, and returns it. Never returns if it never holds.
    pub async fn wait_for(&self, test: impl Fn(&[Received]) -> bool) -> Vec<Received> {
        loop {
            let arrived = self.inner.arrived.notified();
            tokio::pin!(arrived);
            arrived.as_mut().enable();
            let received = self.received();
            if test(&received) {
                return received;
            }
            arrived.await;
        }
    }
}

#[async_trait]
impl Service for Inner {
    async fn answer(&self, mut call: Call) -> Reply {
        let body = call.bytes().await;
        let headers = call
            .headers
            .iter()
            .map(|(name, value)| {
                (
                    name.as_str().to_owned(),
                    String::from_utf8_lossy(value.as_bytes()).into_owned(),
                )
            })
            .collect();
        {
            let mut received = self.received.lock().unwrap_or_else(PoisonError::into_inner);
            if received.len() == KEPT {
                received.pop_front();
            }
            received.push_back(Received {
                path: call.path,
                headers,
                body,
                at: now_seconds(),
            });
        }
        self.arrived.notify_waiters();
        let status = self
            .answers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop_front()
            .unwrap_or(202);
        Reply::status(status)
    }

    fn faults(&self) -> &Faults {
        &self.faults
    }

    fn traffic(&self) -> &Traffic {
        &self.traffic
    }
}
