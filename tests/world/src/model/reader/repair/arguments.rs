//! More arguments than a function takes (TS2554).

use std::sync::LazyLock;

use regex::Regex;

use super::{Case, Remedy};
use crate::model::reader::{prompt::pattern, scan, source::Change};

static COUNT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^Expected (\d+) arguments?, but got (\d+)\."));

pub(super) fn repair(case: &Case<'_>, sentence: &str) -> Option<Remedy> {
    let found = COUNT.captures(sentence)?;
    let (wanted, given): (usize, usize) = (found[1].parse().ok()?, found[2].parse().ok()?);
    // What to pass where something is missing, nobody can know.
    if given <= wanted {
        return None;
    }
    // The error points to the first argument too many.
    let (text, at) = (&case.source.text, case.at()?);
    let mut end = scan::expression_end(text, at);
    for _ in wanted + 1..given {
        let comma = end + text[end..].find(',')? + 1;
        let next = comma + text[comma..].len() - text[comma..].trim_start().len();
        end = scan::expression_end(text, next);
    }
    let start = if wanted == 0 {
        at
    } else {
        text[..at].rfind(',')?
    };
    case.edit(
        vec![Change::replace(start..end, "")],
        format!("The function takes {wanted} arguments, not {given}."),
    )
}
