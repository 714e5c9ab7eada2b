//! The parts of a `package.json` that matter here.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::ProjectFiles;

/// The sections of a manifest that declare packages.
pub(crate) const SECTIONS: &[&str] = &[
    "dependencies",
    "devDependencies",
    "peerDependencies",
    "optionalDependencies",
];

/// A tolerant view of a `package.json`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Manifest {
    value: Map<String, Value>,
}

impl Manifest {
    /// Reads one; `None` when it is missing or not a JSON object.
    pub(crate) fn read(files: &dyn ProjectFiles, path: &str) -> Option<Self> {
        Self::parse(&files.read(path)?)
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        match serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()? {
            Value::Object(value) => Some(Self { value }),
            _ => None,
        }
    }

    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.value.get(key)?.as_str()
    }

    pub(crate) fn nested(&self, section: &str, key: &str) -> Option<&str> {
        self.value.get(section)?.get(key)?.as_str()
    }

    pub(crate) fn script(&self, name: &str) -> Option<&str> {
        self.nested("scripts", name)
            .filter(|script| !script.trim().is_empty())
    }

    /// Section and range of a declared package; the first section that has it.
    pub(crate) fn declared(&self, package: &str) -> Option<(&'static str, &str)> {
        SECTIONS
            .iter()
            .find_map(|section| Some((*section, self.nested(section, package)?)))
    }

    /// Everything declared in one section.
    pub(crate) fn section(&self, section: &str) -> BTreeMap<&str, &str> {
        let entries = self.value.get(section).and_then(Value::as_object);
        entries
            .into_iter()
            .flatten()
            .filter_map(|(name, range)| Some((name.as_str(), range.as_str()?)))
            .collect()
    }

    /// Patterns of workspace folders, in either form.
    pub(crate) fn workspaces(&self) -> Vec<String> {
        let value = match self.value.get("workspaces") {
            Some(Value::Object(object)) => object.get("packages"),
            other => other,
        };
        let entries = value.and_then(Value::as_array);
        entries
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.as_str().map(str::to_owned))
            .collect()
    }
}
