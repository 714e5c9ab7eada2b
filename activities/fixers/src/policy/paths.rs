//! What a path alone says.

use std::path::{Component, Path};

use domain::FindingKind;

use super::names::RULES;

/// Kind and words for a path that needs a person because of its name.
pub(crate) fn by_name(path: &str) -> Option<(FindingKind, &'static str)> {
    RULES
        .iter()
        .find(|rule| rule.patterns.iter().any(|pattern| fits(pattern, path)))
        .map(|rule| (rule.kind, rule.what))
}

/// Whether a pattern fits the path, from any of its directories on.
fn fits(pattern: &str, path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    let wanted: Vec<&str> = pattern.split('/').collect();
    (0..parts.len()).any(|start| {
        let rest = &parts[start..];
        match wanted.split_last() {
            Some((&"**", head)) => {
                rest.len() > head.len() && head.iter().zip(rest).all(|(w, p)| wild(w, p))
            }
            _ => rest.len() == wanted.len() && wanted.iter().zip(rest).all(|(w, p)| wild(w, p)),
        }
    })
}

/// `*` stands for any text. Case does not matter: some file systems ignore it.
fn wild(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.to_ascii_lowercase(), text.to_ascii_lowercase());
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let mut last = None;
    for piece in pieces {
        if let Some(inner) = last.replace(piece) {
            match rest.find(inner) {
                Some(at) => rest = &rest[at + inner.len()..],
                None => return false,
            }
        }
    }
    last.map_or(rest.is_empty(), |piece: &str| rest.ends_with(piece))
}

/// Why a path can never be published: it leaves the tree, or touches git's own files on some file system.
pub(crate) fn refusal(path: &str) -> Option<&'static str> {
    let odd = path.is_empty() || path.len() > 4096 || path.contains(['\\', '\0', '\n', '\r']);
    if odd || path.contains("//") || path.ends_with('/') {
        return Some("the path is not a plain one");
    }
    for component in Path::new(path).components() {
        let Component::Normal(name) = component else {
            return Some("the path leads out of the repository");
        };
        // HFS+ ignores these characters, Windows trailing dots and spaces, and both the case.
        let visible: String = name
            .to_string_lossy()
            .chars()
            .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'))
            .collect();
        let visible = visible.trim_end_matches(['.', ' ']).to_ascii_lowercase();
        let visible = visible.split(':').next().unwrap_or_default();
        if visible == ".git" || visible.starts_with("git~") {
            return Some("the path belongs to git itself");
        }
    }
    (path.split('/').any(|part| part == "." || part == ".."))
        .then_some("the path leads out of the repository")
}

/// A lockfile or another file that only package managers write.
pub(crate) fn is_lockfile(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    matches!(
        name,
        "package-lock.json"
            | "npm-shrinkwrap.json"
            | "pnpm-lock.yaml"
            | "yarn.lock"
            | "bun.lock"
            | "bun.lockb"
            | "poetry.lock"
            | "uv.lock"
            | "Cargo.lock"
            | "go.sum"
    )
}

/// A file of tests, by the usual names.
pub(crate) fn is_test(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let name = lower.rsplit('/').next().unwrap_or(&lower);
    let within = lower.split('/').rev().skip(1).any(|part| {
        matches!(
            part,
            "__tests__"
                | "__test__"
                | "test"
                | "tests"
                | "spec"
                | "specs"
                | "e2e"
                | "cypress"
                | "__snapshots__"
        )
    });
    let stem = name.split('.').collect::<Vec<_>>();
    within
        || stem
            .iter()
            .skip(1)
            .any(|part| matches!(*part, "test" | "tests" | "spec" | "e2e" | "cy"))
        || (name.starts_with("test_") && name.ends_with(".py"))
        || name.ends_with("_test.py")
        || name.ends_with("_test.go")
}
