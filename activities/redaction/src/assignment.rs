//! Values behind a telling name: `API_TOKEN=…`, `"password": "…"`, `--auth-token …`, `x-api-key: …`.

use crate::span::{MARK, Span};

/// How a name and its value are joined.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Join {
    /// `NAME=value`, `name => value`.
    Equals,
    /// `name: value`.
    Colon,
    /// `--name value`.
    Space,
}

/// The value that belongs to the name around `at`, if the name tells of a secret and the value can be one.
pub(crate) fn find(line: &[u8], at: usize) -> Option<Span> {
    let name_byte = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let start = at
        - line[..at]
            .iter()
            .rev()
            .take_while(|byte| name_byte(byte))
            .count();
    let end = at + line[at..].iter().take_while(|byte| name_byte(byte)).count();
    let name = &line[start..end];
    if name.len() > 80 || line[..start].ends_with(MARK) || !telling(name) {
        return None;
    }
    let (join, value_at, name_quoted) = joint(line, start, end)?;
    let (value, value_end, quoted) = value(line, value_at)?;
    let strict = join == Join::Colon && !quoted || join == Join::Space;
    let shell = name.iter().all(|byte| !byte.is_ascii_lowercase());
    if !plausible(name, value, quoted, strict && !shell, name_quoted || shell) {
        return None;
    }
    Some(Span {
        start: value_end - value.len(),
        end: value_end,
        kind: "secret",
    })
}

/// Skips quotes and blanks between name and value.
fn joint(line: &[u8], start: usize, end: usize) -> Option<(Join, usize, bool)> {
    let mut at = end;
    let mut quoted = false;
    while let Some(b'"' | b'\'' | b'\\' | b']') = line.get(at) {
        quoted = true;
        at += 1;
    }
    let option = line[start..].starts_with(b"--");
    let blanks = line[at..].iter().take_while(|byte| **byte == b' ').count();
    let next = line.get(at + blanks)?;
    let joined = match next {
        b'=' if line.get(at + blanks + 1) == Some(&b'>') => (Join::Equals, at + blanks + 2),
        // `==` and `=>` compare and map; `?:` of a type is not a value.
        b'=' if line.get(at + blanks + 1) == Some(&b'=') => return None,
        b'=' => (Join::Equals, at + blanks + 1),
        b':' => (Join::Colon, at + blanks + 1),
        _ if option && blanks > 0 => (Join::Space, at + blanks),
        _ => return None,
    };
    let spaces = line[joined.1..]
        .iter()
        .take_while(|byte| **byte == b' ')
        .count();
    Some((joined.0, joined.1 + spaces, quoted))
}

/// The value at `at`: what stands in quotes, or up to the next blank, comma or semicolon.
fn value(line: &[u8], at: usize) -> Option<(&[u8], usize, bool)> {
    let rest = &line[at..];
    let escapes = rest.iter().take_while(|byte| **byte == b'\\').count();
    let quote = rest
        .get(escapes)
        .copied()
        .filter(|byte| matches!(byte, b'"' | b'\'' | b'`'));
    if let Some(quote) = quote {
        let start = at + escapes + 1;
        let body = &line[start..];
        let close = body.iter().enumerate().position(|(index, byte)| {
            *byte == quote && (escapes > 0 || index == 0 || body[index - 1] != b'\\')
        });
        let end = start
            + close
                .unwrap_or(body.len())
                .saturating_sub(if close.is_some() { escapes } else { 0 });
        return Some((line.get(start..end)?, end, true));
    }
    let length = rest
        .iter()
        .position(|byte| {
            byte.is_ascii_whitespace() || b",;\"'`&)}]|<>".contains(byte) || *byte == 0x1b
        })
        .unwrap_or(rest.len());
    // A redacted value holds a bracket of its own.
    if rest.starts_with(MARK) {
        return None;
    }
    Some((&rest[..length], at + length, false))
}

