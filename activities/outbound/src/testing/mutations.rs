//! Bodies that are almost right.

use serde_json::{Value, json};

/// Every body that differs from `value` in one place: a field or element dropped, set to null, or given another
/// type. What reads foreign JSON must survive all of them.
#[must_use]
pub fn mutations(value: &Value) -> Vec<Value> {
    type Put<'a> = Box<dyn Fn(Value) -> Value + 'a>;
    let replacements = || {
        [
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
        ]
    };
    let mut all: Vec<Value> = replacements().into();
    let mut parts: Vec<(Option<Value>, Put<'_>)> = Vec::new();
    match value {
        Value::Object(map) => {
            for key in map.keys() {
                let mut without = map.clone();
                without.remove(key);
                all.push(Value::Object(without));
                let put = move |part: Value| {
                    let mut changed = map.clone();
                    changed.insert(key.clone(), part);
                    Value::Object(changed)
                };
                parts.push((map.get(key).cloned(), Box::new(put)));
            }
        }
        Value::Array(items) => {
            for index in 0..items.len() {
                let mut without = items.clone();
                without.remove(index);
                all.push(Value::Array(without));
                let put = move |part: Value| {
                    let mut changed = items.clone();
                    changed[index] = part;
                    Value::Array(changed)
                };
                parts.push((items.get(index).cloned(), Box::new(put)));
            }
        }
        _ => {}
    }
    for (part, put) in parts {
        all.extend(part.iter().flat_map(mutations).map(put));
    }
    all
}
