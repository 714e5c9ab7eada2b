//! What was asked of a fake, so that tests can count calls.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

/// Older exchanges are forgotten.
const KEPT: usize = 20_000;

/// One request and the status of its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// `GET`, `POST`, ...
    pub method: String,
    /// The path without the query.
    pub path: String,
    /// The raw query string, empty where there was none.
    pub query: String,
    /// The status answered; 0 where the connection was broken off instead.
    pub status: u16,
}

/// The last 20,000 exchanges of one server, oldest first.
#[derive(Debug, Default)]
pub struct Traffic(Mutex<VecDeque<Exchange>>);

impl Traffic {
    pub(crate) fn record(&self, exchange: Exchange) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() == KEPT {
            kept.pop_front();
        }
        kept.push_back(exchange);
    }

    /// Every exchange still remembered, oldest first.
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .cloned()
            .collect()
    }

    /// How many calls of `method` went to a path that contains `part`.
    pub fn count(&self, method: &str, part: &str) -> usize {
        self.exchanges()
            .iter()
            .filter(|exchange| exchange.method == method && exchange.path.contains(part))
            .count()
    }
}
