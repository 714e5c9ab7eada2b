//! Types as error messages spell them, and how to get from one to another.

use super::scan;

/// What comes between the bars of a union, outside of brackets and strings.
pub(super) fn union(text: &str) -> Vec<&str> {
    let mut members = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    let mut quote = None;
    for (at, character) in text.char_indices() {
        match (quote, character) {
            (Some(open), _) if open == character => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(character),
            (None, '(' | '[' | '{' | '<') => depth += 1,
            (None, ')' | ']' | '}' | '>') => depth = depth.saturating_sub(1),
            (None, '|') if depth == 0 => {
                members.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    members.push(text[start..].trim());
    members.retain(|member| !member.is_empty());
    members
}

/// The widest primitive behind a type: `"a"` and `'a' | 'b'` are strings.
pub(super) fn primitive(text: &str) -> Option<&'static str> {
    let one = |member: &str| match member {
        "string" => Some("string"),
        "number" => Some("number"),
        "boolean" | "true" | "false" => Some("boolean"),
        "bigint" => Some("bigint"),
        quoted if quoted.starts_with(['"', '\'', '`']) => Some("string"),
        digits if digits.parse::<f64>().is_ok() => Some("number"),
        _ => None,
    };
    let mut members = union(text).into_iter().map(one);
    let first = members.next()??;
    members.all(|member| member == Some(first)).then_some(first)
}

/// A type without `undefined` and `null`, where it has one of them.
pub(super) fn without_nothing(text: &str) -> Option<String> {
    let members = union(text);
    let kept: Vec<&str> = members
        .iter()
        .copied()
        .filter(|member| !matches!(*member, "undefined" | "null"))
        .collect();
    (kept.len() < members.len() && !kept.is_empty()).then(|| kept.join(" | "))
}

/// A harmless value of a type, as an expression.
pub(super) fn default_value(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches(';').trim();
    let members = union(text);
    if let Some(nothing) = members
        .iter()
        .find(|member| matches!(**member, "undefined" | "null"))
    {
        return Some((*nothing).to_owned());
    }
    let first = *members.first()?;
    if first.starts_with(['"', '\''])
        || first.parse::<f64>().is_ok()
        || matches!(first, "true" | "false")
    {
        return Some(first.to_owned());
    }
    let value = match first {
        "string" => "\"\"",
        "number" => "0",
        "bigint" => "0n",
        "boolean" => "false",
        "Date" => "new Date()",
        _ if first.ends_with("[]")
            || first.starts_with("Array<")
            || first.starts_with("ReadonlyArray<") =>
        {
            "[]"
        }
        _ if first.starts_with("Record<") => "{}",
        _ if first.starts_with("Map<") => "new Map()",
        _ if first.starts_with("Set<") => "new Set()",
        _ if first.ends_with("=> void") => "() => {}",
        _ => return None,
    };
    Some(value.to_owned())
}

/// An expression of type `from` made into one of type `to`; `None` where no honest way is known.
pub(super) fn convert(expression: &str, from: &str, to: &str) -> Option<String> {
    let target = plain(to);
    let to = target.as_str();
    if matches!(expression, "undefined" | "null") {
        return default_value(to);
    }
    if let Some(rest) = from
        .strip_prefix("Promise<")
        .and_then(|rest| rest.strip_suffix('>'))
    {
        return (rest == to || primitive(rest).is_some_and(|rest| primitive(to) == Some(rest)))
            .then(|| format!("await {expression}"));
    }
    if let Some(literal) = literal(expression, to) {
        return Some(literal);
    }
    if let Some(kept) = without_nothing(from) {
        let fits = kept == to || primitive(&kept).is_some_and(|kept| primitive(to) == Some(kept));
        if fits && union(to).len() == 1 {
            return Some(format!("{} ?? {}", grouped(expression), default_value(to)?));
        }
    }
    match (element(from), element(to)) {
        (Some(from), Some(to)) => return array(expression, from, to),
        (None, Some(element))
            if element == from || primitive(from).is_some_and(|from| from == element) =>
        {
            return Some(format!("[{expression}]"));
        }
        _ => {}
    }
    let from_known = primitive(from).is_some()
        || without_nothing(from).is_some_and(|kept| primitive(&kept).is_some());
    match to {
        "Date" if matches!(primitive(from), Some("string" | "number")) => {
            Some(format!("new Date({expression})"))
        }
        "string" if from_known => Some(format!("String({expression})")),
        "number" if from_known => Some(format!("Number({expression})")),
        "boolean" if from_known => Some(format!("Boolean({expression})")),
        _ => None,
    }
}

/// What is wanted at the core: without React's setter functions, and without the permission to be absent.
fn plain(to: &str) -> String {
    let to = to
        .strip_prefix("SetStateAction<")
        .and_then(|rest| rest.strip_suffix('>'))
        .unwrap_or(to);
    let members = union(to)
        .into_iter()
        .filter(|member| !member.contains("=>") && !matches!(*member, "undefined" | "null"));
    members.collect::<Vec<_>>().join(" | ")
}

/// A literal written as another type wants it: `"3000"` as `3000`, `42` as `"42"`.
fn literal(expression: &str, to: &str) -> Option<String> {
    let quoted = expression
        .strip_prefix(['"', '\''])
        .and_then(|rest| rest.strip_suffix(['"', '\'']));
    match (quoted, to) {
        (Some(inner), "number") => inner
            .trim()
            .parse::<f64>()
            .ok()
            .map(|_| inner.trim().to_owned()),
        (Some(inner @ ("true" | "false")), "boolean") => Some(inner.to_owned()),
        (None, "string") => {
            let plain = expression.parse::<f64>().is_ok() || matches!(expression, "true" | "false");
            plain.then(|| format!("\"{expression}\""))
        }
        _ => None,
    }
}

fn element(text: &str) -> Option<&str> {
    text.strip_suffix("[]")
        .or_else(|| text.strip_prefix("Array<")?.strip_suffix('>'))
}

fn array(expression: &str, from: &str, to: &str) -> Option<String> {
    let converter = match (primitive(from)?, to) {
        (_, "string") => "String",
        ("string" | "boolean" | "bigint", "number") => "Number",
        _ => return None,
    };
    Some(format!("{}.map({converter})", grouped(expression)))
}

/// The expression in brackets, unless it is one piece anyway.
pub(super) fn grouped(expression: &str) -> String {
    let one_piece = scan::member_end(expression, 0, true) == expression.len()
        || (expression.starts_with(['[', '(', '"', '\''])
            && scan::bracket_end(expression, 0) == expression.len());
    if one_piece {
        expression.to_owned()
    } else {
        format!("({expression})")
    }
}
