//! A bound for the input tokens of a request, before it is sent.
//!
//! A token stands for at least one byte, so a request has at most as many tokens as bytes; that is a
//! few times too many. An agent's requests grow at one place: where all but a few bytes are those of an
//! earlier request whose tokens the model reported, only the new bytes need the crude bound.

use std::sync::{Mutex, PoisonError};

/// Bytes of the earlier request that may be missing, and tokens that its seams may add.
const SEAM: usize = 64;

/// The last request whose tokens are known.
#[derive(Debug, Default)]
pub(super) struct Estimate(Mutex<Option<(Vec<u8>, u64)>>);

impl Estimate {
    /// The most input tokens that a request can have.
    pub(super) fn bound(&self, body: &[u8]) -> u64 {
        let crude = body.len() as u64;
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((earlier, tokens)) = known.as_ref() else {
            return crude;
        };
        let shorter = earlier.len().min(body.len());
        let prefix = earlier
            .iter()
            .zip(body)
            .take_while(|(old, new)| old == new)
            .count();
        let rest = shorter - prefix;
        let suffix = earlier
            .iter()
            .rev()
            .zip(body.iter().rev())
            .take(rest)
            .take_while(|(old, new)| old == new)
            .count();
        if prefix + suffix + SEAM < earlier.len() {
            return crude;
        }
        let new = (body.len() - prefix - suffix) as u64;
        crude.min(tokens.saturating_add(new).saturating_add(SEAM as u64))
    }

    /// Remembers what the model reported for a request.
    pub(super) fn learn(&self, body: Vec<u8>, input_tokens: u64) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((body, input_tokens));
    }
}

#[cfg(test)]
mod tests;
