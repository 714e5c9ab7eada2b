//! Texts at hand.

use std::borrow::Cow;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

use crate::{
    armour, assignment, scan,
    scan::Carry,
    span::{MARK, Span, behind_mark, replace},
};

/// Shorter literal secrets are ignored: they would hide half of every text.
const MIN_LITERAL: usize = 6;

/// Looks at a line that had secrets: a hostile one must not cost many times its length.
const MOST_LOOKS: usize = 4;

/// Finds and replaces secrets. Building one compiles its literals; cloning is cheap; keep and reuse it.
#[derive(Clone, Default)]
pub struct Redactor {
    literals: Option<AhoCorasick>,
}

impl std::fmt::Debug for Redactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let literals = self.literals.as_ref().map_or(0, AhoCorasick::patterns_len);
        f.debug_struct("Redactor")
            .field("literals", &literals)
            .finish_non_exhaustive()
    }
}

impl Redactor {
    /// Knows the shapes of secrets and nothing else.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Also replaces these literal secrets (an operator's own keys, canaries), as they are and percent-encoded.
    /// Literals under six bytes are ignored.
    #[must_use]
    pub fn with_literals<I>(literals: I) -> Self
    where
        I: IntoIterator,
        I::Item: AsRef<str>,
    {
        let mut all: Vec<String> = Vec::new();
        for literal in literals {
            let literal = literal.as_ref().trim();
            if literal.len() >= MIN_LITERAL {
                all.push(literal.to_owned());
                let encoded = percent_encoded(literal);
                if encoded != literal {
                    all.push(encoded);
                }
            }
        }
        if all.is_empty() {
            return Self::new();
        }
        let search = AhoCorasickBuilder::new()
            .match_kind(MatchKind::LeftmostLongest)
            .build(all);
        Self {
            literals: search.ok(),
        }
    }

    /// The text without its secrets; borrowed when there were none. Lines are looked at one by one, private keys
    /// over several lines are recognised.
    #[must_use]
    pub fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        match self.redact_bytes(text.as_bytes()) {
            Cow::Borrowed(_) => Cow::Borrowed(text),
            Cow::Owned(bytes) => Cow::Owned(match String::from_utf8(bytes) {
                Ok(clean) => clean,
                Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
            }),
        }
    }

    /// As [`Redactor::redact`], for bytes in any encoding that contains ASCII.
    #[must_use]
    pub fn redact_bytes<'a>(&self, text: &'a [u8]) -> Cow<'a, [u8]> {
        let mut out: Option<Vec<u8>> = None;
        let mut carry = Carry::Nothing;
        let mut clean = Vec::new();
        let mut done = 0;
        let mut at = 0;
        while at < text.len() {
            let end =
                memchr::memchr(b'\n', &text[at..]).map_or(text.len(), |length| at + length + 1);
            clean.clear();
            if self.redact_line(&text[at..end], &mut carry, &mut clean) {
                let out = out.get_or_insert_with(|| Vec::with_capacity(text.len()));
                out.extend_from_slice(&text[done..at]);
                out.extend_from_slice(&clean);
                done = end;
            }
            at = end;
        }
        match out {
            None => Cow::Borrowed(text),
            Some(mut out) => {
                out.extend_from_slice(&text[done..]);
                Cow::Owned(out)
            }
        }
    }

    /// Every line that holds a secret of a known shape holds one of these (in its own case where the second value says so), or
    /// follows a line that left something open ([`Carry`]): for callers that search lines for other things, too. Own
    /// literals are not among them.
    pub fn triggers() -> impl Iterator<Item = (&'static str, bool)> {
        scan::literals()
    }

    /// Redacts one line of a text whose lines come in order, with or without its line end. `carry` begins as
    /// [`Carry::Nothing`] and goes from line to line. Appends to `out`, and returns `true`, only when something was
    /// replaced.
    pub fn redact_line(&self, line: &[u8], carry: &mut Carry, out: &mut Vec<u8>) -> bool {
        let mut spans = Vec::new();
        let before = std::mem::replace(carry, self.spans(line, *carry, &mut spans));
        if spans.is_empty() {
            return false;
        }
        // The line that began a private key will not do so again.
        let again = match before {
            Carry::Value | Carry::Either => Carry::Value,
            Carry::Nothing | Carry::PrivateKey => Carry::Nothing,
        };
        let mut clean = Vec::with_capacity(line.len());
        replace(line, &mut spans, &mut clean);
        // Beside a mark some text looks like a secret that did not beside what the mark stands for.
        for _ in 0..MOST_LOOKS {
            spans.clear();
            *carry = carry.and(self.spans(&clean, again, &mut spans));
            if spans.is_empty() {
                break;
            }
            let last = std::mem::take(&mut clean);
            replace(&last, &mut spans, &mut clean);
        }
        out.extend_from_slice(&clean);
        true
    }

    /// Collects what to replace in one line (its line end may be part of it). Takes what the line before left
    /// open and returns what this one does.
    pub(crate) fn spans(&self, line: &[u8], carry: Carry, spans: &mut Vec<Span>) -> Carry {
        let ends = line
            .iter()
            .rev()
            .take_while(|byte| matches!(byte, b'\n' | b'\r'));
        let line = &line[..line.len() - ends.count()];
        let is_key = matches!(carry, Carry::PrivateKey | Carry::Either);
        let open = is_key && armour::inside(line, spans);
        if matches!(carry, Carry::Value | Carry::Either) {
            assignment::carried(line, spans);
        }
        // What looks like a part of a key may be a line of the log that goes on, with secrets of its own.
        let known = if open {
            Carry::PrivateKey
        } else {
            Carry::Nothing
        };
        let carry = known.and(scan::line(line, spans));
        if let Some(literals) = &self.literals {
            spans.extend(literals.find_iter(line).map(|hit| Span {
                start: hit.start(),
                end: hit.end(),
                kind: "known-secret",
            }));
        }
        // A mark is no part of a secret, even where its colon could stand before a password.
        spans.retain_mut(|span| {
            span.start = behind_mark(line, span.start);
            span.start < span.end && !line[span.start..].starts_with(MARK)
        });
        carry
    }
}

fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
