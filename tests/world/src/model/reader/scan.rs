//! As much of TypeScript's spelling as edits need: names, brackets, ends of expressions.

use std::ops::Range;

/// True for what may stand in a name.
pub(super) fn in_name(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '$')
}

/// The name that begins at (or around) a byte.
pub(super) fn name_at(text: &str, at: usize) -> Option<Range<usize>> {
    let end = at
        + text
            .get(at..)?
            .find(|character| !in_name(character))
            .unwrap_or(text.len() - at);
    let start = text[..at]
        .rfind(|character| !in_name(character))
        .map_or(0, |before| {
            before + text[before..].chars().next().map_or(1, char::len_utf8)
        });
    (start < end).then_some(start..end)
}

/// The first place at or after `from` where `name` stands as a whole name.
pub(super) fn find_name(text: &str, name: &str, from: usize) -> Option<Range<usize>> {
    let mut at = from;
    while let Some(found) = text.get(at..)?.find(name) {
        let range = at + found..at + found + name.len();
        let before = text[..range.start].chars().next_back();
        let after = text[range.end..].chars().next();
        if !before.is_some_and(in_name) && !after.is_some_and(in_name) {
            return Some(range);
        }
        at = range.end;
    }
    None
}

/// Every place where `name` stands as a whole name.
pub(super) fn find_names(text: &str, name: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let mut places = Vec::new();
    while let Some(range) = find_name(text, name, at) {
        at = range.end;
        places.push(range);
    }
    places
}

/// Where the expression that begins at `start` ends: at a comma, semicolon, closing bracket or line end outside of its
/// own brackets and strings. A line that begins with a dot or an operator goes on.
pub(super) fn expression_end(text: &str, start: usize) -> usize {
    let mut depth = 0_usize;
    let mut rest = text[start..].char_indices().peekable();
    while let Some((offset, character)) = rest.next() {
        let at = start + offset;
        match character {
            '"' | '\'' | '`' => {
                let end = string_end(text, at);
                while rest.next_if(|(offset, _)| start + offset < end).is_some() {}
            }
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => return trimmed(text, start, at),
            ')' | ']' | '}' => depth -= 1,
            ',' | ';' if depth == 0 => return trimmed(text, start, at),
            '\n' if depth == 0 && !continues(text, start, at) => return trimmed(text, start, at),
            _ => {}
        }
    }
    trimmed(text, start, text.len())
}

/// The end of the primary expression at `start`: a name with its member accesses, calls and indexes.
pub(super) fn member_end(text: &str, start: usize, full: bool) -> usize {
    let mut at = start;
    loop {
        let rest = &text[at..];
        let Some(character) = rest.chars().next() else {
            return at;
        };
        if in_name(character) {
            at += rest
                .find(|character| !in_name(character))
                .unwrap_or(rest.len());
        } else if at > start && full && (character == '.' || rest.starts_with("?.")) {
            at += if character == '.' { 1 } else { 2 };
        } else if at > start && full && matches!(character, '(' | '[') {
            at = bracket_end(text, at);
        } else {
            return at;
        }
    }
}

/// Behind the bracket that closes the one at `open`, or the end of the text.
pub(super) fn bracket_end(text: &str, open: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = open;
    while let Some(character) = text[at..].chars().next() {
        match character {
            '"' | '\'' | '`' => {
                at = string_end(text, at);
                continue;
            }
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
        at += character.len_utf8();
    }
    text.len()
}

/// Behind the quote that closes the one at `open`.
fn string_end(text: &str, open: usize) -> usize {
    let quote = text[open..].chars().next().unwrap_or('"');
    let mut escaped = false;
    for (offset, character) in text[open + 1..].char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\n' if quote != '`' => return open + 1 + offset,
            _ if character == quote => return open + 1 + offset + 1,
            _ => {}
        }
    }
    text.len()
}

/// Whether the expression goes on after the line end at `at`.
fn continues(text: &str, start: usize, at: usize) -> bool {
    let next = text[at + 1..].trim_start();
    let operator = |text: &str| {
        ["?", ":", "&&", "||", "+", "*", "="]
            .iter()
            .any(|sign| text.starts_with(sign))
    };
    next.starts_with('.')
        || operator(next)
        || text[start..at]
            .trim_end()
            .ends_with(['=', '+', '&', '|', '?', '('])
}

fn trimmed(text: &str, start: usize, end: usize) -> usize {
    start + text[start..end].trim_end().len()
}
