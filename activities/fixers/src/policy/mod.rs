//! The gate: what a patch does, by its text alone, that a person must see or nobody may publish.
//!
//! Deterministic, and it believes nothing that the fixer says. Findings do not vanish a patch; whoever publishes waits for
//! a person, and never publishes one with a `refused` finding.

mod content;
mod diff;
mod names;
mod packages;
mod paths;
mod quoted;

use std::path::Path;

use domain::{FindingKind, PolicyFinding};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use redaction::Redactor;

use crate::workspace::is_inside;
use diff::FileDiff;
pub use diff::PatchError;
pub(crate) use paths::{is_lockfile, is_test};

/// Files a patch may touch without a person, lockfiles not counted.
const MOST_FILES: usize = 25;
/// Lines a patch may add and remove without a person, lockfiles not counted.
const MOST_LINES: usize = 600;
/// Findings reported at most; more of the same say nothing new.
const MOST_FINDINGS: usize = 100;

/// Whole files around a patch, for whoever has them; judging without is stricter.
pub trait Contents {
    /// Text before the patch.
    fn before(&self, path: &str) -> Option<String>;
    /// Text after the patch.
    fn after(&self, path: &str) -> Option<String>;
    /// Whether the two above know anything at all.
    fn known(&self) -> bool;
}

/// Nothing but the diff is at hand.
#[derive(Debug, Clone, Copy, Default)]
pub struct DiffOnly;

impl Contents for DiffOnly {
    fn before(&self, _: &str) -> Option<String> {
        None
    }
    fn after(&self, _: &str) -> Option<String> {
        None
    }
    fn known(&self) -> bool {
        false
    }
}

/// What a patch does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// Changed paths, sorted.
    pub files: Vec<String>,
    /// Lines added.
    pub added: u32,
    /// Lines removed.
    pub removed: u32,
    /// Objections, at most 100; empty for a patch that may be published.
    pub findings: Vec<PolicyFinding>,
}

/// Judges a patch. `protected` are the subscription's globs; one that is no glob is matched as a plain path.
///
/// # Errors
/// When the text is not a git diff: such a patch must not be used.
pub fn judge(
    patch: &[u8],
    protected: &[String],
    contents: &dyn Contents,
) -> Result<Judgement, PatchError> {
    let files = diff::parse(patch)?;
    let protected = globs(protected);
    let mut findings = Vec::new();
    for file in &files {
        judge_file(file, &protected, contents, &mut findings);
    }
    size(&files, &mut findings);
    findings.sort_by(|a, b| {
        (!a.refused, &a.path, a.line, a.kind).cmp(&(!b.refused, &b.path, b.line, b.kind))
    });
    findings.dedup();
    findings.truncate(MOST_FINDINGS);
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let mut names: Vec<String> = files.iter().map(|file| file.path.clone()).collect();
    names.sort();
    names.dedup();
    Ok(Judgement {
        files: names,
        added: count(files.iter().map(|file| file.added().count()).sum()),
        removed: count(files.iter().map(|file| file.removed().count()).sum()),
        findings,
    })
}

fn globs(patterns: &[String]) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let pattern = pattern.trim_start_matches("./").trim_start_matches('/');
        let anywhere = (!pattern.contains('/')).then(|| format!("**/{pattern}"));
        let below = format!("{}/**", pattern.trim_end_matches('/'));
        for pattern in [Some(pattern.to_owned()), Some(below), anywhere]
            .into_iter()
            .flatten()
        {
            let escaped = globset::escape(&pattern);
            let built = GlobBuilder::new(&pattern)
                .literal_separator(true)
                .case_insensitive(true)
                .build();
            if let Ok(glob) = built.or_else(|_| GlobBuilder::new(&escaped).build()) {
                set.add(glob);
            }
        }
    }
    set.build().unwrap_or_else(|_| GlobSet::empty())
}

fn judge_file(
    file: &FileDiff,
    protected: &GlobSet,
    contents: &dyn Contents,
    findings: &mut Vec<PolicyFinding>,
) {
    let mut add = |kind, line, detail: String, refused| {
        findings.push(PolicyFinding {
            kind,
            path: file.path.chars().take(500).collect(),
            line,
            detail,
            refused,
        });
    };
    for path in [&file.old_path, &file.path] {
        if let Some(why) = paths::refusal(path) {
            add(FindingKind::Traversal, None, why.to_owned(), true);
        }
        if protected.is_match(path) {
            add(
                FindingKind::ProtectedPath,
                None,
                "the settings protect this path".to_owned(),
                false,
            );
        }
        if let Some((kind, what)) = paths::by_name(path) {
            add(kind, None, what.to_owned(), false);
        }
        if path == &file.path && file.path == file.old_path {
            break;
        }
    }
    for mode in &file.modes {
        match mode.as_str() {
            "120000" => {
                let leaves = file
                    .added()
                    .any(|line| !is_inside(Path::new(&file.path), Path::new(&line.text)));
                let detail = if leaves {
                    "a symbolic link that leads out of the repository"
                } else {
                    "a symbolic link"
                };
                add(
                    FindingKind::Symlink,
                    None,
                    detail.to_owned(),
                    leaves && !file.deleted,
                );
            }
            "160000" => add(FindingKind::Traversal, None, "a submodule".to_owned(), true),
            "100644" | "100755" | "100664" => {}
            _ => add(
                FindingKind::Traversal,
                None,
                format!("an unknown kind of file ({mode})"),
                true,
            ),
        }
    }
    if file.binary {
        add(FindingKind::Binary, None, "a binary file".to_owned(), false);
    }
    for objection in content::objections(file) {
        add(objection.kind, objection.line, objection.what, false);
    }
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    let packages = if name == "package.json" && contents.known() {
        let after = if file.deleted {
            None
        } else {
            contents.after(&file.path)
        };
        packages::manifest(contents.before(&file.old_path).as_deref(), after.as_deref())
    } else if name == "package.json" {
        packages::manifest_lines(file)
    } else if paths::is_lockfile(&file.path) {
        packages::lockfile(file, contents.before(&file.old_path).as_deref())
    } else {
        Vec::new()
    };
    for objection in packages {
        add(objection.kind, objection.line, objection.what, false);
    }
    if !paths::is_lockfile(&file.path) {
        let redactor = Redactor::new();
        let secrets = file
            .added()
            .filter(|line| redactor.redact(&line.text) != line.text.as_str());
        for line in secrets.take(5) {
            add(
                FindingKind::Secret,
                Some(line.number),
                "this line looks like it holds a secret".to_owned(),
                false,
            );
        }
    }
}

fn size(files: &[FileDiff], findings: &mut Vec<PolicyFinding>) {
    let counted: Vec<&FileDiff> = files
        .iter()
        .filter(|file| !paths::is_lockfile(&file.path))
        .collect();
    let lines: usize = counted
        .iter()
        .map(|file| file.added().count() + file.removed().count())
        .sum();
    if counted.len() > MOST_FILES || lines > MOST_LINES {
        findings.push(PolicyFinding {
            kind: FindingKind::Size,
            path: String::new(),
            line: None,
            detail: format!(
                "{} files and {lines} changed lines; more than {MOST_FILES} files or {MOST_LINES} lines need a person",
                counted.len()
            ),
            refused: false,
        });
    }
}

#[cfg(test)]
mod tests;
