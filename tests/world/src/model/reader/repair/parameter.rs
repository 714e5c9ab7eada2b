//! Parameters without a type (TS7006).

use std::sync::LazyLock;

use regex::Regex;

use super::{Case, Remedy};
use crate::model::reader::{prompt::pattern, scan, source::Change};

static IMPLICIT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^Parameter '([\w$]+)' implicitly has an 'any' type"));

/// How far below the parameter its uses are looked for.
const LOOK_AHEAD: usize = 1500;

pub(super) fn repair(case: &Case<'_>, sentence: &str) -> Option<Remedy> {
    let found = IMPLICIT.captures(sentence)?;
    let text = &case.source.text;
    let place = scan::find_name(text, &found[1], case.at()?)?;
    let mut end = (place.end + LOOK_AHEAD).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let kind = guess(&found[1], &text[place.end..end]);
    // `x => ...` needs brackets to carry a type.
    let bare = text[place.end..].trim_start().starts_with("=>")
        && !text[..place.start].trim_end().ends_with(['(', ',']);
    let alone = text[place.end..].trim_start().starts_with("=>");
    let change = if bare || alone {
        Change::replace(place.start..place.end, format!("({}: {kind})", &found[1]))
    } else {
        Change::insert(place.end, format!(": {kind}"))
    };
    case.edit(
        vec![change],
        format!(
            "The parameter {} had no type; its uses show {kind}.",
            &found[1]
        ),
    )
}

/// The type that the uses of a name hint at.
fn guess(name: &str, below: &str) -> &'static str {
    let mut at = 0;
    while let Some(place) = scan::find_name(below, name, at) {
        at = place.end;
        let (before, after) = (below[..place.start].trim_end(), &below[place.end..]);
        let starts = |words: &[&str]| words.iter().any(|word| after.starts_with(word));
        if starts(&[
            ".map(",
            ".filter(",
            ".forEach(",
            ".reduce(",
            ".push(",
            ".some(",
            ".every(",
            ".join(",
        ]) {
            return "unknown[]";
        }
        if starts(&[
            ".toUpperCase",
            ".toLowerCase",
            ".trim",
            ".split(",
            ".replace",
            ".startsWith",
            ".endsWith",
            ".padStart",
            ".charAt",
        ]) {
            return "string";
        }
        let operator = |text: &str| {
            ["*", "-", "/", "%", "<", ">", "+= ", "+ 1"]
                .iter()
                .any(|sign| text.starts_with(sign))
        };
        if starts(&[".toFixed"])
            || operator(after.trim_start())
            || before.ends_with(['*', '/', '%'])
        {
            return "number";
        }
        if before.ends_with('!') || before.ends_with("if (") {
            return "boolean";
        }
    }
    "string"
}
