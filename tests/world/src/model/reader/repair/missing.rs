//! Properties that an object lacks (TS2741, TS2739, and the same below a TS2322 or TS2345).

use std::sync::LazyLock;

use regex::Regex;

use super::{Case, Remedy};
use crate::model::reader::{
    declaration::{self, Declaration},
    prompt::pattern,
    scan,
    source::Change,
    types,
};

static ONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^Property '([\w$]+)' is missing in type '.+' but required in type '(.+?)'\.$")
});
static SEVERAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^Type '.+' is missing the following properties from type '(.+?)': ([\w$, ]+)$")
});

pub(super) fn repair(case: &Case<'_>, sentence: &str) -> Option<Remedy> {
    let (names, holder) = match (ONE.captures(sentence), SEVERAL.captures(sentence)) {
        (Some(found), _) => (vec![found[1].to_owned()], found[2].to_owned()),
        (None, Some(found)) if !found[2].contains(" and ") => (
            found[2]
                .split(',')
                .map(|name| name.trim().to_owned())
                .collect(),
            found[1].to_owned(),
        ),
        _ => return None,
    };
    let declaration = match declaration::find(case, &holder) {
        Ok(declaration) => declaration,
        Err(next) => return next.map(|next| *next),
    };
    fill(case, &declaration, &names).or_else(|| loosen(&declaration, &names, &holder))
}

/// Gives the object each missing property with a harmless value.
fn fill(case: &Case<'_>, declaration: &Declaration, names: &[String]) -> Option<Remedy> {
    let members = declaration.members();
    let values: Vec<(&String, String)> = names
        .iter()
        .map(|name| {
            let member = members.iter().find(|member| member.name == *name)?;
            Some((name, types::default_value(&member.kind)?))
        })
        .collect::<Option<_>>()?;
    let change = element(case, &values).or_else(|| object(case, &values))?;
    let listed = names.join(", ");
    case.edit(
        vec![change],
        format!("The object lacked {listed}, which its type requires."),
    )
}

/// After the name of a JSX element.
fn element(case: &Case<'_>, values: &[(&String, String)]) -> Option<Change> {
    let (text, at) = (&case.source.text, case.at()?);
    if !text[..at].ends_with('<') {
        return None;
    }
    let end = scan::member_end(text, at, true);
    let attributes: String = values
        .iter()
        .map(|(name, value)| format!(" {name}={{{value}}}"))
        .collect();
    Some(Change::insert(end, attributes))
}

/// Behind the last property of the object literal that the error points to.
fn object(case: &Case<'_>, values: &[(&String, String)]) -> Option<Change> {
    let (text, at) = (&case.source.text, case.at()?);
    // A declaration's type may have braces of its own: the literal follows the equals sign, where there is one.
    let line_end = case.source.line_around(at).end;
    let from = text[at..line_end].find("= ").map_or(at, |sign| at + sign);
    let open = from + text[from..].find('{')?;
    // Farther away it would be another object.
    if text[from..open].contains([')', ';']) || text[from..open].matches('\n').count() > 1 {
        return None;
    }
    let close = scan::bracket_end(text, open) - 1;
    let inside = &text[open + 1..close];
    let last = open + 1 + inside.trim_end().len();
    let comma = if inside.trim().is_empty() || inside.trim_end().ends_with(',') {
        ""
    } else {
        ","
    };
    let pairs: Vec<String> = values
        .iter()
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    if !inside.contains('\n') {
        return Some(Change::insert(
            last,
            format!("{comma} {}", pairs.join(", ")),
        ));
    }
    let indent = case.source.indent(last).to_owned();
    let lines: String = pairs
        .iter()
        .map(|pair| format!("\n{indent}{pair},"))
        .collect();
    Some(Change::insert(last, format!("{comma}{lines}")))
}

/// Makes the properties optional where they are declared.
fn loosen(declaration: &Declaration, names: &[String], holder: &str) -> Option<Remedy> {
    let members = declaration.members();
    let changes: Vec<Change> = members
        .iter()
        .filter(|member| names.contains(&member.name) && !member.optional)
        .map(|member| Change::insert(member.head.end, "?"))
        .collect();
    let why = format!("Not every {holder} has {}.", names.join(", "));
    (!changes.is_empty()).then(|| Remedy::Edit {
        path: declaration.source.path.clone(),
        changes,
        why,
    })
}
