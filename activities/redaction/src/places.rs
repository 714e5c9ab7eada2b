//! Secrets that can be told by their build or by where they stand: JSON web tokens, signatures, keys beside keys.

use crate::span::{Span, alphanumeric, dotted, hexadecimal, near, near_before, run, url_safe};

/// Longer heads are no heads: certificates in them take four kilobytes at most.
const MAX_HEAD: usize = 8192;

/// `header.payload.signature` (or the five parts of an encrypted one) at `at`, which holds `eyJ`.
pub(crate) fn json_web_token(line: &[u8], at: usize) -> Option<Span> {
    let rest = line.get(at..)?;
    let head = run(&rest[..rest.len().min(MAX_HEAD)], url_safe);
    let payload = run(part(rest, head)?, url_safe);
    let signature = run(part(rest, head + 1 + payload)?, url_safe);
    (head >= 10 && payload >= 8 && signature >= 5).then(|| Span {
        start: at,
        end: at + run(rest, dotted),
        kind: "jwt",
    })
}

/// What follows the full stop at `at`.
fn part(rest: &[u8], at: usize) -> Option<&[u8]> {
    rest.get(at..)?.strip_prefix(b".")
}

/// A 40-character AWS secret key in a line that also holds an access key id.
pub(crate) fn aws_secrets(line: &[u8], spans: &mut Vec<Span>) {
    let mut at = 0;
    while at < line.len() {
        let length = run(&line[at..], |byte| {
            alphanumeric(byte) || matches!(byte, b'+' | b'/')
        });
        let value = &line[at..at + length];
        let mixed =
            value.iter().any(u8::is_ascii_uppercase) && value.iter().any(u8::is_ascii_lowercase);
        if length == 40 && mixed {
            spans.push(Span {
                start: at,
                end: at + length,
                kind: "aws-secret-key",
            });
        }
        at += length.max(1);
    }
}

/// `?key=` of a Render deploy hook and similar signed addresses, and `Signature=` of a signed request; `at` begins
/// the last word of the parameter's name, `value` follows the equals sign.
pub(crate) fn query_value(line: &[u8], at: usize, value: usize) -> Option<Span> {
    let name = near_before(line, at)
        .iter()
        .rev()
        .take_while(|byte| url_safe(**byte))
        .count();
    let asked = matches!(line[..at - name].last(), Some(b'?' | b'&'));
    let signed = run(near(line, value), hexadecimal) >= 64;
    if !asked && !signed {
        return None;
    }
    let length = run(&line[value..], |byte| {
        url_safe(byte) || matches!(byte, b'.' | b'%' | b'~' | b'+' | b'/' | b'=')
    });
    let min = if asked && !signed { 8 } else { 64 };
    (length >= min).then_some(Span {
        start: value,
        end: value + length,
        kind: "secret",
    })
}

/// The answer of `Authorization: Digest … response="…"`; `at` is behind the quote.
pub(crate) fn digest_response(line: &[u8], at: usize) -> Option<Span> {
    memchr::memmem::find(near_before(line, at), b"Digest ")?;
    let length = run(&line[at..], hexadecimal);
    (length >= 32).then_some(Span {
        start: at,
        end: at + length,
        kind: "authorization",
    })
}
