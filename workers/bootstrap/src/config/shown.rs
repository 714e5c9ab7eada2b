//! The configuration for people: every value with its origin, no secret.

use std::fmt::Write;

use figment::value::{Dict, Value};
use redaction::Redactor;

use super::{keys, layers::Origins};

/// Keys whose values are never shown.
const SECRET: [&str; 1] = ["model.api_key"];

/// What stands for a secret.
const HIDDEN: &str = "[hidden]";

/// Effective values as TOML literals, with their origins.
#[derive(Clone)]
pub(super) struct Shown(Vec<(String, String, Option<String>)>);

impl Shown {
    pub(super) fn new(values: &Dict, origins: &Origins) -> Self {
        let redactor = Redactor::new();
        let lines = keys::leaves(values).into_iter().map(|(key, value)| {
            let text = match value.as_str() {
                Some("") => "\"\"".to_owned(),
                Some(_) if SECRET.contains(&key.as_str()) => format!("{HIDDEN:?}"),
                _ => redactor.redact(&literal(value)).into_owned(),
            };
            let origin = origins
                .configured(&key)
                .then(|| origins.of(&key).to_owned());
            (key, text, origin)
        });
        let mut lines: Vec<_> = lines.collect();
        // Keys of no section must come before the sections.
        lines.sort_by_key(|(key, ..)| {
            (
                key.contains('.'),
                key.rsplit_once('.').map(|(section, _)| section.to_owned()),
            )
        });
        Self(lines)
    }

    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        let mut section = "";
        for (key, value, origin) in &self.0 {
            let (of, name) = key.rsplit_once('.').unwrap_or(("", key));
            if of != section {
                section = of;
                let _ = write!(text, "\n[{section}]\n");
            }
            let origin = origin
                .as_ref()
                .map(|origin| format!("  # {origin}"))
                .unwrap_or_default();
            let _ = writeln!(text, "{name} = {value}{origin}");
        }
        text
    }
}

fn literal(value: &Value) -> String {
    match value {
        Value::String(_, text) => format!("{text:?}"),
        Value::Bool(_, flag) => flag.to_string(),
        Value::Array(_, items) => format!(
            "[{}]",
            items.iter().map(literal).collect::<Vec<_>>().join(", ")
        ),
        Value::Num(..) => keys::whole(value)
            .map(|number| number.to_string())
            .unwrap_or_default(),
        other => format!("{other:?}"),
    }
}
