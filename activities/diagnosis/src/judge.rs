//! The one pass over a log: which lines are looked at, and what they say.

mod last_words;
mod weigh;

use std::collections::{HashMap, HashSet};

use redaction::{Carry, Redactor};

use crate::{
    attention::Attention,
    cause::cut,
    clean,
    pattern::Kind,
    scan::{Hit, Quiet},
    signals::Facts,
    table::{Table, table},
    tally::Tally,
    window::{AFTER, LOOK, Window},
};

/// An announcement that is still open.
#[derive(Debug, Clone, Copy)]
struct Pointing {
    row: u16,
    /// The line that announces.
    from: u64,
    until: u64,
    /// The line that must be the cause if no row knows it.
    target: Option<u64>,
}

/// After so many lines the surroundings of a cause are kept, long before they leave the window.
const SETTLED: u64 = 128;

/// Everything that is known while a log is read.
#[derive(Debug)]
pub(crate) struct Judge {
    window: Window,
    pub(crate) tally: Tally,
    pub(crate) facts: Facts,
    pointing: Option<Pointing>,
    hint: Option<Pointing>,
    /// The package whose output is read, where a heading said so.
    section: Option<String>,
    /// The last words before a failed command were looked at.
    spoken: bool,
    attention: Attention,
    /// What became of messages that were normalised.
    messages: HashMap<String, String>,
    redactor: Redactor,
    /// What goes on in the next line, such as a private key.
    carry: Carry,
    /// Buffers that are used again and again.
    scratch: Vec<u8>,
    clean_line: Vec<u8>,
    hits: Vec<Hit>,
}

impl Judge {
    pub(crate) fn new() -> Self {
        Self {
            window: Window::new(),
            tally: Tally::default(),
            facts: Facts::default(),
            pointing: None,
            hint: None,
            section: None,
            spoken: false,
            attention: Attention::new(),
            messages: HashMap::new(),
            redactor: Redactor::new(),
            carry: Carry::Nothing,
            scratch: Vec::new(),
            clean_line: Vec::new(),
            hits: Vec::new(),
        }
    }

    /// Searches a block of whole lines, keeps them, and judges the lines that now have enough lines below them.
    pub(crate) fn lines(&mut self, block: &[u8]) {
        let mut scratch = std::mem::take(&mut self.scratch);
        let mut hits = std::mem::take(&mut self.hits);
        hits.clear();
        let block = clean::uncoloured(block, &mut scratch);
        table().scan(block, self.attention.quiet(), &mut hits);
        let mut rest = hits.as_slice();
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', block) {
            let own = rest.iter().take_while(|hit| hit.end <= end).count();
            let (here, below) = rest.split_at(own);
            rest = below;
            self.line(block, start, end, here);
            start = end + 1;
        }
        self.scratch = scratch;
        self.hits = hits;
    }

    fn line(&mut self, block: &[u8], start: usize, end: usize, hits: &[Hit]) {
        self.attention.advance(end + 1 - start);
        let whole = &block[start..end];
        let long = whole.len() > LOOK;
        let start = if long {
            start + clean::overwritten(whole)
        } else {
            start
        };
        let raw = &block[start..end.min(start + LOOK)];
        let mut secret = self.carry != Carry::Nothing;
        let triggers = self.window.push();
        let seen = start..=start + LOOK;
        for hit in hits {
            for meaning in table().at(*hit) {
                secret = secret || meaning.is_secret(block, *hit);
                if !seen.contains(&hit.end) {
                    continue;
                }
                let attention = &self.attention;
                let wanted = meaning.rows.iter().any(|row| !attention.is_tired(*row))
                    || meaning
                        .signals
                        .iter()
                        .any(|signal| attention.is_news(*signal));
                if !wanted || !meaning.stands(block, *hit) {
                    continue;
                }
                for signal in &meaning.signals {
                    self.attention.note(*signal);
                    self.facts.note(Table::signal(*signal).fact);
                }
                for row in &meaning.rows {
                    if !self.attention.is_tired(*row) && !triggers.contains(row) {
                        triggers.push(*row);
                    }
                }
            }
        }
        self.clean_line.clear();
        let redacted = secret
            && self
                .redactor
                .redact_line(raw, &mut self.carry, &mut self.clean_line);
        self.window
            .fill(if redacted { &self.clean_line } else { raw });
        if long && secret {
            self.carry_over(whole);
        }
        let newest = self.window.newest();
        if starts_task(self.window.triggers(newest)) {
            self.window.learn_prefix();
        }
        if newest > AFTER as u64 {
            self.judge(newest - AFTER as u64);
        }
        if newest.is_multiple_of(SETTLED) {
            self.tally
                .settle(&self.window, newest.saturating_sub(SETTLED));
        }
    }

    /// A private key that begins where nobody looks goes on where somebody does.
    fn carry_over(&mut self, line: &[u8]) {
        if let Some(begin) = memchr::memmem::rfind(line, b"-----BEGIN ") {
            self.clean_line.clear();
            self.redactor
                .redact_line(&line[begin..], &mut self.carry, &mut self.clean_line);
        }
    }

    /// Judges the last lines, which have nothing more below them; where rows were passed over, those above, too.
    pub(crate) fn drain(&mut self) {
        let newest = self.window.newest();
        let limited = self.attention.is_limited();
        let first = if limited {
            self.window.oldest()
        } else {
            newest.saturating_sub(AFTER as u64) + 1
        };
        if limited {
            // All of them before the first is judged, which looks at those below it.
            (first..=newest).for_each(|line| self.search_again(line));
            (self.pointing, self.hint) = (None, None);
        }
        for line in first..=newest {
            self.judge(line);
        }
        self.tally.settle(&self.window, newest);
    }

    /// The last lines that say something, with their numbers, the last one first.
    pub(crate) fn tail(&self, count: u64) -> Vec<(u64, String)> {
        let newest = self.window.newest();
        let numbers = (newest.saturating_sub(count) + 1..=newest).rev();
        numbers
            .map(|line| (line, cut(self.window.text(line))))
            .filter(|(_, text)| !text.trim().is_empty())
            .collect()
    }

    /// All rows that a line may be about, tired or not.
    fn search_again(&mut self, line: u64) {
        let mut block = self.window.raw(line).to_vec();
        block.push(b'\n');
        let mut hits = Vec::new();
        table().scan(&block, &Quiet::default(), &mut hits);
        let mut rows: Vec<u16> = Vec::new();
        for hit in hits {
            let standing = table()
                .at(hit)
                .filter(|meaning| meaning.stands(&block, hit));
            rows.extend(standing.flat_map(|meaning| &meaning.rows));
        }
        let mut seen = HashSet::new();
        rows.retain(|row| seen.insert(*row));
        *self.window.triggers_mut(line) = rows;
    }

    /// Whether a row speaks of a line that is still kept: a literal stands, the expression matches, the condition holds.
    #[cfg(test)]
    pub(crate) fn hears(&self, row: u16) -> bool {
        let pattern = table().rows[usize::from(row)];
        (self.window.oldest()..=self.window.newest()).any(|line| {
            let text = self.window.text(line);
            self.window.triggers(line).contains(&row)
                && table().regex(row).is_none_or(|regex| regex.is_match(text))
                && crate::conditions::holds(&self.window, line, row, pattern.condition)
        })
    }
}

/// Whether a line starts a package's task: what it names must be known before the lines below are cleaned.
fn starts_task(rows: &[u16]) -> bool {
    rows.iter()
        .any(|row| table().rows[usize::from(*row)].kind == Kind::Prefix)
}
