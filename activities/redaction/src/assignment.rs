//! Values behind a telling name: `API_TOKEN=…`, `"password": "…"`, `--auth-token …`, `x-api-key: …`.

use crate::{
    joint::{self, Joint},
    names::{self, Promise},
    span::{MARK, REACH, Span, blank, near, run},
    values::{Claim, Join, plausible},
};

const KIND: &str = "secret";

/// Longer names are no names.
const MAX_NAME: usize = 80;

/// How far behind a name of `{"key":"NAME","value":"…"}` its value is looked for.
const PAIR_REACH: usize = 24;

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

/// Collects the value that belongs to the name around `at`, if the name tells of a secret and the value can be
/// one. Returns whether the value is to be looked for in the next line.
pub(crate) fn find(line: &[u8], at: usize, spans: &mut Vec<Span>) -> bool {
    let last = spans.last();
    if last.is_some_and(|span| span.kind == KIND && (span.start..span.end).contains(&at)) {
        return false;
    }
    let before = |end: usize| {
        let name = line[..end].iter().rev().take(MAX_NAME + 1);
        end - name.take_while(|byte| is_name(**byte)).count()
    };
    let mut start = before(at);
    let end = at + run(&line[at..line.len().min(at + MAX_NAME + 1)], is_name);
    if end - start > MAX_NAME || line[..start].ends_with(MARK) || line[..start].ends_with(b"://") {
        return false;
    }
    // `%3Ftoken%3D…`: the digits belong to the percent sign.
    if line[..start].ends_with(b"%") && end - start > 2 {
        start += 2;
    }
    start += colour_end(line, start, end);
    // `API key …`: names of prose are two words.
    if line[start..end].eq_ignore_ascii_case(b"key") && line[..start].ends_with(b" ") {
        start = before(start - 1);
    }
    let name = &line[start..end];
    let Some(promise) = names::promise(name) else {
        return false;
    };
    let mut claim = Claim {
        name,
        promise,
        join: Join::Field,
        name_quoted: false,
        tight: false,
    };
    // `const NAME: Type = …` of a compiler's code frame.
    if [&b"const "[..], b"static ", b"type "]
        .iter()
        .any(|word| line[..start].ends_with(word))
        && (line[end..].starts_with(b":") || line[..start].ends_with(b"type "))
    {
        return false;
    }
    // `env:get NAME` prints the value alone.
    if end == line.len() && line[..start].ends_with(b"get ") && names::is_shell(name) {
        return true;
    }
    let joint = joint::after(line, start, end);
    if joint.as_ref().is_none_or(|joint| joint.join == Join::List) {
        let known = spans.len();
        let open = pair(line, start, end, &claim, spans);
        if open || spans.len() > known {
            return open;
        }
    }
    let Some(joint) = joint else {
        return false;
    };
    let Joint {
        join,
        value_at,
        name_quoted,
        tight,
    } = joint;
    claim.join = join;
    claim.name_quoted = name_quoted;
    claim.tight = tight;
    if join != Join::Prose && ends_open(&line[value_at..]) {
        return true;
    }
    if matches!(name, b"secrets" | b"credentials") && line[value_at..].starts_with(b"{") {
        fields(line, value_at + 1, &claim, spans);
    }
    push(line, value_at, &claim, spans);
    false
}

/// Length of the end of a colour code that runs into a name: `ESC[36mpassword`.
fn colour_end(line: &[u8], start: usize, end: usize) -> usize {
    let digits = run(&line[start..end], |byte| byte.is_ascii_digit());
    let code = matches!(line[..start].last(), Some(b'[' | b';'))
        && line[start + digits..end].starts_with(b"m");
    if code { digits + 1 } else { 0 }
}

/// Whether a value begins in the next line: nothing follows, or the sign of a YAML block.
fn ends_open(rest: &[u8]) -> bool {
    let rest = &rest[blank(rest)..];
    matches!(rest, b"" | b"|" | b">" | b"|-" | b">-" | b"|+" | b">+")
}

