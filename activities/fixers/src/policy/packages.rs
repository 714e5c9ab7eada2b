//! What a change to `package.json` or to a lockfile really changes.

use std::collections::BTreeSet;

use domain::FindingKind;
use serde_json::Value;

use super::{
    content::Objection,
    diff::{FileDiff, Line},
};

/// Sections in which a recipe or an agent may work freely, as long as packages come from the registry.
const DEPENDENCIES: &[&str] = &[
    "dependencies",
    "devDependencies",
    "peerDependencies",
    "optionalDependencies",
];

/// Keys that decide nothing about what is checked.
const HARMLESS: &[&str] = &[
    "engines",
    "packageManager",
    "volta",
    "devEngines",
    "description",
    "keywords",
    "author",
    "contributors",
    "license",
    "homepage",
    "repository",
    "bugs",
    "funding",
    "private",
    "version",
    "peerDependenciesMeta",
    "dependenciesMeta",
];

fn objection(kind: FindingKind, line: Option<u32>, what: impl Into<String>) -> Objection {
    Objection {
        kind,
        line,
        what: what.into(),
    }
}

/// Compares two manifests key by key. A missing or damaged one counts as empty.
pub(crate) fn manifest(before: Option<&str>, after: Option<&str>) -> Vec<Objection> {
    let read = |text: Option<&str>| {
        text.and_then(|text| serde_json::from_str::<Value>(text).ok())
            .unwrap_or(Value::Null)
    };
    let (before, after) = (read(before), read(after));
    let empty = serde_json::Map::new();
    let (old, new) = (
        before.as_object().unwrap_or(&empty),
        after.as_object().unwrap_or(&empty),
    );
    let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let mut found = Vec::new();
    for key in keys
        .into_iter()
        .filter(|key| old.get(*key) != new.get(*key))
    {
        match key.as_str() {
            "scripts" => found.extend(scripts(old.get(key), new.get(key))),
            key if DEPENDENCIES.contains(&key) => {
                found.extend(sources(key, old.get(key), new.get(key)))
            }
            key if HARMLESS.contains(&key) => {}
            key => found.push(objection(
                FindingKind::BuildConfiguration,
                None,
                format!("`{key}` of package.json changes"),
            )),
        }
    }
    found
}

fn scripts(old: Option<&Value>, new: Option<&Value>) -> Vec<Objection> {
    let empty = serde_json::Map::new();
    let (old, new) = (
        old.and_then(Value::as_object).unwrap_or(&empty),
        new.and_then(Value::as_object).unwrap_or(&empty),
    );
    let names: BTreeSet<&String> = old
        .keys()
        .chain(new.keys())
        .filter(|name| old.get(*name) != new.get(*name))
        .collect();
    let shown = names
        .into_iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ");
    vec![objection(
        FindingKind::Scripts,
        None,
        format!("scripts of package.json change: {shown}"),
    )]
}

fn sources(section: &str, old: Option<&Value>, new: Option<&Value>) -> Vec<Objection> {
    let Some(new) = new.and_then(Value::as_object) else {
        return Vec::new();
    };
    new.iter()
        .filter(|(name, range)| old.and_then(|old| old.get(name.as_str())) != Some(range))
        .filter(|(_, range)| !range.as_str().is_some_and(is_registry_range))
        .map(|(name, _)| {
            let what = format!("`{name}` in {section} does not come from the registry");
            objection(FindingKind::BuildConfiguration, None, what)
        })
        .collect()
}

/// `^1.2.3`, `latest`, `workspace:*`, `catalog:`; not a path, an address, a repository or another package's name.
fn is_registry_range(range: &str) -> bool {
    range.starts_with("workspace:")
        || range.starts_with("catalog:")
        || !range.contains([':', '/', '\\'])
}

/// Judges a manifest by its diff alone: lines that look like a package with a range pass, anything else needs a person.
pub(crate) fn manifest_lines(file: &FileDiff) -> Vec<Objection> {
    let dependency = |line: &&Line| {
        let text = line.text.trim().trim_end_matches(',');
        let Some((name, range)) = text.split_once(':') else {
            return matches!(text, "" | "{" | "}");
        };
        let (name, range) = (name.trim().trim_matches('"'), range.trim());
        let section = DEPENDENCIES.contains(&name) && range.starts_with('{');
        let inner = range.trim_matches('"');
        let version = inner.starts_with(['^', '~', '>', '<', '=', '*'])
            || inner.starts_with(|c: char| c.is_ascii_digit());
        section
            || (range.starts_with('"')
                && version
                && is_registry_range(inner)
                && !inner.contains(' '))
    };
    let other = file
        .added()
        .chain(file.removed())
        .find(|line| !dependency(line));
    other
        .map(|line| {
            let shown: String = line.text.trim().chars().take(120).collect();
            objection(
                FindingKind::Scripts,
                Some(line.number),
                format!("package.json changes in more than packages: `{shown}`"),
            )
        })
        .into_iter()
        .collect()
}

/// Hosts that a lockfile's text downloads from.
fn hosts(text: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for (at, _) in text.match_indices("://") {
        let rest = &text[at + 3..];
        let end = rest
            .find(['/', '"', '\'', ' ', '\n', '}', '?', '#'])
            .unwrap_or(rest.len());
        found.insert(&rest[..end]);
    }
    found
}

/// A lockfile that begins to download from elsewhere. Addresses of funding pages are not downloads.
pub(crate) fn lockfile(file: &FileDiff, before: Option<&str>) -> Vec<Objection> {
    let download = |text: &str| {
        ["resolved", "tarball", "resolution", "git+", "codeload"]
            .iter()
            .any(|word| text.contains(word))
    };
    let removed: Vec<&str> = file
        .lines
        .iter()
        .filter(|line| line.kind != super::diff::LineKind::Added)
        .map(|line| line.text.as_str())
        .collect();
    // A lockfile that names no downloads so far has nothing to begin from: npm can leave the addresses out.
    let known: BTreeSet<&str> = before
        .unwrap_or_default()
        .lines()
        .chain(removed)
        .filter(|line| download(line))
        .flat_map(hosts)
        .collect();
    if known.is_empty() {
        return Vec::new();
    }
    let mut reported = BTreeSet::new();
    let mut found = Vec::new();
    for line in file.added().filter(|line| download(&line.text)) {
        for host in hosts(&line.text)
            .into_iter()
            .filter(|host| !known.contains(host))
        {
            if reported.insert(host.to_owned()) && reported.len() <= 5 {
                let what = format!(
                    "the lockfile begins to download from `{}`",
                    host.chars().take(100).collect::<String>()
                );
                found.push(objection(
                    FindingKind::BuildConfiguration,
                    Some(line.number),
                    what,
                ));
            }
        }
    }
    found
}
