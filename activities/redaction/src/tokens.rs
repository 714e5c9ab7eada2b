//! Secrets that can be told by how they begin, or by a mark in their middle.

use crate::span::{Span, colour, near, near_before, run, starts_word};

/// One kind of token.
pub(crate) struct Token {
    pub(crate) kind: &'static str,
    pub(crate) prefixes: &'static [&'static str],
    /// What may follow the prefix.
    pub(crate) class: fn(u8) -> bool,
    /// At least so many bytes follow.
    pub(crate) min: usize,
    /// The prefix is so short or so usual that it counts only at the start of a word, and only when
    /// what follows holds a digit and an unbroken run of this many letters and digits (0: no such check).
    pub(crate) run: usize,
}

/// One kind of token that is known by what stands in its middle.
pub(crate) struct Infix {
    pub(crate) kind: &'static str,
    pub(crate) infix: &'static str,
    pub(crate) before: fn(u8) -> bool,
    pub(crate) before_min: usize,
    pub(crate) after: fn(u8) -> bool,
    pub(crate) after_min: usize,
}

/// The token of row `row` whose prefix (of `prefix` bytes) begins at `at`.
pub(crate) fn find(row: &Token, line: &[u8], at: usize, prefix: usize) -> Option<Span> {
    let rest = line.get(at + prefix..)?;
    // The near part decides; only a token that is one is followed to its end.
    let probe = trimmed(near(rest, 0), row.class);
    if probe.len() < row.min {
        return None;
    }
    if row.run > 0 {
        let mut runs = probe.split(|byte| !byte.is_ascii_alphanumeric());
        let unbroken = runs.any(|word| word.len() >= row.run);
        if !starts_word(line, at) || !unbroken || !probe.iter().any(u8::is_ascii_digit) {
            return None;
        }
    }
    let length = trimmed(rest, row.class).len();
    // Addresses keep their host: only what follows it is secret.
    let address =
        row.run == 0 && line[at..at + prefix].ends_with(b"/") || row.kind == "telegram-token";
    let start = if address { at + prefix } else { at };
    Some(Span {
        start,
        end: over_colours(line, at + prefix + length, row.class),
        kind: row.kind,
    })
}

/// What follows a prefix. A full stop or dash after a token belongs to the sentence.
fn trimmed(rest: &[u8], class: fn(u8) -> bool) -> &[u8] {
    let mut tail = &rest[..run(rest, class)];
    while let [head @ .., b'.' | b'-'] = tail {
        tail = head;
    }
    tail
}

/// The end of a token that a change of colour cuts in two.
fn over_colours(line: &[u8], end: usize, class: fn(u8) -> bool) -> usize {
    let mut next = end;
    while let Some(length) = colour(&line[next..]) {
        next += length;
    }
    let tail = &line[next..next + run(&line[next..], class)];
    let goes_on = next > end && tail.len() >= 8 && tail.iter().any(u8::is_ascii_digit);
    if goes_on { next + tail.len() } else { end }
}

/// All tokens of row `row` in a line that holds its issuer's name.
pub(crate) fn all(row: &Token, line: &[u8], spans: &mut Vec<Span>) {
    for prefix in row.prefixes {
        let places = memchr::memmem::find_iter(line, prefix);
        spans.extend(places.filter_map(|at| find(row, line, at, prefix.len())));
    }
}

/// The token around the infix at `at`.
pub(crate) fn around(row: &Infix, line: &[u8], at: usize) -> Option<Span> {
    let next = at + row.infix.len();
    if run(near(line, next), row.after) < row.after_min {
        return None;
    }
    let before = near_before(line, at)
        .iter()
        .rev()
        .take_while(|byte| (row.before)(**byte))
        .count();
    let start = at - before;
    if before < row.before_min || !starts_word(line, start) {
        return None;
    }
    Some(Span {
        start,
        end: next + run(&line[next..], row.after),
        kind: row.kind,
    })
}
