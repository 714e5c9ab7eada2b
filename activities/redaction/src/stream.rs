//! Streams: bytes in, clean bytes out, with flat memory.

use crate::{Redactor, scan::Carry};

/// A line longer than this is handed out in pieces, cut at a blank where there is one: 1 MiB.
pub const MAX_LINE_BYTES: usize = 1024 * 1024;

/// How far back from the cap a blank is searched for.
const CUT_SEARCH: usize = 64 * 1024;

/// Redacts a stream line by line. Holds at most one unfinished line.
#[derive(Debug, Clone)]
pub struct LineRedactor {
    redactor: Redactor,
    partial: Vec<u8>,
    carry: Carry,
}

impl LineRedactor {
    /// A stream that uses `redactor`'s literals.
    #[must_use]
    pub fn new(redactor: Redactor) -> Self {
        Self {
            redactor,
            partial: Vec::new(),
            carry: Carry::Nothing,
        }
    }

    /// Takes the next bytes, wherever they are cut, and appends the finished clean lines to `out`.
    pub fn push(&mut self, mut chunk: &[u8], out: &mut Vec<u8>) {
        while let Some(end) = memchr::memchr(b'\n', chunk) {
            let (line, rest) = chunk.split_at(end + 1);
            chunk = rest;
            if self.partial.is_empty() && line.len() <= MAX_LINE_BYTES {
                self.carry = write(&self.redactor, line, self.carry, out);
            } else {
                self.append(line, out);
                self.flush(out);
            }
        }
        self.append(chunk, out);
    }

    /// Hands out what has no line end.
    pub fn finish(mut self, out: &mut Vec<u8>) {
        self.flush(out);
    }

    fn append(&mut self, mut bytes: &[u8], out: &mut Vec<u8>) {
        while self.partial.len() + bytes.len() > MAX_LINE_BYTES {
            let (head, tail) = bytes.split_at(MAX_LINE_BYTES - self.partial.len());
            self.partial.extend_from_slice(head);
            bytes = tail;
            let from = self.partial.len() - CUT_SEARCH;
            let blank = self.partial[from..]
                .iter()
                .rposition(|byte| matches!(byte, b' ' | b'\t'));
            let rest = self
                .partial
                .split_off(blank.map_or(MAX_LINE_BYTES, |at| from + at + 1));
            self.flush(out);
            self.partial = rest;
        }
        self.partial.extend_from_slice(bytes);
    }

    fn flush(&mut self, out: &mut Vec<u8>) {
        if !self.partial.is_empty() {
            self.carry = write(&self.redactor, &self.partial, self.carry, out);
            self.partial.clear();
        }
    }
}

fn write(redactor: &Redactor, line: &[u8], mut carry: Carry, out: &mut Vec<u8>) -> Carry {
    if !redactor.redact_line(line, &mut carry, out) {
        out.extend_from_slice(line);
    }
    carry
}
