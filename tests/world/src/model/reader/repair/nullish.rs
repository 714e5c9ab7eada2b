//! Values that may be missing (TS2531, TS2532, TS2533, TS18047, TS18048, TS18049, TS2722).

use std::sync::LazyLock;

use regex::Regex;

use super::{Case, Remedy};
use crate::model::reader::{prompt::pattern, scan, source::Change};

static POSSIBLY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:'(.+)' is|Object is|Cannot invoke an object which is) possibly '(?:null|undefined)'(?: or 'undefined')?\.$",
    )
});

pub(super) fn repair(case: &Case<'_>, sentence: &str) -> Option<Remedy> {
    let found = POSSIBLY.captures(sentence)?;
    let text = &case.source.text;
    let at = case.at()?;
    let expression = found.get(1).map(|group| group.as_str());
    let end = match expression {
        Some(expression) if text[at..].starts_with(expression) => at + expression.len(),
        _ if sentence.starts_with("Cannot invoke") => callee_end(text, at),
        _ => object_end(text, at),
    };
    let shown = &text[at..end];
    let why = format!("{shown} may be missing.");
    let after = &text[end..];
    if assigned_to(case, end) {
        return None;
    }
    if after.starts_with('.') {
        return case.edit(vec![Change::insert(end, "?")], why);
    }
    if after.starts_with(['[', '(']) {
        return case.edit(vec![Change::insert(end, "?.")], why);
    }
    // An operand: arithmetic wants a number.
    let sign = after.trim_start().chars().next()?;
    let before = text[..at].trim_end().chars().next_back();
    let arithmetic = |sign: char| matches!(sign, '+' | '-' | '*' | '/' | '%' | '<' | '>');
    if arithmetic(sign) || before.is_some_and(arithmetic) {
        return case.edit(
            vec![Change::replace(at..end, format!("({shown} ?? 0)"))],
            why,
        );
    }
    None
}

/// Calls that are known to find nothing at times.
const FINDERS: [&str; 12] = [
    "match",
    "exec",
    "find",
    "get",
    "at",
    "pop",
    "shift",
    "getElementById",
    "querySelector",
    "closest",
    "getAttribute",
    "getItem",
];

/// The end of the object that a member is read from: in a chain of calls the first one that may find nothing, else
/// everything but the last member.
fn object_end(text: &str, at: usize) -> usize {
    let whole = scan::member_end(text, at, true);
    let mut ends = Vec::new();
    let mut end = scan::member_end(text, at, false);
    while end < whole {
        let before = scan::name_at(text, end.saturating_sub(1)).map_or("", |name| &text[name]);
        if text[end..].starts_with(['(', '[']) {
            let call = text[end..].starts_with('(');
            end = scan::bracket_end(text, end);
            if call && FINDERS.contains(&before) {
                return end;
            }
        } else {
            ends.push(end);
            let dot = end + text[end..].find('.').unwrap_or(0) + 1;
            end = scan::member_end(text, dot, false);
        }
    }
    ends.last().copied().unwrap_or(whole)
}

/// The end of what is called at `at`.
fn callee_end(text: &str, at: usize) -> usize {
    let whole = scan::member_end(text, at, true);
    at + text[at..whole].find('(').unwrap_or(whole - at)
}

/// Whether the member is written, not read: `a.b = c` cannot have a question mark.
fn assigned_to(case: &Case<'_>, end: usize) -> bool {
    let text = &case.source.text;
    let rest = &text[end..case.source.line_around(end).end];
    let member = rest.trim_start_matches('.');
    let behind = member[scan::member_end(member, 0, true)..].trim_start();
    rest.starts_with('.') && behind.starts_with('=') && !behind.starts_with("==")
}
