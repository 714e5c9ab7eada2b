//! Tolerant reading of JSON answers: real systems violate their own specifications, so a field of the wrong type
//! counts as absent and nothing here can fail. Pointers are JSON pointers (RFC 6901), `""` means the value itself.

use serde_json::Value;

#[cfg(test)]
mod tests;

/// A non-empty string, or a number as text.
#[must_use]
pub fn text(value: &Value, pointer: &str) -> Option<String> {
    match value.pointer(pointer)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A non-empty string and nothing else: for what is never a number, such as names and the ids of most systems.
#[must_use]
pub fn string(value: &Value, pointer: &str) -> Option<String> {
    let text = value.pointer(pointer)?.as_str()?;
    (!text.is_empty()).then(|| text.to_owned())
}

/// A whole number, also from a string that holds one.
#[must_use]
pub fn number(value: &Value, pointer: &str) -> Option<i64> {
    match value.pointer(pointer)? {
        Value::Number(number) => number.as_i64().or_else(|| {
            let whole = number.as_f64()?;
            // Beyond 2^53 a float is no exact number any more.
            #[expect(clippy::cast_possible_truncation, reason = "whole and within 2^53")]
            (whole.fract() == 0.0 && whole.abs() < 9_007_199_254_740_992.0).then_some(whole as i64)
        }),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A whole number above zero, as numeric ids and points in time are.
#[must_use]
pub fn positive(value: &Value, pointer: &str) -> Option<u64> {
    number(value, pointer)
        .and_then(|number| u64::try_from(number).ok())
        .filter(|number| *number > 0)
}

/// A truth value; `"1"`, `"0"`, `"true"` and `"false"` count too.
#[must_use]
pub fn flag(value: &Value, pointer: &str) -> Option<bool> {
    match value.pointer(pointer)? {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => match text.as_str() {
            "1" | "true" => Some(true),
            "0" | "false" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// The elements of an array; none when it is anything else.
#[must_use]
pub fn list<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    value
        .pointer(pointer)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
}
