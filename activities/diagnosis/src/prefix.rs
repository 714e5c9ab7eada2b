//! What platforms, task runners and copies of dashboards put in front of a tool's own line.

mod started;

use std::collections::BTreeSet;

pub(crate) use started::Started;

/// A line without its prefixes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Bare<'a> {
    /// The tool's own text.
    pub(crate) text: &'a str,
    /// The package that a task runner named in its prefix.
    pub(crate) package: Option<&'a str>,
}

/// Tasks whose names runners print in front of their output.
const TASKS: [&str; 22] = [
    "build",
    "lint",
    "typecheck",
    "type-check",
    "check-types",
    "check",
    "types",
    "test",
    "compile",
    "generate",
    "codegen",
    "prebuild",
    "postbuild",
    "start",
    "deploy",
    "bundle",
    "prepare",
    "postinstall",
    "install",
    "preinstall",
    "tsc",
    "dev",
];

/// Strips prefixes until none is left.
pub(crate) fn strip<'a>(line: &'a str, started: &Started) -> Bare<'a> {
    let mut bare = Bare {
        text: line,
        package: None,
    };
    for _ in 0..8 {
        let before = bare.text;
        if let Some(rest) = plain(bare.text) {
            bare.text = rest;
        } else if let Some((package, rest)) = task(bare.text, &started.packages) {
            bare.package = Some(package);
            bare.text = rest;
        } else if let Some(rest) = labelled(bare.text, &started.labels) {
            bare.text = rest;
        }
        if bare.text.len() == before.len() {
            break;
        }
    }
    bare
}

/// Time stamps and fixed words.
fn plain(text: &str) -> Option<&str> {
    const WORDS: [&str; 8] = [
        "Building: ",
        "⚡️ ",
        "[custom build] ",
        "remote: ",
        "▲  ",
        "stderr: ",
        "stdout: ",
        "##[error]",
    ];
    if let Some(rest) = text.strip_prefix("* ").and_then(timestamp) {
        return Some(rest);
    }
    if let Some(rest) = WORDS.iter().find_map(|word| text.strip_prefix(word)) {
        return Some(rest);
    }
    timestamp(text)
        .or_else(|| line_number(text))
        .or_else(|| docker(text))
        .or_else(|| spinner(text))
}

/// `⠋  Building for production...text`: what was printed while a spinner turned.
fn spinner(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(|mark| ('\u{2800}'..='\u{28ff}').contains(&mark))?;
    let (_, printed) = rest.split_once("...")?;
    printed
        .starts_with(|first: char| first.is_alphabetic() || first == '[')
        .then_some(printed)
}

/// `Line 12: text`, as one log viewer copies it. A linter's `Line 12:5:` is not that.
fn line_number(text: &str) -> Option<&str> {
    let rest = text
        .strip_prefix("Line ")
        .or_else(|| text.strip_prefix("line "))?;
    let digits = digits(rest);
    let rest = rest[digits..].strip_prefix(':')?;
    let blank = rest.strip_prefix(' ')?;
    (digits > 0 && !blank.starts_with(' ')).then_some(blank)
}

