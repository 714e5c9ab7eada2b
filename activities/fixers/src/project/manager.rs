//! Package managers: which one a project uses, in which version, and what each calls things.

use serde::{Deserialize, Serialize};

use super::{
    Manifest, ProjectFiles,
    files::{join, upwards},
};

/// The package managers that are understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Manager {
    /// npm.
    Npm,
    /// pnpm.
    Pnpm,
    /// Yarn 1.
    Yarn,
    /// Yarn 2 and later.
    Berry,
    /// Bun.
    Bun,
}

impl Manager {
    /// What people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Npm => "npm",
            Self::Pnpm => "pnpm",
            Self::Yarn | Self::Berry => "yarn",
            Self::Bun => "bun",
        }
    }

    /// Its lockfile, in the form that it writes today.
    #[must_use]
    pub fn lockfile(self) -> &'static str {
        match self {
            Self::Npm => "package-lock.json",
            Self::Pnpm => "pnpm-lock.yaml",
            Self::Yarn | Self::Berry => "yarn.lock",
            Self::Bun => "bun.lock",
        }
    }
}

/// The package manager of one project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageManager {
    /// Which.
    pub manager: Manager,
    /// The version or range that the repository asks for, in a form that the npm registry resolves; `None`: whatever is there.
    pub version: Option<String>,
    /// The lockfile's path from the top, when one is committed.
    pub lockfile: Option<String>,
    /// Directory that holds the lockfile (or would): the top of the workspace.
    pub directory: String,
}

/// Lockfile names, most telling first.
const LOCKFILES: &[(&str, Manager)] = &[
    ("pnpm-lock.yaml", Manager::Pnpm),
    ("yarn.lock", Manager::Yarn),
    ("package-lock.json", Manager::Npm),
    ("npm-shrinkwrap.json", Manager::Npm),
    ("bun.lock", Manager::Bun),
    ("bun.lockb", Manager::Bun),
];

/// Decides by the `packageManager` field, then by the nearest lockfile, then by the workspace's own files.
pub(crate) fn detect(files: &dyn ProjectFiles, root: &str) -> PackageManager {
    let field = upwards(root).find_map(|at| {
        let manifest = Manifest::read(files, &join(at, "package.json"))?;
        let (name, version) = named(manifest.text("packageManager")?)?;
        Some((at.to_owned(), name, version))
    });
    let lock = upwards(root).find_map(|at| {
        let found = LOCKFILES
            .iter()
            .filter(|(name, _)| files.has(&join(at, name)));
        // Where several lie side by side, the field decides which is alive.
        let wanted = field.as_ref().map(|(_, manager, _)| manager.name());
        let mut found: Vec<_> = found.collect();
        found.sort_by_key(|(_, manager)| wanted != Some(manager.name()));
        found
            .first()
            .map(|(name, manager)| (at.to_owned(), join(at, name), *manager))
    });
    match (field, lock) {
        (Some((_, manager, version)), Some((directory, path, locked)))
            if manager.name() == locked.name() =>
        {
            PackageManager {
                manager,
                version: Some(version),
                lockfile: Some(path),
                directory,
            }
        }
        (Some((directory, manager, version)), _) => PackageManager {
            manager,
            version: Some(version),
            lockfile: None,
            directory: top_of(files, root, manager, directory),
        },
        (None, Some((directory, path, manager))) => {
            let (manager, version) = by_lockfile(files, &directory, &path, manager);
            PackageManager {
                manager,
                version,
                lockfile: Some(path),
                directory,
            }
        }
        (None, None) => {
            let pnpm = upwards(root).find(|at| files.has(&join(at, "pnpm-workspace.yaml")));
            let manager = if pnpm.is_some() {
                Manager::Pnpm
            } else {
                Manager::Npm
            };
            let directory = top_of(files, root, manager, root.to_owned());
            PackageManager {
                manager,
                version: None,
                lockfile: None,
                directory,
            }
        }
    }
}

/// The top of the workspace that `root` belongs to, where it belongs to one.
fn top_of(files: &dyn ProjectFiles, root: &str, manager: Manager, otherwise: String) -> String {
    upwards(root)
        .find(|at| match manager {
            Manager::Pnpm => files.has(&join(at, "pnpm-workspace.yaml")),
            _ => Manifest::read(files, &join(at, "package.json"))
                .is_some_and(|manifest| !manifest.workspaces().is_empty()),
        })
        .map_or(otherwise, str::to_owned)
}

/// Reads `pnpm@9.1.0+sha512.…`.
fn named(field: &str) -> Option<(Manager, String)> {
    let (name, version) = field.split_once('@')?;
    let version = version.split('+').next().unwrap_or_default();
    let parsed = semver::Version::parse(version).ok()?;
    let manager = match name {
        "npm" => Manager::Npm,
        "pnpm" => Manager::Pnpm,
        "yarn" if parsed.major < 2 => Manager::Yarn,
        "yarn" => Manager::Berry,
        "bun" => Manager::Bun,
        _ => return None,
    };
    Some((manager, parsed.to_string()))
}

/// The version that can read a lockfile, by the form it is written in.
fn by_lockfile(
    files: &dyn ProjectFiles,
    directory: &str,
    path: &str,
    manager: Manager,
) -> (Manager, Option<String>) {
    let text = files.read(path).unwrap_or_default();
    let engine = Manifest::read(files, &join(directory, "package.json"))
        .and_then(|manifest| {
            manifest
                .nested("engines", manager.name())
                .map(str::to_owned)
        })
        .filter(|range| {
            semver::VersionReq::parse(range).is_ok()
                && range.starts_with(|first: char| {
                    first.is_ascii_digit() || first == '^' || first == '~'
                })
        });
    match manager {
        Manager::Yarn
            if !text
                .lines()
                .take(10)
                .any(|line| line.contains("yarn lockfile v1"))
                && !text.is_empty() =>
        {
            (Manager::Berry, engine.or_else(|| Some("4".to_owned())))
        }
        Manager::Yarn => (Manager::Yarn, Some("1".to_owned())),
        Manager::Pnpm => {
            let form = text
                .lines()
                .take(3)
                .find_map(|line| line.strip_prefix("lockfileVersion:"))
                .unwrap_or_default();
            let version = match form.trim().trim_matches(['\'', '"']) {
                form if form.starts_with("5.") => "7",
                form if form.starts_with("6.") => "8",
                _ => "10",
            };
            (Manager::Pnpm, engine.or_else(|| Some(version.to_owned())))
        }
        other => (other, None),
    }
}
