//! The keys that there are: those of `default.toml`, which is complete.

use figment::value::{Dict, Num, Value};

use super::error::ConfigError;

/// The embedded default file.
pub const DEFAULT_FILE: &str = include_str!("default.toml");

/// Environment variables of the program that are no settings.
const OTHER_VARIABLES: [&str; 2] = ["REGREEN_CONFIG", "REGREEN_BIN"];

/// Short names, as the set-up script writes them.
const SHORT_NAMES: [(&str, &str); 5] = [
    ("REGREEN_BWRAP", "sandbox.bwrap"),
    ("REGREEN_NODE_DIR", "sandbox.node_dir"),
    ("REGREEN_NODE_TOOLS", "sandbox.node_tools"),
    ("REGREEN_OPENCODE", "sandbox.opencode"),
    ("REGREEN_TEMPORAL_CLI", "temporal.cli"),
];

/// The key that an environment variable sets; `None` when it is none of ours.
pub(super) fn of_variable(name: &str) -> Option<String> {
    let rest = name
        .strip_prefix("REGREEN_")
        .filter(|_| !OTHER_VARIABLES.contains(&name))?;
    let short = SHORT_NAMES.iter().find(|(short, _)| *short == name);
    Some(short.map_or_else(
        || {
            rest.split("__")
                .collect::<Vec<_>>()
                .join(".")
                .to_lowercase()
        },
        |(_, key)| (*key).to_owned(),
    ))
}

/// Whether an environment variable is a short name, which the full name overrules.
pub(super) fn is_short(name: &str) -> bool {
    SHORT_NAMES.iter().any(|(short, _)| *short == name)
}

/// How a key can be set.
pub(super) fn ways(key: &str) -> String {
    let variable = format!("REGREEN_{}", key.replace('.', "__").to_uppercase());
    match key.rsplit_once('.') {
        Some((section, name)) => {
            format!("`{name}` in section [{section}] of regreen.toml, or {variable}")
        }
        None => format!("`{key}` in regreen.toml, or {variable}"),
    }
}

/// The value at a key.
pub(super) fn find<'a>(tree: &'a Dict, key: &str) -> Option<&'a Value> {
    match key.split_once('.') {
        None => tree.get(key),
        Some((section, rest)) => find(tree.get(section)?.as_dict()?, rest),
    }
}

/// Puts a value at a key.
pub(super) fn put(tree: &mut Dict, key: &str, value: Value) {
    match key.split_once('.') {
        None => drop(tree.insert(key.to_owned(), value)),
        Some((section, rest)) => {
            let entry = tree
                .entry(section.to_owned())
                .or_insert_with(|| Value::from(Dict::new()));
            if let Value::Dict(_, inner) = entry {
                put(inner, rest, value);
            }
        }
    }
}

/// Every key that holds a value, with its value.
pub(super) fn leaves(tree: &Dict) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    for (name, value) in tree {
        match value.as_dict() {
            Some(inner) => found.extend(
                leaves(inner)
                    .into_iter()
                    .map(|(rest, value)| (format!("{name}.{rest}"), value)),
            ),
            None => found.push((name.clone(), value)),
        }
    }
    found
}

/// Says what there is instead of an unknown key: the same word elsewhere, or the keys of its section.
pub(super) fn unknown(known: &Dict, key: &str, origin: &str) -> ConfigError {
    let all: Vec<String> = leaves(known).into_iter().map(|(key, _)| key).collect();
    let last = key.rsplit('.').next().unwrap_or(key);
    let namesakes: Vec<&str> = all
        .iter()
        .filter(|known| known.rsplit('.').next() == Some(last))
        .map(String::as_str)
        .collect();
    let section = key.rsplit_once('.').map_or("", |(section, _)| section);
    let siblings: Vec<&str> = all
        .iter()
        .filter(|known| known.rsplit_once('.').map_or("", |(section, _)| section) == section)
        .map(String::as_str)
        .collect();
    let hint = if !namesakes.is_empty() {
        format!("did you mean `{}`?", namesakes.join("` or `"))
    } else if !siblings.is_empty() {
        format!("there are `{}`", siblings.join("`, `"))
    } else {
        let sections: Vec<&str> = known
            .iter()
            .filter(|(_, value)| value.as_dict().is_some())
            .map(|(name, _)| name.as_str())
            .collect();
        format!("the sections are {}", sections.join(", "))
    };
    ConfigError::Unknown {
        key: key.to_owned(),
        origin: origin.to_owned(),
        hint,
    }
}

/// A whole number, of whichever width it was read as.
pub(super) fn whole(value: &Value) -> Option<i128> {
    value.to_i128().or_else(|| {
        value
            .to_u128()
            .and_then(|number| i128::try_from(number).ok())
    })
}

/// A text from the environment or a flag as the type that the default has.
pub(super) fn typed(default: &Value, text: &str) -> Result<Value, String> {
    match default {
        Value::String(..) => Ok(Value::from(text)),
        Value::Bool(..) => text
            .parse::<bool>()
            .map(Value::from)
            .map_err(|_| "must be true or false".to_owned()),
        Value::Num(_, Num::F32(_) | Num::F64(_)) => text
            .parse::<f64>()
            .map(Value::from)
            .map_err(|_| "must be a number".to_owned()),
        Value::Num(..) => text
            .replace('_', "")
            .parse::<u64>()
            .map(Value::from)
            .map_err(|_| "must be a whole number".to_owned()),
        Value::Array(..) => {
            let items = text
                .split(',')
                .map(str::trim)
                .filter(|item| !item.is_empty());
            Ok(Value::from(items.map(Value::from).collect::<Vec<_>>()))
        }
        _ => Err("is a section and has no value of its own".to_owned()),
    }
}
