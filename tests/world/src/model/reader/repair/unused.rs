//! What is declared and never used (TS6133, TS6192, TS6196).

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::{Case, Remedy};
use crate::model::reader::{
    prompt::pattern,
    scan,
    source::{Change, Source},
};

static UNUSED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^'([\w$]+)' is declared but (?:its value is never read|never used)")
});
const ALL: &str = "All imports in import declaration are unused";

pub(super) fn repair(case: &Case<'_>, sentence: &str) -> Option<Remedy> {
    let at = case.at()?;
    if sentence.starts_with(ALL) {
        let statement = import_around(&case.source, at)?;
        return remove(case, statement, "None of these imports was used.");
    }
    let found = UNUSED.captures(sentence)?;
    let name = &found[1];
    if let Some(statement) = import_around(&case.source, at) {
        return import(case, name, statement);
    }
    let text = &case.source.text;
    let place = scan::find_name(text, name, at)?;
    let line = case.source.line_around(at);
    let before = text[line.start..place.start].trim();
    if ["const", "let", "var"]
        .iter()
        .any(|keyword| before == *keyword || before == format!("export {keyword}"))
    {
        return variable(case, name, &place);
    }
    // A parameter may be marked as unused on purpose.
    let parameter = text[..place.start].trim_end().ends_with(['(', ','])
        && text[place.end..]
            .trim_start()
            .starts_with([':', ',', ')', '?', '=']);
    parameter
        .then(|| {
            case.edit(
                vec![Change::insert(place.start, "_")],
                format!("The parameter {name} is not used; its name says so now."),
            )
        })
        .flatten()
}

/// The import statement that holds a byte.
fn import_around(source: &Source, at: usize) -> Option<Range<usize>> {
    let text = &source.text;
    let mut start = source.line_around(at).start;
    for _ in 0..30 {
        if text[start..].starts_with("import ") {
            let from = start
                + text[start..]
                    .find(" from ")
                    .or_else(|| text[start..].find("from"))?;
            let end = source.line_around(from).end;
            return (at <= end).then_some(start..end);
        }
        if start == 0 || text[start..].starts_with("export ") {
            return None;
        }
        start = source.line_around(start - 1).start;
    }
    None
}

/// Takes one name out of an import, or the whole import with its last name.
fn import(case: &Case<'_>, name: &str, statement: Range<usize>) -> Option<Remedy> {
    let text = &case.source.text[statement.clone()];
    let why = format!("The import {name} was not used.");
    let clause = text
        .strip_prefix("import ")?
        .rsplit_once("from")?
        .0
        .trim()
        .trim_start_matches("type ")
        .trim();
    let (default, named) = match clause.find('{') {
        Some(open) => (
            clause[..open].trim().trim_end_matches(',').trim(),
            Some(&clause[open + 1..clause.rfind('}')?]),
        ),
        None => (clause, None),
    };
    let names: Vec<&str> = named
        .unwrap_or_default()
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    let local = |specifier: &str| specifier.rsplit(' ').next().unwrap_or_default().to_owned();
    let kept: Vec<&str> = names
        .iter()
        .copied()
        .filter(|specifier| local(specifier) != name)
        .collect();
    let default_kept =
        (default != name && !default.is_empty() && local(default) != name).then_some(default);
    if kept.is_empty() && default_kept.is_none() {
        return remove(case, statement, &why);
    }
    let (open, close) = (text.find('{'), text.find('}'));
    let mut parts: Vec<String> = default_kept.map(str::to_owned).into_iter().collect();
    if !kept.is_empty() {
        // Several lines stay several lines.
        let lines = open
            .zip(close)
            .is_some_and(|(open, close)| text[open..close].contains('\n'));
        parts.push(if lines {
            format!("{{\n  {},\n}}", kept.join(",\n  "))
        } else {
            format!("{{ {} }}", kept.join(", "))
        });
    }
    let kind = if text.starts_with("import type ") {
        "type "
    } else {
        ""
    };
    let tail = &text[text.rfind("from")?..];
    case.edit(
        vec![Change::replace(
            statement,
            format!("import {kind}{} {tail}", parts.join(", ")),
        )],
        why,
    )
}

/// Removes a variable; what its initializer does stays.
fn variable(case: &Case<'_>, name: &str, place: &Range<usize>) -> Option<Remedy> {
    let text = &case.source.text;
    let line = case.source.line_around(place.start);
    let sign = text[place.end..line.end]
        .find('=')
        .map(|sign| place.end + sign);
    let end = sign.map_or(line.end, |sign| {
        let start = sign + 1 + text[sign + 1..].len() - text[sign + 1..].trim_start().len();
        scan::expression_end(text, start)
    });
    let value = sign.map_or("", |sign| text[sign + 1..end].trim());
    let why = format!("{name} was never read.");
    let pure = !value.contains('(') || value.contains("=>") || value.starts_with("function");
    if pure {
        return remove(case, line.start..case.source.line_around(end).end, &why);
    }
    let start = line.start + case.source.indent(place.start).len();
    case.edit(vec![Change::replace(start..end, value)], why)
}

/// Takes whole lines away, their end included.
fn remove(case: &Case<'_>, lines: Range<usize>, why: &str) -> Option<Remedy> {
    let end = (lines.end + 1).min(case.source.text.len());
    case.edit(vec![Change::replace(lines.start..end, "")], why)
}
