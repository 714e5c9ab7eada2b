//! Properties in an object literal that its type does not have (TS2353, TS2561).

use std::sync::LazyLock;

use regex::Regex;

use super::{Case, Remedy, property::add_member};
use crate::model::reader::{declaration, names, prompt::pattern, scan, source::Change, types};

static EXCESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^Object literal may only specify known properties, (?:and|but) '([\w$]+)' does not exist in type '(.+?)'\.(?: Did you mean to write '([\w$]+)'\?)?",
    )
});

pub(super) fn repair(case: &Case<'_>, sentence: &str) -> Option<Remedy> {
    let found = EXCESS.captures(sentence)?;
    let (name, holder) = (&found[1], &found[2]);
    let place = scan::find_name(&case.source.text, name, case.at()?)?;
    let rename = |meant: &str| {
        let shorthand = !case.source.text[place.end..]
            .trim_start()
            .starts_with([':', '(']);
        let text = if shorthand {
            format!("{meant}: {name}")
        } else {
            meant.to_owned()
        };
        case.edit(
            vec![Change::replace(place.clone(), text)],
            format!("{holder} has no property {name}; {meant} is meant."),
        )
    };
    if let Some(meant) = found.get(3) {
        return rename(meant.as_str());
    }
    let declaration = match declaration::find(case, holder) {
        Ok(declaration) => declaration,
        Err(next) => return next.map(|next| *next),
    };
    let members = declaration.members();
    if let Some(meant) = names::closest(name, members.iter().map(|member| member.name.as_str())) {
        return rename(meant);
    }
    let value = case.source.text[place.end..]
        .trim_start()
        .strip_prefix(':')
        .map(str::trim_start);
    let kind = value
        .and_then(|value| types::primitive(&value[..scan::expression_end(value, 0)]))
        .unwrap_or("unknown");
    Some(add_member(&declaration, name, kind, holder))
}
