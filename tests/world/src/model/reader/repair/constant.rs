//! Assignments to constants (TS2588).

use std::sync::LazyLock;

use regex::Regex;

use super::{Case, Remedy};
use crate::model::reader::{prompt::pattern, scan, source::Change};

static CONSTANT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^Cannot assign to '([\w$]+)' because it is a constant"));

pub(super) fn repair(case: &Case<'_>, sentence: &str) -> Option<Remedy> {
    let found = CONSTANT.captures(sentence)?;
    let (name, before) = (&found[1], &case.source.text[..case.at()?]);
    // The nearest declaration above.
    let spelled = format!("const {name}");
    let at = before
        .rmatch_indices(&spelled)
        .map(|(at, _)| at)
        .find(|at| !before[at + spelled.len()..].starts_with(scan::in_name))?;
    case.edit(
        vec![Change::replace(at..at + "const".len(), "let")],
        format!("{name} is assigned again, so it cannot be a constant."),
    )
}