fn push(line: &[u8], at: usize, claim: &Claim<'_>, spans: &mut Vec<Span>) {
    let near = &line[..line.len().min(at + REACH)];
    let Some(mut value) = joint::value(near, at, claim) else {
        return;
    };
    if !plausible(claim, &near[value.start..value.end], value.quoted) {
        // `"NAME=value command"`: the quotes hold a command, and the value is its first word.
        let word = run(&near[value.start..value.end], |byte| byte != b' ');
        let command = value.quoted && value.start == at && value.start + word < value.end;
        if !command || !plausible(claim, &near[value.start..value.start + word], false) {
            return;
        }
        value.end = value.start + word;
    }
    // The near part decides; only a secret is followed to its end.
    if near.len() < line.len() && value.end == near.len() {
        value = joint::value(line, at, claim).unwrap_or(value);
    }
    spans.push(Span {
        start: value.start,
        end: value.end,
        kind: KIND,
    });
}

/// `"secrets": {"db": "…"}`: the quoted values of an object that holds nothing else.
fn fields(line: &[u8], at: usize, claim: &Claim<'_>, spans: &mut Vec<Span>) {
    let end = at + run(near(line, at), |byte| byte != b'}');
    let mut from = at;
    while let Some(colon) = memchr::memchr(b':', &line[from..end]) {
        from += colon + 1;
        let value_at = from + blank(&line[from..end]);
        if matches!(line.get(value_at), Some(b'"' | b'\'')) {
            push(line, value_at, claim, spans);
        }
    }
}

/// `{"key":"NAME","value":"…"}`, `name: NAME` with `value: …` in the next line, `<add key="Name" value="…"/>`.
fn pair(line: &[u8], start: usize, end: usize, claim: &Claim<'_>, spans: &mut Vec<Span>) -> bool {
    let quote = |byte: u8| matches!(byte, b'"' | b'\'' | b'\\');
    let head = &line[..start];
    let head = &head[..head.len() - head.iter().rev().take_while(|byte| quote(**byte)).count()];
    let head = head.trim_ascii_end();
    let Some(head) = head.strip_suffix(b":").or(head.strip_suffix(b"=")) else {
        return false;
    };
    let head = &head[..head.len() - head.iter().rev().take_while(|byte| quote(**byte)).count()];
    let key = [&b"key"[..], b"name", b"variable"].iter().any(|word| {
        head.len() >= word.len() && head[head.len() - word.len()..].eq_ignore_ascii_case(word)
    });
    if !key {
        return false;
    }
    let reach = &line[end..line.len().min(end + PAIR_REACH)];
    if reach
        .iter()
        .all(|byte| quote(*byte) || matches!(byte, b' ' | b','))
    {
        return true;
    }
    if let Some(word) = memchr::memmem::find(reach, b"alue") {
        let value_end = end + word + 4;
        if let Some(joint) = joint::after(line, value_end - 5, value_end) {
            push(line, joint.value_at, claim, spans);
        }
    }
    false
}

/// The value in a line whose name stands in the line before: `value: …`, a quoted text, a block of one word.
pub(crate) fn carried(line: &[u8], spans: &mut Vec<Span>) {
    let claim = Claim {
        name: b"",
        promise: Promise::Secret,
        join: Join::Field,
        name_quoted: false,
        tight: false,
    };
    let start = run(line, |byte| {
        matches!(byte, b' ' | b'\t' | b'-' | b'"' | b'\'')
    });
    let word = run(&line[start..], |byte| byte.is_ascii_alphabetic());
    if line[start..start + word].eq_ignore_ascii_case(b"value") {
        if let Some(joint) = joint::after(line, start, start + word) {
            push(line, joint.value_at, &claim, spans);
        }
        return;
    }
    let start = blank(line);
    let at = start + joint::wrapper(&line[start..]);
    let alone = |claim: &Claim<'_>| {
        let value = joint::value(line, at, claim)?;
        let rest = line[value.end..]
            .iter()
            .all(|byte| b"\"'`,;)} ".contains(byte));
        (rest && value.end > value.start).then_some(value.quoted)
    };
    match alone(&claim) {
        Some(true) if at > start => push(line, at, &claim, spans),
        Some(_) => push(
            line,
            at,
            &Claim {
                join: Join::Prose,
                ..claim
            },
            spans,
        ),
        None => {}
    }
}
