//! Bodies that are almost right, and what must not be made of them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// A body that differs from a good one in one place.
#[derive(Debug, Clone)]
pub struct Change {
    /// The place: a JSON pointer.
    pub place: String,
    /// What is there now; `None`: it was dropped.
    pub put: Option<Value>,
    /// The whole body.
    pub body: Value,
}

/// What somebody who read a body would act on: name → value. What is not there is not claimed.
pub type Facts = BTreeMap<String, String>;

/// Every body that differs from `value` in one place: a field or element dropped, set to null, or given another
/// value, mostly of another type. What reads foreign JSON must survive all of them.
#[must_use]
pub fn changes(value: &Value) -> Vec<Change> {
    let mut all = Vec::new();
    collect(value, "", &|part| part, &mut all);
    all
}

fn collect(value: &Value, place: &str, put: &dyn Fn(Value) -> Value, all: &mut Vec<Change>) {
    let replacements = [
        Value::Null,
        json!("text"),
        json!(""),
        json!(-7),
        json!(1e300),
        json!(true),
        json!([]),
        json!([[]]),
        json!({}),
        json!({"id": {}}),
    ];
    all.extend(replacements.into_iter().map(|new| Change {
        place: place.to_owned(),
        body: put(new.clone()),
        put: Some(new),
    }));
    let dropped = |key: &str, body: Value| Change {
        place: format!("{place}/{key}"),
        put: None,
        body: put(body),
    };
    match value {
        Value::Object(map) => {
            for (key, part) in map {
                let mut without = map.clone();
                without.remove(key);
                all.push(dropped(key, Value::Object(without)));
                let inner = |part: Value| {
                    let mut changed = map.clone();
                    changed.insert(key.clone(), part);
                    put(Value::Object(changed))
                };
                collect(part, &format!("{place}/{key}"), &inner, all);
            }
        }
        Value::Array(items) => {
            for (index, part) in items.iter().enumerate() {
                let mut without = items.clone();
                without.remove(index);
                all.push(dropped(&index.to_string(), Value::Array(without)));
                let inner = |part: Value| {
                    let mut changed = items.clone();
                    changed[index] = part;
                    put(Value::Array(changed))
                };
                collect(part, &format!("{place}/{index}"), &inner, all);
            }
        }
        _ => {}
    }
}

/// The facts in `read` that neither the good body (`good`) nor the change itself backs. A change to another good value
/// (a text, `true`) may show up as such a value.
#[must_use]
pub fn invented(change: &Change, good: &Facts, read: &Facts) -> Vec<String> {
    let is_backed = |name: &str, value: &str| match &change.put {
        _ if good.get(name).is_some_and(|good| good == value) => true,
        Some(Value::String(text)) if !text.is_empty() => {
            name.contains(text.as_str()) || value.contains(text.as_str())
        }
        Some(Value::Bool(true)) => value == "true",
        _ => false,
    };
    read.iter()
        .filter(|(name, value)| !is_backed(name, value))
        .map(|(name, value)| {
            let put = change
                .put
                .as_ref()
                .map_or("nothing".to_owned(), Value::to_string);
            format!("{name} = {value} with {put} at {}", change.place)
        })
        .collect()
}

/// Reads every change of `body` with `read` (`None`: refused) and collects what is invented, apart from the `expected`
/// facts at their places, where silence has a meaning of its own: `name = value` for every change there, or
/// `name = value with null` for one of them (`nothing`: dropped).
///
/// # Panics
/// When the good body is refused: then nothing is tested.
#[must_use]
pub fn misreadings(
    body: &Value,
    expected: &[(&str, &str)],
    mut read: impl FnMut(&Value) -> Option<Facts>,
) -> Vec<String> {
    let Some(good) = read(body) else {
        panic!("the good body is refused: {body}");
    };
    let is_expected = |change: &Change, line: &str| {
        expected.iter().any(|(place, fact)| {
            change.place == *place
                && (line.starts_with(&format!("{fact} with "))
                    || line == format!("{fact} at {place}"))
        })
    };
    let mut wrong = Vec::new();
    for change in changes(body) {
        if let Some(facts) = read(&change.body) {
            let lines = invented(&change, &good, &facts).into_iter();
            wrong.extend(lines.filter(|line| !is_expected(&change, line)));
        }
    }
    wrong
}
