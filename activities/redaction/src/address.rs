//! Addresses with a password or a token in them.

use crate::span::{MARK, Span, alphanumeric, dotted, near, near_before, run};

const KIND: &str = "password";

/// What stands in the place of a password when the user is the token.
const NO_PASSWORDS: &[&[u8]] = &[b"", b"x-oauth-basic", b"x"];

/// Passwords of examples and templates.
const PLACEHOLDERS: &[&[u8]] = &[
    b"password",
    b"pass",
    b"pwd",
    b"your_password",
    b"mypassword",
];

/// The password of `scheme://user:password@host`, or a token in the place of the user; `at` is `://`.
pub(crate) fn find(line: &[u8], at: usize) -> Option<Span> {
    let scheme = line[at.saturating_sub(40)..at]
        .iter()
        .rev()
        .take_while(|byte| alphanumeric(**byte) || matches!(byte, b'+' | b'.' | b'-'));
    let web = line[at - scheme.count()..at].starts_with(b"http");
    let start = at + 3;
    let rest = near(line, start);
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
    let user_end = user_end + goes_on(&rest[user_end..]).unwrap_or(0);
    let user = &rest[..user_end];
    if user.starts_with(MARK) {
        return None;
    }
    // Without a web scheme a slash may be part of a password, but not in front of its colon.
    let colon = user
        .iter()
        .position(|byte| *byte == b':')
        .filter(|colon| !user[..*colon].contains(&b'/'));
    let token = |user: &[u8]| {
        user.len() >= 20
            && user.iter().all(|byte| dotted(*byte))
            && user.iter().any(u8::is_ascii_digit)
    };
    let (name, password) = user.split_at(colon.unwrap_or(user.len()));
    let password = password.get(1..).unwrap_or_default();
    if NO_PASSWORDS.contains(&password) {
        return token(name).then_some(Span {
            start,
            end: start + name.len(),
            kind: "credential",
        });
    }
    (!is_placeholder(password)).then_some(Span {
        start: start + name.len() + 1,
        end: start + user_end,
        kind: KIND,
    })
}

/// A slash in a password looks like the end of the host: where the true at sign is, counted from the false one.
fn goes_on(rest: &[u8]) -> Option<usize> {
    let host = |text: &[u8]| run(text, dotted);
    let false_host = &rest[1..1 + host(&rest[1..])];
    if false_host.contains(&b'.')
        || false_host == b"localhost"
        || rest.get(1 + false_host.len()) != Some(&b'/')
    {
        return None;
    }
    let word = run(rest, |byte| {
        !byte.is_ascii_whitespace() && !b"\"'`<>".contains(&byte)
    });
    let next = 1 + rest[1..word].iter().position(|byte| *byte == b'@')?;
    let true_host = &rest[next + 1..next + 1 + host(&rest[next + 1..])];
    let whole =
        rest[next - 1] != b'/' && true_host.contains(&b'.') && true_host[0].is_ascii_alphabetic();
    whole.then_some(next)
}

fn is_placeholder(password: &[u8]) -> bool {
    password.starts_with(MARK)
        || password.iter().all(|byte| *byte == b'*')
        || password.starts_with(b"${")
        || password.starts_with(b"$(")
        || password.first() == Some(&b'$')
            && run(&password[1..], |byte| alphanumeric(byte) || byte == b'_') + 1 == password.len()
        || password.starts_with(b"<")
        || password.starts_with(b"{")
        || PLACEHOLDERS
            .iter()
            .any(|word| password.eq_ignore_ascii_case(word))
}

/// The password of a percent-encoded address; `at` is `%3A%2F%2F`.
pub(crate) fn encoded(line: &[u8], at: usize) -> Option<Span> {
    let start = at + 9;
    let rest = near(line, start);
    let rest = &rest[..run(rest, |byte| {
        dotted(byte) || matches!(byte, b'%' | b'+' | b'~' | b'!' | b'*')
    })];
    let host = memchr::memmem::find(rest, b"%40")?;
    let colon = find_ignoring_case(&rest[..host], b"%3A")?;
    if memchr::memmem::find(&rest[..colon], b"%2F").is_some() {
        return None;
    }
    Some(Span {
        start: start + colon + 3,
        end: start + host,
        kind: KIND,
    })
}

fn find_ignoring_case(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len())
        .position(|window| window.eq_ignore_ascii_case(part))
}

/// `user:password@tcp(host)` of Go, `user/password@//host` of Oracle: no scheme tells of them; `at` is the at sign.
pub(crate) fn bare(line: &[u8], at: usize, separator: u8) -> Option<Span> {
    let word = near_before(line, at)
        .iter()
        .rev()
        .take_while(|byte| !byte.is_ascii_whitespace() && !b"\"'`=".contains(byte));
    let word = &line[at - word.count()..at];
    let separator = word.iter().position(|byte| *byte == separator)?;
    let password = &word[separator + 1..];
    (separator > 0 && !password.is_empty() && !is_placeholder(password)).then_some(Span {
        start: at - password.len(),
        end: at,
        kind: KIND,
    })
}

/// `jdbc:oracle:thin:user/password@host`; `at` is behind the last colon.
pub(crate) fn oracle(line: &[u8], at: usize) -> Option<Span> {
    let rest = near(line, at);
    let length = run(rest, |byte| {
        !byte.is_ascii_whitespace() && byte != b'"' && byte != b'\''
    });
    let host = rest[..length].iter().rposition(|byte| *byte == b'@')?;
    let slash = rest[..host].iter().position(|byte| *byte == b'/')?;
    (!is_placeholder(&rest[slash + 1..host])).then_some(Span {
        start: at + slash + 1,
        end: at + host,
        kind: KIND,
    })
}
