//! The lines around the one being judged: a ring of reused buffers, cleaned only when somebody looks.

use std::cell::OnceCell;

use redaction::Redactor;

use crate::{
    clean,
    prefix::{self, Started},
};

/// Lines kept before the one being judged: a linter's file name may stand far above its finding.
pub(crate) const BEFORE: usize = 120;
/// Lines read ahead of the one being judged: code frames and stack traces name files below the message.
pub(crate) const AFTER: usize = 24;
/// Lines kept in all: those that were passed over are looked at once more when the log ends among them.
const SIZE: usize = 512;

/// So much of a line is looked at; what a longer one holds further right is data, not a message: 8 KiB.
pub(crate) const LOOK: usize = 8 * 1024;

/// One cleaned line.
#[derive(Debug)]
struct Clean {
    text: String,
    package: Option<String>,
    frame: bool,
}

#[derive(Debug, Default)]
struct Slot {
    raw: Vec<u8>,
    clean: OnceCell<Clean>,
    triggers: Vec<u16>,
}

/// The ring. Line numbers are 1-based.
#[derive(Debug)]
pub(crate) struct Window {
    slots: Vec<Slot>,
    /// Number of the newest line.
    newest: u64,
    /// What the lines below may begin with.
    started: Started,
}

impl Window {
    pub(crate) fn new() -> Self {
        Self {
            slots: (0..SIZE).map(|_| Slot::default()).collect(),
            newest: 0,
            started: Started::default(),
        }
    }

    /// Makes room for the next line and returns the buffer for its triggers.
    pub(crate) fn push(&mut self) -> &mut Vec<u16> {
        self.newest += 1;
        let slot = &mut self.slots[index(self.newest)];
        slot.clean.take();
        slot.triggers.clear();
        &mut slot.triggers
    }

    /// Takes the text of the next line.
    pub(crate) fn fill(&mut self, raw: &[u8]) {
        let slot = &mut self.slots[index(self.newest)];
        slot.raw.clear();
        slot.raw.extend_from_slice(&raw[..raw.len().min(LOOK)]);
    }

    /// The newest line starts a task: what it names is not part of the lines below.
    pub(crate) fn learn_prefix(&mut self) {
        let newest = self.newest;
        let text = self.text(newest).to_owned();
        let package = self.package(newest).map(str::to_owned);
        self.started.learn(&text, package);
    }

    pub(crate) fn newest(&self) -> u64 {
        self.newest
    }

    /// Number of the oldest line that has all lines above it that anybody may ask for.
    pub(crate) fn oldest(&self) -> u64 {
        let kept = (SIZE - BEFORE) as u64;
        self.newest.saturating_sub(kept - 1).max(1)
    }

    /// The triggers of a line; empty for one that is not kept.
    pub(crate) fn triggers(&self, number: u64) -> &[u16] {
        self.slot(number).map_or(&[], |slot| &slot.triggers)
    }

    /// The triggers of a line that is kept.
    pub(crate) fn triggers_mut(&mut self, number: u64) -> &mut Vec<u16> {
        &mut self.slots[index(number)].triggers
    }

    /// A line as it came, without colours and secrets; empty for one that is not kept.
    pub(crate) fn raw(&self, number: u64) -> &[u8] {
        self.slot(number).map_or(&[], |slot| &slot.raw)
    }

    /// The cleaned text of a line; empty for one that is not kept.
    pub(crate) fn text(&self, number: u64) -> &str {
        self.clean(number).map_or("", |clean| &clean.text)
    }

    /// The package that a task runner's prefix names.
    pub(crate) fn package(&self, number: u64) -> Option<&str> {
        self.clean(number)
            .and_then(|clean| clean.package.as_deref())
    }

    /// Whether the line quotes source code.
    pub(crate) fn is_frame(&self, number: u64) -> bool {
        self.clean(number).is_some_and(|clean| clean.frame)
    }

    /// Numbers of the kept lines above `number`, nearest first, at most `count`.
    pub(crate) fn above(&self, number: u64, count: u64) -> impl Iterator<Item = u64> {
        let oldest = self.newest.saturating_sub(SIZE as u64 - 1).max(1);
        (number.saturating_sub(count).max(oldest)..number).rev()
    }

    /// Numbers of the lines below `number` that were read already, at most `count`.
    pub(crate) fn below(&self, number: u64, count: u64) -> impl Iterator<Item = u64> {
        number + 1..=(number + count).min(self.newest)
    }

    fn slot(&self, number: u64) -> Option<&Slot> {
        let kept = number > 0 && number <= self.newest && self.newest - number < SIZE as u64;
        kept.then(|| &self.slots[index(number)])
    }

    fn clean(&self, number: u64) -> Option<&Clean> {
        let slot = self.slot(number)?;
        Some(slot.clean.get_or_init(|| {
            let mut bytes = Vec::with_capacity(slot.raw.len());
            let raw = clean::last_overwrite(&slot.raw);
            clean::strip(raw, &mut bytes);
            let mut line = String::from_utf8_lossy(&bytes);
            if bytes.len() < raw.len() {
                // What was taken out may have stood in the middle of a secret.
                line = Redactor::new().redact(&line).into_owned().into();
            }
            let bare = prefix::strip(&line, &self.started);
            let text = bare.text.trim_end();
            Clean {
                frame: clean::is_code_frame(text),
                package: bare.package.map(str::to_owned),
                text: text.to_owned(),
            }
        }))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a remainder below SIZE")]
fn index(number: u64) -> usize {
    (number % SIZE as u64) as usize
}

const _: () = assert!(BEFORE + AFTER < SIZE);
