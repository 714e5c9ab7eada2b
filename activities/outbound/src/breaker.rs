//! A circuit breaker per host: after a run of failures, calls fail at once for a short time instead of queueing up
//! behind time-outs. It only ever shortens waiting; retries are Temporal's.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

#[cfg(test)]
mod tests;

/// Hosts remembered at once; one that never fails is never remembered.
const MOST_HOSTS: usize = 256;

/// When the circuit of a host opens, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BreakerOptions {
    /// Transport failures and 5xx answers in a row after which it opens; 0 turns the breaker off.
    pub failures: u32,
    /// How long it stays open. Then one call is let through, and its outcome decides.
    pub open_for: Duration,
}

impl Default for BreakerOptions {
    fn default() -> Self {
        Self {
            failures: 8,
            open_for: Duration::from_secs(10),
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Circuit {
    failures: u32,
    open_until: Option<Instant>,
    seen: Instant,
}

#[derive(Debug)]
pub(crate) struct Breaker {
    options: BreakerOptions,
    circuits: Mutex<HashMap<String, Circuit>>,
}

impl Breaker {
    pub(crate) fn new(options: BreakerOptions) -> Self {
        Self {
            options,
            circuits: Mutex::default(),
        }
    }

    /// Asks for leave to call `host`.
    ///
    /// # Errors
    /// The time until the next trial, when the circuit is open.
    pub(crate) fn permit(&self, host: &str, now: Instant) -> Result<(), Duration> {
        let mut circuits = self.circuits.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(circuit) = circuits.get_mut(host) else {
            return Ok(());
        };
        match circuit.open_until {
            Some(until) if until > now => Err(until - now),
            Some(_) => {
                // The one trial: everybody else waits for its outcome, or for the next period if it never reports.
                circuit.open_until = Some(now + self.options.open_for);
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Reports an outcome. `healthy` means that the host answered and did not say that it is broken.
    pub(crate) fn record(&self, host: &str, healthy: bool, now: Instant) {
        if self.options.failures == 0 {
            return;
        }
        let mut circuits = self.circuits.lock().unwrap_or_else(PoisonError::into_inner);
        if healthy {
            circuits.remove(host);
            return;
        }
        if !circuits.contains_key(host) && circuits.len() >= MOST_HOSTS {
            let oldest = circuits
                .iter()
                .min_by_key(|(_, circuit)| circuit.seen)
                .map(|(name, _)| name.clone());
            oldest.map(|name| circuits.remove(&name));
        }
        let circuit = circuits.entry(host.to_owned()).or_insert(Circuit {
            failures: 0,
            open_until: None,
            seen: now,
        });
        circuit.failures = circuit.failures.saturating_add(1);
        circuit.seen = now;
        if circuit.failures >= self.options.failures {
            circuit.open_until = Some(now + self.options.open_for);
        }
    }
}
