//! Keeps the beginning and the end of an output, and tells the last line while it comes.

use std::sync::{Arc, Mutex, PoisonError};

use redaction::Redactor;
use sandbox::{OutputSink, Stream};

use crate::facade::Watch;

/// Longest unfinished line that is remembered for progress.
const MOST_LINE: usize = 4096;

/// Which part of an output is kept.
#[derive(Debug)]
pub(crate) struct Kept {
    head: Vec<u8>,
    tail: std::collections::VecDeque<u8>,
    head_most: usize,
    tail_most: usize,
    left_out: u64,
}

impl Kept {
    pub(crate) fn new(most: usize) -> Self {
        let head_most = most / 4;
        Self {
            head: Vec::new(),
            tail: std::collections::VecDeque::new(),
            head_most,
            tail_most: most - head_most,
            left_out: 0,
        }
    }

    pub(crate) fn push(&mut self, bytes: &[u8]) {
        let room = self
            .head_most
            .saturating_sub(self.head.len())
            .min(bytes.len());
        let (head, rest) = bytes.split_at(room);
        self.head.extend_from_slice(head);
        self.tail.extend(rest);
        let over = self.tail.len().saturating_sub(self.tail_most);
        self.tail.drain(..over);
        self.left_out += over as u64;
    }

    /// What was kept, whole lines, with a marker where something was left out.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        let mut bytes = self.head;
        let mut tail: Vec<u8> = self.tail.into();
        if self.left_out > 0 {
            let line_start = tail
                .iter()
                .position(|byte| *byte == b'\n')
                .map_or(0, |at| at + 1);
            tail.drain(..line_start);
            bytes.extend_from_slice(
                format!(
                    "\n[... {} bytes left out ...]\n",
                    self.left_out + line_start as u64
                )
                .as_bytes(),
            );
        }
        bytes.append(&mut tail);
        bytes
    }
}

/// Makes of a line what is told of it.
type Translate<'a> = &'a (dyn Fn(&str) -> Option<String> + Send + Sync);

/// The sink of one command.
pub(crate) struct Capture<'a> {
    pub(crate) kept: Kept,
    /// Standard error, where it is kept apart.
    pub(crate) complaint: Option<Kept>,
    watch: &'a Watch,
    redactor: &'a Redactor,
    phase: &'a str,
    translate: Option<Translate<'a>>,
    line: Vec<u8>,
    latest: Latest,
}

/// The last whole line of an output that is still coming; whoever waits for the command tells it from time to time.
#[derive(Clone, Default)]
pub(crate) struct Latest(Arc<Mutex<Option<String>>>);

impl Latest {
    /// The line, once.
    pub(crate) fn take(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn set(&self, line: &str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(line.to_owned());
    }
}

impl<'a> Capture<'a> {
    pub(crate) fn new(
        most: usize,
        watch: &'a Watch,
        redactor: &'a Redactor,
        phase: &'a str,
    ) -> Self {
        Self {
            kept: Kept::new(most),
            complaint: None,
            watch,
            redactor,
            phase,
            translate: None,
            line: Vec::new(),
            latest: Latest::default(),
        }
    }

    pub(crate) fn phase(&self) -> &'a str {
        self.phase
    }

    /// The last line, while the command runs. An agent's steps are told at once and never here.
    pub(crate) fn latest(&self) -> Latest {
        self.latest.clone()
    }

    /// Keeps standard error apart.
    pub(crate) fn apart(mut self) -> Self {
        self.complaint = Some(Kept::new(64 * 1024));
        self
    }

    /// Tells what `translate` makes of a line, and nothing where it makes nothing.
    pub(crate) fn translated(mut self, translate: Translate<'a>) -> Self {
        self.translate = Some(translate);
        self
    }

    fn tell(&mut self) {
        let line = std::mem::take(&mut self.line);
        let text = String::from_utf8_lossy(&line);
        let text = text.trim();
        // An agent's steps are few and all of interest; a build's lines are many.
        match self.translate {
            Some(translate) => {
                if let Some(shown) = translate(text).filter(|shown| !shown.is_empty()) {
                    self.watch.report(self.phase, &self.redactor.redact(&shown));
                }
            }
            None if text.is_empty() => {}
            None => self.latest.set(text),
        }
    }
}

impl OutputSink for Capture<'_> {
    fn write(&mut self, stream: Stream, bytes: &[u8]) {
        if let (Some(complaint), Stream::Stderr) = (&mut self.complaint, stream) {
            return complaint.push(bytes);
        }
        self.kept.push(bytes);
        // A translated line is JSON and only makes sense whole.
        let most = if self.translate.is_some() {
            1 << 20
        } else {
            MOST_LINE
        };
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            let room = most.saturating_sub(self.line.len()).min(piece.len());
            self.line.extend_from_slice(&piece[..room]);
            if piece.ends_with(b"\n") {
                self.tell();
            }
        }
    }
}
