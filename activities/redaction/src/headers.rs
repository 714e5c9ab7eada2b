//! Credentials in headers: authorization in all its schemes, cookies.

use crate::{
    shapes::is_reference,
    span::{MARK, Span, alphanumeric, blank, near, run, starts_word},
};

const KIND: &str = "authorization";

/// Schemes whose credential is one word.
const SCHEMES: &[&str] = &[
    "bearer",
    "basic",
    "token",
    "bot",
    "ssws",
    "key",
    "apikey",
    "negotiate",
    "splunk",
    "api-key",
    "genie-key",
    "flyv1",
    "oauth",
    "private-token",
    "jwt",
    "app",
    "user",
    "zoho-oauthtoken",
];

fn is_credential(byte: u8) -> bool {
    alphanumeric(byte) || b"-._~+/=%:".contains(&byte)
}

/// What follows `Bearer ` at `at`, when it looks like a credential.
pub(crate) fn scheme(line: &[u8], at: usize, scheme: usize, min: usize) -> Option<Span> {
    if !starts_word(line, at) {
        return None;
    }
    let start = at + scheme + run(&line[at + scheme..], |byte| byte == b' ');
    credential(line, start, min)
}

fn credential(line: &[u8], start: usize, min: usize) -> Option<Span> {
    if run(near(line, start), is_credential) < min {
        return None;
    }
    let length = run(&line[start..], is_credential);
    let value = &line[start..start + length];
    let telling = value.iter().any(u8::is_ascii_digit) || value.contains(&b'=') || length >= 32;
    let telling = telling && !is_reference(value) && memchr::memmem::find(value, b"://").is_none();
    (length >= min && telling).then_some(Span {
        start,
        end: start + length,
        kind: KIND,
    })
}

/// Length of the quotes, brackets and blanks around the colon of a header, if there is a colon.
fn colon(rest: &[u8]) -> Option<usize> {
    let mut at = 0;
    let mut joined = false;
    loop {
        at += blank(&rest[at..]);
        match rest.get(at) {
            Some(b'"' | b'\'' | b'`' | b'\\') => at += 1,
            Some(b']' | b')') if !joined => at += 1,
            Some(b'[') if joined && !rest[at..].starts_with(MARK) => at += 1,
            Some(b':') if rest[at..].starts_with(b"::") => return None,
            Some(b':' | b'=') if !joined => {
                joined = true;
                at += 1 + usize::from(rest[at + 1..].starts_with(b">"));
            }
            _ => return joined.then_some(at),
        }
    }
}

/// The credential of an authorization header whose name ends at `end`.
pub(crate) fn authorization(line: &[u8], end: usize) -> Option<Span> {
    let start = end + colon(line.get(end..)?)?;
    let rest = &line[start..];
    let word = run(rest, |byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let blanks = run(&rest[word..], |byte| byte == b' ');
    let known = SCHEMES
        .iter()
        .any(|scheme| rest[..word].eq_ignore_ascii_case(scheme.as_bytes()));
    if known && blanks > 0 {
        return credential(line, start + word + blanks, 4);
    }
    let bare = near(rest, 0);
    let digit = bare[..run(bare, is_credential)]
        .iter()
        .any(u8::is_ascii_digit);
    if !digit {
        return None;
    }
    // Some send the bare token. `Digest …` and signatures are lists of fields, looked at on their own.
    let fields = rest[..word].starts_with(b"AWS4-");
    if fields {
        None
    } else {
        credential(line, start, 16)
    }
}

/// The values of the cookies in a header whose name stands around `at`: all that were sent, the first that is set.
pub(crate) fn cookies(line: &[u8], at: usize, spans: &mut Vec<Span>) {
    let sets = line[..at]
        .len()
        .checked_sub(4)
        .is_some_and(|start| line[start..at].eq_ignore_ascii_case(b"set-"));
    let start = at - if sets { 4 } else { 0 };
    let Some(joint) = line.get(at + 6..).and_then(colon) else {
        return;
    };
    if !starts_word(line, start) {
        return;
    }
    let mut from = at + 6 + joint;
    loop {
        from += blank(&line[from..]);
        let rest = &line[from..];
        let name = run(rest, |byte| {
            alphanumeric(byte) || b"_-.$!#%&*+^|~".contains(&byte)
        });
        if name == 0 || rest.get(name) != Some(&b'=') {
            return;
        }
        let value = &rest[name + 1..];
        let length = run(value, |byte| {
            !byte.is_ascii_whitespace() && !b";\"'`\\,\x1b".contains(&byte)
        });
        let text = &value[..length];
        let telling = text.iter().any(u8::is_ascii_digit) || length >= 20;
        if length >= 8 && telling && !text.starts_with(MARK) {
            spans.push(Span {
                start: from + name + 1,
                end: from + name + 1 + length,
                kind: "cookie",
            });
        }
        if sets || value.get(length) != Some(&b';') {
            return;
        }
        from += name + 2 + length;
    }
}
