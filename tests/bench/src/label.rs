//! Labelled logs.

use std::{fs, path::Path};

use anyhow::Context;
use domain::ErrorType;
use serde::Deserialize;

/// What somebody who read the log says about it.
#[derive(Debug, Deserialize)]
pub(crate) struct Label {
    pub(crate) error_type: ErrorType,
    #[serde(default)]
    pub(crate) also_acceptable: Vec<ErrorType>,
    pub(crate) primary_error_text: String,
    pub(crate) affected_files: Vec<String>,
    pub(crate) transient: bool,
    #[serde(alias = "fixable_in_repo")]
    pub(crate) fixable_in_repository: bool,
    #[serde(default)]
    pub(crate) source_repo: Option<String>,
}

/// A log and its label.
#[derive(Debug)]
pub(crate) struct Pair {
    pub(crate) name: String,
    pub(crate) label: Label,
    pub(crate) log: Vec<u8>,
}

/// All pairs of a folder, by name.
pub(crate) fn load(folder: &Path) -> anyhow::Result<Vec<Pair>> {
    let mut pairs = Vec::new();
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_none_or(|ending| ending != "log") {
            continue;
        }
        let beside = path.with_extension("json");
        let text = fs::read(&beside).with_context(|| format!("no label {}", beside.display()))?;
        let label: Label = serde_json::from_slice(&text)
            .with_context(|| format!("{} is not a label", beside.display()))?;
        // Every line holds an empty text: such a label would be met by any answer.
        anyhow::ensure!(
            !label.primary_error_text.trim().is_empty(),
            "{} names no primary line",
            beside.display()
        );
        pairs.push(Pair {
            name: path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            label,
            log: fs::read(&path)?,
        });
    }
    anyhow::ensure!(!pairs.is_empty(), "{} holds no *.log", folder.display());
    pairs.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(pairs)
}
