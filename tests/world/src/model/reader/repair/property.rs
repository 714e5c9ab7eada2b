//! Properties that a type does not have (TS2339, TS2551).

use std::sync::LazyLock;

use regex::Regex;

use super::{Case, Remedy};
use crate::model::reader::{
    declaration::{self, Declaration},
    names,
    prompt::pattern,
    scan,
    source::Change,
    types,
};

static MISSING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^Property '([\w$]+)' does not exist on type '(.+?)'\.(?: Did you mean '([\w$]+)'\?)?")
});
static MEMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"([\w$]+)\??(?::|\()"));

pub(super) fn repair(case: &Case<'_>, sentence: &str) -> Option<Remedy> {
    let found = MISSING.captures(sentence)?;
    let (name, holder) = (&found[1], &found[2]);
    let at = case.at()?;
    let place = scan::find_name(&case.source.text, name, at)?;
    let rename = |meant: &str| {
        let change = Change::replace(place.clone(), meant);
        case.edit(
            vec![change],
            format!("{holder} has no property {name}; {meant} is meant."),
        )
    };
    if let Some(meant) = found.get(3) {
        return rename(meant.as_str());
    }
    if holder.starts_with('{') {
        let members = MEMBER
            .captures_iter(holder)
            .map(|found| found.get(1).map_or("", |name| name.as_str()));
        return rename(names::closest(name, members)?);
    }
    let holder = holder
        .trim_start_matches("IntrinsicAttributes & ")
        .trim_start_matches("typeof ");
    let declaration = match declaration::find(case, holder) {
        Ok(declaration) => declaration,
        Err(next) => return next.map(|next| *next),
    };
    let members = declaration.members();
    if let Some(meant) = names::closest(name, members.iter().map(|member| member.name.as_str())) {
        return rename(meant);
    }
    // A method cannot be invented.
    if case.source.text[place.end..].starts_with('(') {
        return None;
    }
    Some(add_member(
        &declaration,
        name,
        guess(case, place.end),
        holder,
    ))
}

/// Declares a property that is used but not declared.
pub(super) fn add_member(
    declaration: &Declaration,
    name: &str,
    kind: &str,
    holder: &str,
) -> Remedy {
    let change = if declaration.is_flat() {
        Change::insert(declaration.body.start, format!(" {name}?: {kind};"))
    } else {
        let line_end = declaration.source.line_around(declaration.body.start).end;
        Change::insert(
            line_end,
            format!("\n{}{name}?: {kind};", declaration.member_indent()),
        )
    };
    Remedy::Edit {
        path: declaration.source.path.clone(),
        changes: vec![change],
        why: format!("{name} is used but was not declared in {holder}."),
    }
}

/// The type that a use hints at.
fn guess(case: &Case<'_>, end: usize) -> &'static str {
    let rest = case.source.text[end..].trim_start();
    let line = rest.lines().next().unwrap_or_default();
    if let Some(value) = rest
        .strip_prefix('=')
        .filter(|value| !value.starts_with(['=', '>']))
    {
        let value = value.trim_start();
        let value = &value[..scan::expression_end(value, 0)];
        if let Some(kind) = types::primitive(value) {
            return kind;
        }
    }
    if [".map(", ".filter(", ".forEach(", ".push("]
        .iter()
        .any(|call| line.starts_with(call) || line.starts_with(&format!("?{call}")))
    {
        "unknown[]"
    } else if line.starts_with(['*', '-', '/', '<', '>'])
        || line.starts_with("+ 1")
        || line.starts_with(".toFixed(")
    {
        "number"
    } else if line.starts_with("&&") || line.starts_with("? ") {
        "boolean"
    } else {
        "string"
    }
}
