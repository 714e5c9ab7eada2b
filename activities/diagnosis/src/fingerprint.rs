//! Equal for equal causes: what a message says once everything that changes from run to run is gone.

use std::{borrow::Cow, sync::LazyLock};

use regex::Regex;
use sha2::{Digest, Sha256};

/// Something that differs between a platform, a container and our sandbox, or from run to run.
struct Rule {
    /// A text without any of these bytes has none: most rules are skipped by that.
    needs: [bool; 256],
    regex: Regex,
    with: &'static str,
}

const DIGITS: &str = "0123456789";
/// Stands for a word that [`random_hex`] decides about.
const HEX: &str = "<hex>";

/// What is looked for, what a text must have for it, and what stands for it.
const TABLE: [(&str, &str, &str); 17] = [
    (
        r"(^|[\s'\x22`(\[=:,])(?:file://)?(?:/vercel/path\d+|/opt/build/repo|/opt/buildhome/(?:repo|clone)|/opt/render/project/src|/github/workspace|/usr/src/app|/build/source|/workspace|/work|/repo|/app)(?:/|\b)",
        "/",
        "$1",
    ),
    (
        r"(?:https?://|\b)[\w-][\w.-]*\.(?:vercel\.app|netlify\.app|pages\.dev|workers\.dev|onrender\.com)\b[^\s'\x22)]*",
        ".",
        "<url>",
    ),
    (
        r"(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b",
        DIGITS,
        "#",
    ),
    (
        r"\b\d{4}-\d\d-\d\d[T _]\d\d[:_]\d\d[:_]\d\d(?:[._,]\d+)?(?:Z|[+-]\d\d:?\d\d)?",
        DIGITS,
        "<time>",
    ),
    (
        r"\b\d{1,2}:\d\d:\d\d(?:[.,]\d+)?(?: ?[AaPp][Mm])?",
        ":",
        "<time>",
    ),
    (
        r"(?:/private)?(?:/tmp|/var/folders|/var/tmp)/[^\s'\x22):,\]]*",
        "/",
        "<tmp>",
    ),
    (
        r"(/(?:home|root|vercel|opt/buildhome)(?:/[\w.-]+)?)/(?:\.npm|\.cache|\.yarn|\.pnpm-store|\.config)/[^\s'\x22):,\]]*",
        "/",
        "<cache>",
    ),
    (
        r"\(\d+,\d+\)|:\d+:\d+(?:-\d+)?\b|\[\d+:\d+\]|\(\d+:\d+\)",
        DIGITS,
        "",
    ),
    (r"(\.[a-z]{1,5}):\d+\b", ":", "$1"),
    (
        r"\b(?:localhost|\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[?::1?\]?):\d{2,5}\b",
        ":",
        "<host>",
    ),
    (r"(\w\.\w+):\d{2,5}\b", ":", "$1:#"),
    (r"\b[Pp]ort \d{2,5}\b", DIGITS, "port #"),
    (
        r"\b\d+(?:\.\d+)? ?(?:ms|s|sec|secs|seconds?|m|min|minutes?|h|hours?)\b",
        DIGITS,
        "<span>",
    ),
    (r"\b[0-9a-f]{7,}\b", DIGITS, HEX),
    (r"\b\d{5,}\b", DIGITS, "#"),
    (
        r"[\u{2018}\u{2019}`\x22\u{201c}\u{201d}]",
        "`\"\u{2018}\u{2019}\u{201c}\u{201d}",
        "'",
    ),
    (r"\s{2,}|[\t\u{2009}\u{a0}]", " \t\u{2009}\u{a0}", " "),
];

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let rule = |(text, needs, with): &(&'static str, &'static str, &'static str)| {
        let mut bytes = [false; 256];
        for byte in needs.bytes() {
            bytes[usize::from(byte)] = true;
        }
        Regex::new(text).ok().map(|regex| Rule {
            needs: bytes,
            regex,
            with,
        })
    };
    TABLE.iter().filter_map(rule).collect()
});

#[cfg(test)]
pub(crate) fn rules() -> usize {
    RULES.len()
}

/// What remains of a message that is the same in every run. Bounded by the length of the message.
pub(crate) fn normalise(text: &str) -> String {
    let mut text = text.trim().to_owned();
    for rule in RULES.iter() {
        if !text.bytes().any(|byte| rule.needs[usize::from(byte)]) {
            continue;
        }
        let found = if rule.with == HEX {
            random_hex(&rule.regex, &text)
        } else {
            rule.regex.replace_all(&text, rule.with)
        };
        if let Cow::Owned(replaced) = found {
            text = replaced;
        }
    }
    let text = random_words(&text);
    without_label(&text)
        .trim_end_matches(['.', ' ', ':'])
        .to_owned()
}

/// Commit ids and digests go; words (`defaced`) and numbers stay.
fn random_hex<'t>(regex: &Regex, text: &'t str) -> Cow<'t, str> {
    regex.replace_all(text, |found: &regex::Captures<'_>| {
        let word = &found[0];
        let mixed = word.bytes().any(|byte| byte.is_ascii_digit())
            && word.bytes().any(|byte| byte.is_ascii_lowercase());
        if mixed {
            "#".to_owned()
        } else {
            word.to_owned()
        }
    })
}

/// Words that switch often between letters and digits are made by a generator.
fn random_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in text.split_inclusive(|c: char| !(c.is_ascii_alphanumeric() || c == '_')) {
        let word = piece.trim_end_matches(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        let bytes = word.as_bytes();
        let switches = bytes
            .windows(2)
            .filter(|two| two[0].is_ascii_digit() != two[1].is_ascii_digit())
            .count();
        if word.len() >= 8 && switches >= 3 {
            out.push('#');
            out.push_str(&piece[word.len()..]);
        } else {
            out.push_str(piece);
        }
    }
    out
}

/// The words that wrappers and versions of a tool put in front differ; the message does not.
fn without_label(text: &str) -> &str {
    const LABELS: [&str; 15] = [
        "npm error",
        "npm ERR!",
        "npm warn",
        "npm WARN",
        "[ERROR]",
        "ERROR:",
        "ERROR",
        "Error:",
        "error:",
        "error",
        "Uncaught",
        "fatal:",
        "ERR!",
        "x ",
        "X ",
    ];
    let mut text = text;
    loop {
        let before = text.len();
        text = text.trim_start_matches(|c: char| {
            !(c.is_alphanumeric() || matches!(c, '\'' | '@' | '.' | '/' | '[' | '<' | '#' | '('))
        });
        for label in LABELS {
            if let Some(rest) = text.strip_prefix(label) {
                text = rest;
            }
        }
        if text.len() == before {
            return text;
        }
    }
}

/// `fp1:` and 32 hex digits of the digest over message, what it names, and repository.
pub(crate) fn of(message: &str, names: &str, repository: Option<&str>) -> String {
    let mut digest = Sha256::new();
    for part in [message, names, repository.unwrap_or_default()] {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part.as_bytes());
    }
    format!("fp1:{}", hex::encode(&digest.finalize()[..16]))
}

#[cfg(test)]
mod tests;
