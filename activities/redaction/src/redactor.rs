//! Texts at hand.

use std::borrow::Cow;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

use crate::{
    places, scan,
    span::{MARK, Span, replace},
};

/// Shorter literal secrets are ignored: they would hide half of every text.
const MIN_LITERAL: usize = 6;

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
        let mut key_open = false;
        let mut spans = Vec::new();
        let mut done = 0;
        let mut at = 0;
        while at < text.len() {
            let end =
                memchr::memchr(b'\n', &text[at..]).map_or(text.len(), |length| at + length + 1);
            let line = &text[at..end];
            spans.clear();
            key_open = self.spans(line, key_open, &mut spans);
            if !spans.is_empty() {
                let out = out.get_or_insert_with(|| Vec::with_capacity(text.len()));
                out.extend_from_slice(&text[done..at]);
                replace(line, &mut spans, out);
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

    /// Collects what to replace in one line (its line end may be part of it). Returns whether a private key goes
    /// on in the next line.
    pub(crate) fn spans(&self, line: &[u8], key_open: bool, spans: &mut Vec<Span>) -> bool {
        let length = line.len()
            - line
                .iter()
                .rev()
                .take_while(|byte| matches!(byte, b'\n' | b'\r'))
                .count();
        let line = &line[..length];
        let mut from = 0;
        if key_open {
            let Some(end) = places::closes_private_key(line, 0) else {
                // Whatever ends the armour early (the next log line) would be lost with it: only base64 is.
                let armour = line
                    .iter()
                    .rev()
                    .take_while(|byte| is_armour(**byte))
                    .count();
                if armour >= 16 || line.is_empty() {
                    if armour > 0 {
                        spans.push(Span {
                            start: length - armour,
                            end: length,
                            kind: "private-key",
                        });
                    }
                    return true;
                }
                if is_armour_header(line) {
                    return true;
                }
                return self.spans(line, false, spans);
            };
            let armour = line[..end]
                .iter()
                .rev()
                .position(|byte| byte.is_ascii_whitespace() && *byte != b' ');
            let start = armour.map_or(0, |back| end - back);
            spans.push(Span {
                start,
                end,
                kind: "private-key",
            });
            from = end;
        }
        let found = scan::line(line, from, spans);
        if let Some(literals) = &self.literals {
            let inside_mark = |start: usize| {
                memchr::memmem::rfind(&line[..start], MARK)
                    .is_some_and(|mark| !line[mark..start].contains(&b']'))
            };
            spans.extend(
                literals
                    .find_iter(line)
                    .filter(|hit| !inside_mark(hit.start()))
                    .map(|hit| Span {
                        start: hit.start(),
                        end: hit.end(),
                        kind: "known-secret",
                    }),
            );
        }
        found.key_open
    }
}

fn is_armour(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

/// `Proc-Type: 4,ENCRYPTED` and the like, and the last, short line of the armour.
fn is_armour_header(line: &[u8]) -> bool {
    let header = line.starts_with(b"Proc-Type:")
        || line.starts_with(b"DEK-Info:")
        || line.starts_with(b"Version:");
    header || (line.len() < 64 && line.iter().all(|byte| is_armour(*byte)))
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
