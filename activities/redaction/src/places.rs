//! Secrets that can be told by where they stand: addresses with a password, headers, JSON web tokens,
//! private keys, options of command lines.

use crate::span::{MARK, Span, alphanumeric, dotted, run, starts_word, url_safe};

/// `header.payload.signature` (or the five parts of an encrypted one) at `at`, which holds `eyJ`.
pub(crate) fn json_web_token(line: &[u8], at: usize) -> Option<Span> {
    let length = run(&line[at..], dotted);
    let text = &line[at..at + length];
    let mut parts = text.split(|byte| *byte == b'.');
    let (head, payload) = (parts.next()?, parts.next()?);
    let signed =
        head.len() >= 10 && payload.len() >= 8 && parts.next().is_some_and(|rest| rest.len() >= 5);
    signed.then_some(Span {
        start: at,
        end: at + length,
        kind: "jwt",
    })
}

/// The password of `scheme://user:password@host`, or a token in the place of the user; `at` is `://`.
pub(crate) fn address(line: &[u8], at: usize) -> Option<Span> {
    let scheme = line[..at]
        .iter()
        .rev()
        .take_while(|byte| alphanumeric(**byte) || matches!(byte, b'+' | b'.' | b'-'));
    let web = line[at - scheme.count()..at].starts_with(b"http");
    let start = at + 3;
    let rest = line.get(start..)?;
    let stop = |byte: u8| {
        byte.is_ascii_whitespace()
            || matches!(byte, b'"' | b'\'' | b'<' | b'>' | b'`' | b'\\')
            || (web && matches!(byte, b'/' | b'?' | b'#'))
    };
    let authority = &rest[..rest
        .iter()
        .position(|byte| stop(*byte))
        .unwrap_or(rest.len())];
    let user_end = authority.iter().rposition(|byte| *byte == b'@')?;
    let user = &authority[..user_end];
    // Without a web scheme a slash may be part of a password, but not in front of its colon.
    let colon = user
        .iter()
        .position(|byte| *byte == b':')
        .filter(|colon| !user[..*colon].contains(&b'/'));
    match colon {
        Some(colon) => {
            let password = &user[colon + 1..];
            let hidden = password.is_empty()
                || password.starts_with(MARK)
                || password.iter().all(|b| *b == b'*');
            let template = password.starts_with(b"$") || password.starts_with(b"<");
            (!hidden && !template).then_some(Span {
                start: start + colon + 1,
                end: start + user_end,
                kind: "password",
            })
        }
        None => {
            let token = user.len() >= 20
                && user.iter().all(|byte| dotted(*byte))
                && user.iter().any(u8::is_ascii_digit);
            token.then_some(Span {
                start,
                end: start + user_end,
                kind: "credential",
            })
        }
    }
}

/// What follows `Bearer `, `Basic ` or `token ` at `at`, when it looks like a credential.
pub(crate) fn scheme_credential(line: &[u8], at: usize, scheme: usize, min: usize) -> Option<Span> {
    if !starts_word(line, at) {
        return None;
    }
    let start = at + scheme + run(&line[at + scheme..], |byte| byte == b' ');
    let rest = &line[start..];
    let length = run(rest, |byte| {
        byte.is_ascii_alphanumeric() || b"-._~+/=%".contains(&byte)
    });
    let value = &rest[..length];
    let telling = value.iter().any(u8::is_ascii_digit) || value.contains(&b'=') || length >= 32;
    (length >= min && telling).then_some(Span {
        start,
        end: start + length,
        kind: "authorization",
    })
}

/// `-u name:password` of a command line; `at` is the space before the dash.
pub(crate) fn user_option(line: &[u8], at: usize) -> Option<Span> {
    let start = at + 4;
    let rest = line.get(start..)?;
    let length = run(rest, |byte| {
        !byte.is_ascii_whitespace() && byte != b'"' && byte != b'\''
    });
    let colon = rest[..length].iter().position(|byte| *byte == b':')?;
    let password = &rest[colon + 1..length];
    let plain =
        password.starts_with(b"$") || password.starts_with(b"//") || password.starts_with(MARK);
    (colon > 0 && password.len() >= 3 && !plain).then_some(Span {
        start: start + colon + 1,
        end: start + length,
        kind: "password",
    })
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

/// Where the armour line of a private key begins and ends, when `at` (`-----BEGIN `) opens one.
pub(crate) fn opens_private_key(line: &[u8], at: usize) -> bool {
    let rest = &line[at..line.len().min(at + 80)];
    memchr::memmem::find(rest, b"PRIVATE KEY").is_some()
}

/// The end of a private key's armour within `line`, from `at` on.
pub(crate) fn closes_private_key(line: &[u8], at: usize) -> Option<usize> {
    let end = at + memchr::memmem::find(&line[at..], b"-----END ")?;
    let tail = end + 9 + memchr::memmem::find(&line[end + 9..], b"-----")?;
    Some(tail + 5)
}

/// `?key=` of a Render deploy hook and similar signed addresses; `at` begins the parameter's name.
pub(crate) fn query_value(line: &[u8], at: usize, name: usize) -> Option<Span> {
    if !matches!(line.get(at.checked_sub(1)?), Some(b'?' | b'&')) {
        return None;
    }
    let start = at + name;
    let length = run(&line[start..], |byte| {
        url_safe(byte) || matches!(byte, b'.' | b'%' | b'~')
    });
    (length >= 8).then_some(Span {
        start,
        end: start + length,
        kind: "secret",
    })
}
