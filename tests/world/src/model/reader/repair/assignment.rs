//! A value of one type where another is wanted: in declarations, returns, properties, JSX attributes and arguments
//! (TS2322, TS2345, TS2820).

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::{Case, Remedy};
use crate::model::reader::{names, prompt::pattern, scan, source::Change, types};

static TYPES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(Type|Argument of type) '(.+)' is not assignable to (?:type|parameter of type) '(.+?)'\.(?: Did you mean '(.+)'\?)?$",
    )
});
static DECLARED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^\s*(?:export\s+)?(?:const|let|var)\s+([\w$]+)\s*:\s*([^=]+?)\s*=\s*")
});
static ATTRIBUTE: LazyLock<Regex> = LazyLock::new(|| pattern(r#"^([\w-]+)=(?:"([^"]*)"|\{)"#));

pub(super) fn repair(case: &Case<'_>, sentence: &str) -> Option<Remedy> {
    // The lines below the message speak of parts of the types, not of the value.
    let found = TYPES
        .captures(sentence)
        .filter(|_| sentence == case.diagnostic.message)?;
    let (from, to) = (&found[2], &found[3]);
    let at = case.at()?;
    let value = if &found[1] == "Type" {
        assigned(case, at)?
    } else {
        at..scan::expression_end(&case.source.text, at)
    };
    let expression = &case.source.text[value.clone()];
    let shorthand =
        value.start == at && &found[1] == "Type" && is_shorthand(&case.source.text, &value);
    if let Some(literal) = suggested(from, to, found.get(4).map(|group| group.as_str())) {
        let place = find_literal(&case.source.text, &value, from)?;
        return case.edit(
            vec![Change::replace(place, literal.clone())],
            format!("{from} is not one of the allowed values; {literal} is meant."),
        );
    }
    if let Some(remedy) = attribute(case, at, to) {
        return Some(remedy);
    }
    if let Some(converted) = types::convert(expression, from, to) {
        let converted = if shorthand {
            format!("{expression}: {converted}")
        } else {
            converted
        };
        return case.edit(
            vec![Change::replace(value, converted)],
            format!("A value of type {from} stood where {to} is wanted; it is converted."),
        );
    }
    annotation(case, at, from)
}

/// The expression that is assigned at the place that the error points to.
fn assigned(case: &Case<'_>, at: usize) -> Option<Range<usize>> {
    let text = &case.source.text;
    let rest = &text[at..];
    if let Some(after) = rest.strip_prefix("return") {
        let start = at + "return".len() + after.len() - after.trim_start().len();
        return Some(start..scan::expression_end(text, start));
    }
    if let Some(found) = ATTRIBUTE
        .captures(rest)
        .filter(|found| found[0].ends_with('{'))
    {
        let start = at + found[0].len();
        return Some(start..scan::expression_end(text, start));
    }
    let name = scan::name_at(text, at).filter(|name| name.start == at);
    let Some(name) = name else {
        return Some(at..scan::expression_end(text, at));
    };
    let line = &text[name.end..case.source.line_around(at).end];
    // `name: Type = value`, `name = value`, or a property `name: value`.
    let before = text[..at].trim_end();
    let declares = ["const", "let", "var"]
        .iter()
        .any(|keyword| before.ends_with(keyword));
    let sign = assignment_sign(line).or_else(|| {
        if declares {
            None
        } else {
            line.trim_start()
                .starts_with(':')
                .then(|| line.find(':'))
                .flatten()
        }
    });
    let Some(sign) = sign else {
        return Some(at..scan::expression_end(text, at));
    };
    let start = name.end + sign + 1;
    let start = start + text[start..].len() - text[start..].trim_start().len();
    Some(start..scan::expression_end(text, start))
}

/// Whether a name stands in an object literal for itself: `{ id, name }`.
fn is_shorthand(text: &str, value: &Range<usize>) -> bool {
    let before = text[..value.start].trim_end();
    let after = text[value.end..].trim_start();
    text[value.clone()].chars().all(scan::in_name)
        && (before.ends_with('{') || before.ends_with(','))
        && after.starts_with([',', '}'])
}

/// The equals sign of an assignment: not of a comparison, an arrow or an operator.
fn assignment_sign(line: &str) -> Option<usize> {
    line.char_indices()
        .find(|&(at, character)| {
            character == '='
                && !line[at + 1..].starts_with(['=', '>'])
                && !line[..at].ends_with(['=', '!', '<', '>', '+', '-', '*', '/', '|', '&', '?'])
        })
        .map(|(at, _)| at)
        // A comma or semicolon before it belongs to something else.
        .filter(|&at| !line[..at].contains([',', ';', '(']))
}

/// The member of a union of literals that a literal was meant to be.
fn suggested(from: &str, to: &str, hint: Option<&str>) -> Option<String> {
    if let Some(hint) = hint {
        return Some(hint.to_owned());
    }
    let members = types::union(to);
    if !from.starts_with('"')
        || members.len() < 2
        || !members.iter().all(|member| member.starts_with('"'))
    {
        return None;
    }
    let bare = |text: &str| text.trim_matches('"').to_owned();
    let inner: Vec<String> = members.iter().map(|member| bare(member)).collect();
    names::closest(&bare(from), inner.iter().map(String::as_str)).map(|name| format!("\"{name}\""))
}

/// The literal inside the expression, with whichever quotes it has.
fn find_literal(text: &str, within: &Range<usize>, literal: &str) -> Option<Range<usize>> {
    let bare = literal.trim_matches('"');
    ['"', '\'', '`'].iter().find_map(|quote| {
        let spelled = format!("{quote}{bare}{quote}");
        text[within.clone()]
            .find(&spelled)
            .map(|at| within.start + at..within.start + at + spelled.len())
    })
}

/// `count="5"` as `count={5}`.
fn attribute(case: &Case<'_>, at: usize, to: &str) -> Option<Remedy> {
    let found = ATTRIBUTE.captures(&case.source.text[at..])?;
    let (whole, value) = (found.get(0)?, found.get(2)?.as_str());
    let fits = match to {
        "number" => value.parse::<f64>().is_ok(),
        "boolean" => matches!(value, "true" | "false"),
        _ => false,
    };
    let new = format!("{}={{{value}}}", &found[1]);
    if fits {
        case.edit(
            vec![Change::replace(at..at + whole.end(), new)],
            format!("The attribute wants a {to}, not text."),
        )
    } else {
        None
    }
}

/// Where the value cannot be converted, the declared type of a variable gives way.
fn annotation(case: &Case<'_>, at: usize, from: &str) -> Option<Remedy> {
    let line = case.source.line_around(at);
    let text = &case.source.text[line.clone()];
    let found = DECLARED.captures(text)?;
    let (name, declared) = (found.get(1)?, found.get(2)?);
    if line.start + name.start() != at {
        return None;
    }
    let plain = from.chars().all(|character| {
        scan::in_name(character) || matches!(character, '[' | ']' | '|' | ' ' | '"' | '<' | '>')
    });
    let wider = types::primitive(from).unwrap_or(from).to_owned();
    if !plain {
        return None;
    }
    let range = line.start + declared.start()..line.start + declared.end();
    case.edit(
        vec![Change::replace(range, wider.clone())],
        format!("The declared type did not fit the value, which is {wider}."),
    )
}