/// `#12 3.456 text` and `#12 text` of BuildKit, `3.456 text` of its summary.
fn docker(text: &str) -> Option<&str> {
    let mut rest = text;
    let mut step = false;
    if let Some(after) = rest.strip_prefix('#') {
        let count = digits(after);
        rest = (1..=3)
            .contains(&count)
            .then(|| after[count..].strip_prefix(' '))
            .flatten()?;
        step = true;
    }
    let whole = digits(rest);
    let seconds = rest[whole..]
        .strip_prefix('.')
        .map(|fraction| (digits(fraction), fraction));
    match seconds {
        Some((count @ 2..=3, fraction)) if whole > 0 => {
            fraction[count..].strip_prefix(' ').or(step.then_some(rest))
        }
        _ => step.then_some(rest),
    }
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// The text after a time stamp: `[21:27:11.326]`, `22:15:30.473`, `7:28:42 AM:`, `2025-10-04T22:36:39.42366Z`,
/// `Nov 21 10:31:03 AM`, with a date in front and brackets around or not.
fn timestamp(text: &str) -> Option<&str> {
    let (inner, bracket) = match text.strip_prefix('[') {
        Some(inner) => (inner, true),
        None => (text, false),
    };
    let after_date = date(inner);
    let rest = clock(after_date.unwrap_or(inner))?;
    let half = meridiem(rest);
    // Two blanks follow `Nov 21 10:31:03 AM` of one dashboard and `2025-10-04T22:36:39.423Z` of one client.
    let wide = half.len() < rest.len() || inner.as_bytes().get(10) == Some(&b'T');
    if let (true, false, Some(text)) = (
        after_date.is_some() && wide,
        bracket,
        half.strip_prefix("  "),
    ) {
        return Some(text);
    }
    let rest = half;
    let rest = if bracket {
        rest.strip_prefix(']')?
    } else {
        rest
    };
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    // One copy of a dashboard separates time and text by a bar.
    let rest = rest
        .strip_prefix(" |")
        .or_else(|| rest.strip_prefix("|"))
        .unwrap_or(rest);
    if rest.is_empty() {
        return Some(rest);
    }
    rest.strip_prefix([' ', '\t'])
}

/// `2025-10-04T`, `2025-10-04 `, `Nov 21 `, `Nov 21, 2026, `.
fn date(text: &str) -> Option<&str> {
    if digits(text) == 4 {
        let bytes = text.as_bytes();
        let dashed = bytes.get(4) == Some(&b'-') && bytes.get(7) == Some(&b'-');
        return (dashed && text.is_char_boundary(10))
            .then(|| text[10..].strip_prefix(['T', ' ']))
            .flatten();
    }
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let rest = MONTHS
        .iter()
        .find_map(|month| text.strip_prefix(month))?
        .trim_start_matches(' ');
    let day = digits(rest);
    let mut rest = (1..=2)
        .contains(&day)
        .then(|| rest[day..].trim_start_matches([',', ' ']))?;
    if digits(rest) == 4 {
        rest = rest[4..].trim_start_matches([',', ' ']);
    }
    Some(rest)
}

/// `22:15:30.473`, `7:28:42`, with `Z` or an offset.
fn clock(text: &str) -> Option<&str> {
    let hours = digits(text);
    if !(1..=2).contains(&hours) {
        return None;
    }
    let mut rest = text[hours..].strip_prefix(':')?;
    for last in [false, true] {
        if digits(rest) < 2 {
            return None;
        }
        rest = &rest[2..];
        if !last {
            rest = rest.strip_prefix(':')?;
        }
    }
    if let Some(fraction) = rest.strip_prefix(['.', ',']) {
        rest = &fraction[digits(fraction)..];
    }
    if let Some(rest) = rest.strip_prefix('Z') {
        return Some(rest);
    }
    if let Some(offset) = rest
        .strip_prefix(['+', '-'])
        .filter(|offset| digits(offset) >= 2)
    {
        let rest = offset[2..].trim_start_matches(':');
        return Some(&rest[digits(rest)..]);
    }
    Some(rest)
}

fn meridiem(text: &str) -> &str {
    let rest = text.trim_start_matches([' ', '\u{202f}']);
    ["AM", "PM", "am", "pm"]
        .iter()
        .find_map(|half| rest.strip_prefix(half))
        .unwrap_or(text)
}

/// `[build:css] text`, once that script was seen to start.
fn labelled<'a>(text: &'a str, labels: &BTreeSet<String>) -> Option<&'a str> {
    let (label, rest) = text.strip_prefix('[')?.split_once(']')?;
    labels
        .contains(label)
        .then(|| rest.strip_prefix(' ').unwrap_or(rest))
}

/// `web:build: text` (Turborepo), `apps/web build: text` (pnpm), `[web]: text` (yarn), `@acme/web: text` (Lerna).
fn task<'a>(text: &'a str, packages: &BTreeSet<String>) -> Option<(&'a str, &'a str)> {
    let head_end = text
        .bytes()
        .take(100)
        .take_while(|byte| is_name(*byte))
        .count();
    let (head, rest) = text.split_at(head_end);
    if let Some(inner) = text.strip_prefix('[') {
        let length = inner
            .bytes()
            .take(100)
            .take_while(|byte| is_name(*byte))
            .count();
        let rest = inner[length..].strip_prefix("]: ")?;
        let named = inner[..length]
            .bytes()
            .any(|byte| byte.is_ascii_lowercase());
        return named.then_some((&inner[..length], rest));
    }
    if head.is_empty() {
        return None;
    }
    if let Some(after) = rest.strip_prefix(' ') {
        let length = after
            .bytes()
            .take(40)
            .take_while(|byte| is_name(*byte) || *byte == b':')
            .count();
        let (task, tail) = after.split_at(length);
        if let (true, Some(tail)) = (is_task(task.trim_end_matches(':')), tail.strip_prefix("$ ")) {
            return Some((head, tail));
        }
        let task = task.strip_suffix(':')?;
        // `next build: …` may be anybody's words, unless a package `next` was seen to start.
        let directory = head.contains('/') || head == "." || packages.contains(head);
        return (directory && is_task(task))
            .then(|| (head, tail.strip_prefix(' ').unwrap_or(tail)));
    }
    let after = rest.strip_prefix(':')?;
    if let (true, Some(tail)) = (
        head.starts_with('@') && head.contains('/') && !head.starts_with("@parcel/"),
        after.strip_prefix(' '),
    ) {
        return Some((head, tail));
    }
    let length = after
        .bytes()
        .take(40)
        .take_while(|byte| is_name(*byte) || *byte == b':')
        .count();
    let (task, tail) = after.split_at(length);
    let task = task.strip_suffix(':')?;
    is_task(task).then(|| (head, tail.strip_prefix(' ').unwrap_or(tail)))
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'@' | b'/' | b'_' | b'-' | b'.')
}

fn is_task(task: &str) -> bool {
    TASKS.iter().any(|known| {
        task == *known
            || task
                .strip_prefix(known)
                .is_some_and(|rest| rest.starts_with([':', '-']))
    }) || task
        .rsplit(':')
        .next()
        .is_some_and(|last| TASKS.contains(&last))
}

#[cfg(test)]
mod tests;
