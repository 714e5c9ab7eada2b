//! Missing closing brackets and commas (TS1005).

use std::sync::LazyLock;

use regex::Regex;

use super::{Case, Remedy};
use crate::model::reader::{prompt::pattern, source::Change};

static EXPECTED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^'([)\]},])' expected\.$"));

pub(super) fn repair(case: &Case<'_>, sentence: &str) -> Option<Remedy> {
    let sign = EXPECTED.captures(sentence)?.get(1)?.as_str().to_owned();
    let text = &case.source.text;
    let at = case.at()?;
    // The parser notices at the next token; the sign belongs behind the one before.
    let place = text[..at].trim_end().len();
    let text = if sign == "}" {
        format!("\n{sign}")
    } else {
        sign.clone()
    };
    case.edit(
        vec![Change::insert(place, text)],
        format!("A {sign} was missing."),
    )
}
