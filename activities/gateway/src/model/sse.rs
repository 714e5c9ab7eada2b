//! Server-sent events of a streamed completion: where they end, and what they say of usage and end.

use bytes::BytesMut;
use serde_json::Value;

use super::meter::Tokens;

/// Longest line of a stream.
const LINE_LIMIT: usize = 4 * 1024 * 1024;

/// Reads a stream as it passes.
#[derive(Debug, Default)]
pub(super) struct Events {
    buffer: BytesMut,
    /// What the model reported.
    pub(super) usage: Option<Tokens>,
    /// Whether it said that it is done.
    pub(super) finished: bool,
}

impl Events {
    /// Takes a piece and gives the whole lines that are now known; `None` when a line is too long.
    pub(super) fn feed(&mut self, piece: &[u8]) -> Option<Vec<u8>> {
        self.buffer.extend_from_slice(piece);
        let end = self
            .buffer
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |last| last + 1);
        if self.buffer.len() - end > LINE_LIMIT {
            return None;
        }
        let lines = self.buffer.split_to(end);
        for line in lines.as_ref().split(|byte: &u8| *byte == b'\n') {
            self.read(line);
        }
        Some(lines.to_vec())
    }

    /// What is left when the stream has ended without a line's end.
    pub(super) fn rest(&mut self) -> Vec<u8> {
        let rest = std::mem::take(&mut self.buffer).to_vec();
        self.read(&rest);
        rest
    }

    fn read(&mut self, line: &[u8]) {
        let Some(data) = line.strip_prefix(b"data:").map(<[u8]>::trim_ascii) else {
            return;
        };
        let Ok(event) = serde_json::from_slice::<Value>(data) else {
            return;
        };
        self.usage = tokens(&event).or(self.usage);
        let choices = event
            .get("choices")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        let mut reasons = choices.filter_map(|choice| choice.get("finish_reason"));
        self.finished |= reasons.any(|reason| !reason.is_null());
    }
}

/// The usage of a completion or of one of its events.
pub(super) fn tokens(event: &Value) -> Option<Tokens> {
    let usage = event.get("usage").filter(|usage| usage.is_object())?;
    let count = |name: &str| usage.get(name).and_then(Value::as_u64);
    let cached = usage
        .pointer("/prompt_tokens_details/cached_tokens")
        .and_then(Value::as_u64);
    Some(Tokens {
        input: count("prompt_tokens")?,
        cached: cached.unwrap_or(0),
        output: count("completion_tokens")?,
    })
}

#[cfg(test)]
mod tests;
