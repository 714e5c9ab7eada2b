//! Class properties without a value (TS2564).

use std::sync::LazyLock;

use regex::Regex;

use super::{Case, Remedy};
use crate::model::reader::{prompt::pattern, source::Change, types};

static UNSET: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^Property '([\w$]+)' has no initializer and is not definitely assigned in the constructor",
    )
});
static DECLARED: LazyLock<Regex> = LazyLock::new(|| pattern(r":\s*([^=;]+?)\s*;?\s*$"));

pub(super) fn repair(case: &Case<'_>, sentence: &str) -> Option<Remedy> {
    let name = UNSET.captures(sentence)?.get(1)?.as_str().to_owned();
    let line = case.source.line_around(case.at()?);
    let kind = DECLARED.captures(&case.source.text[line.clone()])?.get(1)?;
    let value = types::default_value(kind.as_str())?;
    let at = line.start + kind.end();
    case.edit(
        vec![Change::insert(at, format!(" = {value}"))],
        format!("{name} had no value before its first use."),
    )
}