/// Splits a name into lower-case words at `_`, `-`, `.` and humps.
fn words(name: &[u8]) -> Vec<Vec<u8>> {
    let mut words: Vec<Vec<u8>> = vec![Vec::new()];
    let mut previous_lower = false;
    for byte in name {
        let hump = byte.is_ascii_uppercase() && previous_lower;
        let separator = matches!(byte, b'_' | b'-' | b'.');
        if (hump || separator) && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(Vec::new());
        }
        if let (false, Some(word)) = (separator, words.last_mut()) {
            word.push(byte.to_ascii_lowercase());
        }
        previous_lower = byte.is_ascii_lowercase() || byte.is_ascii_digit();
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a name tells of a secret.
fn telling(name: &[u8]) -> bool {
    let words = words(name);
    let has = |wanted: &[u8]| words.iter().any(|word| word == wanted);
    let pair = |first: &[u8], second: &[u8]| {
        words
            .windows(2)
            .any(|two| two[0] == first && two[1] == second)
    };
    // The counts, limits, kinds and whereabouts of secrets are not secret.
    const TAME: [&[u8]; 16] = [
        b"limit",
        b"type",
        b"length",
        b"expiry",
        b"expires",
        b"count",
        b"max",
        b"path",
        b"file",
        b"name",
        b"id",
        b"usage",
        b"url",
        b"uri",
        b"endpoint",
        b"policy",
    ];
    if words
        .last()
        .is_some_and(|last| TAME.contains(&last.as_slice()))
    {
        return false;
    }
    const ALONE: [&[u8]; 17] = [
        b"secret",
        b"secrets",
        b"password",
        b"passwd",
        b"passphrase",
        b"token",
        b"authtoken",
        b"apikey",
        b"credential",
        b"credentials",
        b"privatekey",
        b"accesskey",
        b"secretkey",
        b"dbpass",
        b"apitoken",
        b"accesstoken",
        b"authkey",
    ];
    if ALONE.iter().any(|word| has(word)) {
        return true;
    }
    let kinds: [&[u8]; 17] = [
        b"api",
        b"private",
        b"access",
        b"signing",
        b"encryption",
        b"auth",
        b"account",
        b"license",
        b"master",
        b"deploy",
        b"ssh",
        b"app",
        b"role",
        b"service",
        b"admin",
        b"jwt",
        b"webhook",
    ];
    if kinds.iter().any(|kind| pair(kind, b"key")) || pair(b"shared", b"access") {
        return true;
    }
    if name.eq_ignore_ascii_case(b"_auth")
        || name.eq_ignore_ascii_case(b"cookie")
        || pair(b"set", b"cookie")
    {
        return true;
    }
    let shell = name.contains(&b'_') && !name.iter().any(u8::is_ascii_lowercase);
    const HARMLESS_KEYS: [&[u8]; 9] = [
        b"cache",
        b"primary",
        b"foreign",
        b"sort",
        b"public",
        b"partition",
        b"publishable",
        b"hash",
        b"object",
    ];
    let last = words.last().map(Vec::as_slice);
    let before_last = words
        .len()
        .checked_sub(2)
        .map(|index| words[index].as_slice());
    let key =
        last == Some(b"key") && !before_last.is_some_and(|word| HARMLESS_KEYS.contains(&word));
    shell && (key || matches!(last, Some(b"pass" | b"pwd" | b"dsn" | b"salt" | b"pat")))
}

/// Whether a value can be a secret: not a type, a variable, a placeholder or prose.
fn plausible(name: &[u8], value: &[u8], quoted: bool, strict: bool, sure: bool) -> bool {
    const TAME: [&[u8]; 24] = [
        b"string",
        b"number",
        b"boolean",
        b"object",
        b"null",
        b"undefined",
        b"true",
        b"false",
        b"none",
        b"required",
        b"optional",
        b"unknown",
        b"any",
        b"never",
        b"void",
        b"secret",
        b"token",
        b"password",
        b"hidden",
        b"encrypted",
        b"masked",
        b"missing",
        b"set",
        b"empty",
    ];
    let lower = value.to_ascii_lowercase();
    let template = value.starts_with(b"$")
        || value.starts_with(b"<")
        || value.starts_with(b"{")
        || value.starts_with(b"%");
    let hidden = value.starts_with(MARK)
        || value
            .iter()
            .all(|byte| matches!(byte, b'*' | b'.' | b'x' | b'X'));
    let code = memchr::memmem::find(value, b"process.env").is_some()
        || memchr::memmem::find(value, b"env.").is_some_and(|at| at < 12)
        || (!quoted && value.iter().any(|byte| matches!(byte, b'(' | b'[' | b'{')));
    if value.len() < 4 || template || hidden || code || TAME.contains(&lower.as_slice()) {
        return false;
    }
    if value.contains(&b' ') {
        // Sentences are labels and messages, but a pass phrase is a sentence, too, and cookies hold blanks.
        const SENTENCES: [&[u8]; 7] = [
            b"password",
            b"passphrase",
            b"passwd",
            b"secret",
            b"cookie",
            b"set-cookie",
            b"pwd",
        ];
        return quoted && SENTENCES.contains(&name.to_ascii_lowercase().as_slice());
    }
    let digits = value.iter().filter(|byte| byte.is_ascii_digit()).count();
    let letters = value
        .iter()
        .filter(|byte| byte.is_ascii_alphabetic())
        .count();
    if strict {
        return value.len() >= 8 && digits > 0 && letters > 0 && !is_reference(value);
    }
    if quoted || sure {
        return !(value.starts_with(b"./") || value.starts_with(b"../"));
    }
    // `token = nextToken` is code; `token=ab12…` is a value.
    value.len() >= 6 && (digits > 0 || value.len() >= 20) && !is_reference(value)
}

/// `config.auth.token2`, `packages/token/index.js:12`: a reference, not a value.
fn is_reference(value: &[u8]) -> bool {
    let words = value
        .split(|byte| matches!(byte, b'.' | b'/' | b':' | b'@' | b'-'))
        .filter(|word| !word.is_empty());
    let mut count = 0;
    let mut short = 0;
    for word in words {
        count += 1;
        let plain = word.iter().all(u8::is_ascii_alphabetic) || word.iter().all(u8::is_ascii_digit);
        short += usize::from(plain && word.len() < 16);
    }
    count > 1 && short == count
}
