//! Putting packages into a `package.json` without touching anything else of its text.
//!
//! Package managers write the whole file anew, in their own form. What they decided is kept, the form is the project's.

use jsonc_parser::{CollectOptions, ParseOptions, ast, common::Ranged};
use serde_json::Value;

use super::manifest::SECTIONS;

/// `before` with what `after` has in addition; `None` when `after` differs in more than new packages in sections that were
/// there, or when the place for them cannot be found.
pub(crate) fn with_additions(before: &str, after: &str) -> Option<String> {
    let (old, new): (Value, Value) = (
        serde_json::from_str(before).ok()?,
        serde_json::from_str(after).ok()?,
    );
    let mut text = before.to_owned();
    for section in SECTIONS {
        let (old, new) = (
            old.get(section).and_then(Value::as_object),
            new.get(section).and_then(Value::as_object),
        );
        for (name, range) in new.into_iter().flatten() {
            if old.and_then(|old| old.get(name)).is_none() {
                text = insert(&text, section, name, range.as_str()?)?;
            }
        }
    }
    (serde_json::from_str::<Value>(&text).ok()? == new).then_some(text)
}

/// The text with one more entry in a section that has at least one, in alphabetical order where the section has it.
fn insert(text: &str, section: &str, name: &str, range: &str) -> Option<String> {
    let parsed =
        jsonc_parser::parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default())
            .ok()?;
    let top = parsed.value.as_ref()?.as_object()?;
    let entries = top.get_object(section)?;
    let first = entries.properties.first()?;
    let key = |entry: &ast::ObjectProp<'_>| entry.name.as_str().to_owned();
    // What stands before the first entry stands before every entry; what stands after its key, after every key.
    let lead = text.get(entries.range.start + 1..first.range.start)?;
    let colon = text.get(first.name.end()..first.value.start())?;
    let entry = format!("{}{colon}{}", Value::from(name), Value::from(range));
    let sorted = entries.properties.is_sorted_by_key(key);
    let before = if sorted {
        entries
            .properties
            .iter()
            .rev()
            .find(|entry| key(entry).as_str() < name)
    } else {
        entries.properties.last()
    };
    let (at, inserted) = match before {
        Some(before) => {
            // A single line has its space after the comma, wherever the brace has none.
            let lead = if lead.is_empty() && colon.ends_with(' ') {
                " "
            } else {
                lead
            };
            (before.range.end, format!(",{lead}{entry}"))
        }
        None => (
            first.range.start,
            format!("{entry},{}", if lead.is_empty() { " " } else { lead }),
        ),
    };
    Some(format!("{}{inserted}{}", text.get(..at)?, text.get(at..)?))
}
