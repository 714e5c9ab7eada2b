//! What file a path means when case is not looked at.

use std::collections::BTreeMap;

use crate::project::{Project, ProjectFiles};

/// What may stand after a path that an import leaves incomplete.
pub(super) const ENDINGS: &[&str] = &[
    "",
    ".ts",
    ".tsx",
    ".d.ts",
    ".mts",
    ".js",
    ".jsx",
    ".mjs",
    ".cjs",
    ".json",
    ".vue",
    ".svelte",
    ".astro",
    ".css",
    ".scss",
    "/index.ts",
    "/index.tsx",
    "/index.js",
    "/index.jsx",
    "/index.mjs",
];

/// The committed paths, to be found in any case.
pub(super) struct Tree<'a> {
    files: &'a dyn ProjectFiles,
    by_lower_case: BTreeMap<String, Vec<&'a str>>,
}

impl<'a> Tree<'a> {
    pub(super) fn new(files: &'a dyn ProjectFiles) -> Self {
        let mut by_lower_case: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for path in files.paths() {
            by_lower_case
                .entry(path.to_lowercase())
                .or_default()
                .push(path);
        }
        Self {
            files,
            by_lower_case,
        }
    }

    /// The specifier in the case of the one file that it can mean; `None` when it is right, means nothing, or several.
    pub(super) fn right_spelling(
        &self,
        project: &Project,
        importer: &str,
        specifier: &str,
    ) -> Option<String> {
        let member = project.member_of(importer);
        let bases = match specifier {
            relative if relative.starts_with('.') => vec![
                importer
                    .rsplit_once('/')
                    .map_or("", |(directory, _)| directory)
                    .to_owned(),
            ],
            _ => ["src", "", "app"]
                .iter()
                .map(|base| join(member, base))
                .collect(),
        };
        let inner = specifier.trim_start_matches("@/").trim_start_matches("~/");
        for base in bases {
            let Some(target) = resolve(&base, inner) else {
                continue;
            };
            if ENDINGS
                .iter()
                .any(|ending| self.files.has(&format!("{target}{ending}")))
            {
                return None;
            }
            let mut meant = ENDINGS.iter().filter_map(|ending| {
                let found = self
                    .by_lower_case
                    .get(&format!("{target}{ending}").to_lowercase())?;
                Some(
                    found
                        .iter()
                        .filter_map(move |path| path.get(..path.len() - ending.len())),
                )
            });
            let Some(mut found) = meant.next() else {
                continue;
            };
            let real = found.next()?;
            if found.next().is_some() {
                return None;
            }
            // Only what the specifier spells out is respelled: its last parts are the real path's last parts.
            let spelled: Vec<&str> = specifier.split('/').collect();
            let named = spelled
                .iter()
                .filter(|part| !matches!(**part, "." | ".." | "@" | "~"))
                .count();
            let real: Vec<&str> = real.split('/').collect();
            let real = real.get(real.len().checked_sub(named)?..)?;
            let kept = &spelled[..spelled.len() - named];
            return Some(
                kept.iter()
                    .chain(real)
                    .copied()
                    .collect::<Vec<_>>()
                    .join("/"),
            );
        }
        None
    }
}

/// Joins a directory, empty for the top, and a name, empty for the directory itself.
pub(super) fn join(directory: &str, name: &str) -> String {
    match (directory, name) {
        ("", name) => name.to_owned(),
        (directory, "") => directory.to_owned(),
        (directory, name) => format!("{directory}/{name}"),
    }
}

/// A relative path from a directory; `None` when it leaves the tree.
pub(super) fn resolve(directory: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = directory
        .split('/')
        .filter(|part| !part.is_empty())
        .collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
