//! Notices runs that go in circles: agents have been seen to repeat a tool call, or a request whose
//! answer broke off, for as long as anybody pays.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use serde_json::Value;
use sha2::{Digest, Sha256};

/// How often something may repeat itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoopLimits {
    /// The same request, answered each time.
    pub same_request: u32,
    /// The same tool calls with the same results, one after the other.
    pub same_tool_calls: u32,
    /// Streams that end before the model says that it is done.
    pub cut_streams: u32,
}

impl Default for LoopLimits {
    fn default() -> Self {
        Self {
            same_request: 4,
            same_tool_calls: 6,
            cut_streams: 3,
        }
    }
}

/// Remembers a run's requests by hash.
#[derive(Debug, Default)]
pub(super) struct Loops {
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    answered: HashMap<[u8; 32], u32>,
    cut: u32,
}

impl Loops {
    /// Whether a request continues a circle.
    pub(super) fn closes(&self, limits: LoopLimits, body: &[u8], messages: &[Value]) -> bool {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let same = seen.answered.get(&hash(body)).copied().unwrap_or(0);
        same >= limits.same_request
            || seen.cut >= limits.cut_streams
            || repeated(messages) >= limits.same_tool_calls
    }

    /// A request was answered in full. One that failed may be tried again as it is. The calls' cap bounds
    /// how many are remembered.
    pub(super) fn answered(&self, body: &[u8]) {
        *self
            .seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .answered
            .entry(hash(body))
            .or_default() += 1;
    }

    /// A stream broke off.
    pub(super) fn cut(&self) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).cut += 1;
    }
}

fn hash(body: &[u8]) -> [u8; 32] {
    Sha256::digest(body).into()
}

/// How many rounds of tool calls and results at the end of a conversation are the same.
fn repeated(messages: &[Value]) -> u32 {
    let mut rounds: Vec<(Vec<String>, Vec<String>)> = Vec::new();
    let mut results = Vec::new();
    for message in messages.iter().rev() {
        let calls = message
            .get("tool_calls")
            .and_then(Value::as_array)
            .filter(|calls| !calls.is_empty());
        match (message.get("role").and_then(Value::as_str), calls) {
            (Some("tool"), _) => results.push(
                message
                    .get("content")
                    .map(Value::to_string)
                    .unwrap_or_default(),
            ),
            (Some("assistant"), Some(calls)) => {
                let asked = calls
                    .iter()
                    .filter_map(|call| call.get("function"))
                    .map(Value::to_string)
                    .collect();
                rounds.push((asked, std::mem::take(&mut results)));
            }
            // Somebody said something in between: a new beginning.
            _ => break,
        }
    }
    let same = rounds
        .iter()
        .take_while(|round| Some(*round) == rounds.first())
        .count();
    u32::try_from(same).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
