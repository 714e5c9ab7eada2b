//! How a package is added: in which version, to which section, with which command.

use super::PlannedCommand;
use crate::project::{Manager, Manifest, PackageManager, ProjectFiles};

/// Packages whose major version follows another's.
const FAMILIES: &[(&str, &str)] = &[
    ("react-dom", "react"),
    ("react", "react-dom"),
    ("react-is", "react"),
    ("react-test-renderer", "react"),
    ("@types/react", "react"),
    ("@types/react-dom", "react"),
    ("eslint-config-next", "next"),
    ("@next/mdx", "next"),
    ("@vue/compiler-sfc", "vue"),
    ("@tailwindcss/postcss", "tailwindcss"),
    ("@tailwindcss/vite", "tailwindcss"),
    ("@angular/compiler-cli", "@angular/core"),
    ("@angular/animations", "@angular/core"),
    ("@angular/forms", "@angular/core"),
    ("@babel/preset-env", "@babel/core"),
    ("prisma", "@prisma/client"),
    ("@prisma/client", "prisma"),
];

/// The range to ask for; empty for the newest that fits.
pub(super) fn range(
    files: &dyn ProjectFiles,
    manifest: &Manifest,
    packages: &PackageManager,
    package: &str,
) -> String {
    let locked = packages
        .lockfile
        .as_ref()
        .and_then(|path| locked(&files.read(path)?, packages.manager, package));
    if let Some(version) = locked {
        return format!("^{version}");
    }
    let leader = FAMILIES
        .iter()
        .find(|(follower, _)| *follower == package)
        .map(|(_, leader)| *leader);
    // Types follow the major of what they describe.
    let described = package
        .strip_prefix("@types/")
        .map(|name| name.replacen("__", "/", 1));
    let described = described.map(|name| {
        if name.contains('/') {
            format!("@{name}")
        } else {
            name
        }
    });
    let major = leader
        .or(described
            .as_deref()
            .filter(|name| matches!(*name, "react" | "react-dom" | "express" | "node" | "jest")))
        .and_then(|leader| major(manifest.declared(leader)?.1));
    if package == "@types/node" {
        let node = manifest.nested("engines", "node").and_then(self::major);
        return node.map(|major| format!("^{major}")).unwrap_or_default();
    }
    major.map(|major| format!("^{major}")).unwrap_or_default()
}

/// The first number of a range such as `^18.2.0`.
fn major(range: &str) -> Option<u64> {
    let digits: String = range
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().ok()
}

/// The version in which a lockfile already holds a package, as someone else's dependency.
fn locked(text: &str, manager: Manager, package: &str) -> Option<String> {
    let version = match manager {
        Manager::Npm => {
            let value: serde_json::Value = serde_json::from_str(text).ok()?;
            value
                .get("packages")?
                .get(format!("node_modules/{package}"))?
                .get("version")?
                .as_str()?
                .to_owned()
        }
        Manager::Pnpm => {
            let value: serde_yaml_ng::Value = serde_yaml_ng::from_str(text).ok()?;
            let packages = value.get("packages")?.as_mapping()?;
            let start = format!("{package}@");
            let mut versions: Vec<semver::Version> = packages
                .keys()
                .filter_map(|key| key.as_str()?.trim_start_matches('/').strip_prefix(&start))
                .filter_map(|version| semver::Version::parse(version.split('(').next()?).ok())
                .collect();
            versions.sort();
            versions.pop()?.to_string()
        }
        Manager::Yarn => {
            let head = format!("{package}@");
            let mut lines = text.lines();
            lines.find(|line| {
                !line.starts_with([' ', '#']) && line.trim_start_matches('"').starts_with(&head)
            })?;
            lines
                .next()?
                .trim()
                .strip_prefix("version ")?
                .trim_matches('"')
                .to_owned()
        }
        Manager::Berry | Manager::Bun => return None,
    };
    let parsed = semver::Version::parse(&version).ok()?;
    parsed.pre.is_empty().then(|| parsed.to_string())
}

/// The command that adds packages (`name` or `name@range`) to the manifest in `directory`, and to the lockfile, running no
/// foreign script.
pub(super) fn add(
    packages: &PackageManager,
    directory: &str,
    specifications: &[String],
    development: bool,
) -> PlannedCommand {
    let workspace_top = directory == packages.directory;
    let mut command: Vec<&str> = match packages.manager {
        Manager::Npm => vec![
            "npm",
            "install",
            "--package-lock-only",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
        ],
        Manager::Pnpm => vec!["pnpm", "add", "--lockfile-only", "--ignore-scripts"],
        Manager::Yarn => vec![
            "yarn",
            "add",
            "--ignore-scripts",
            "--non-interactive",
            "--no-progress",
        ],
        Manager::Berry => vec!["yarn", "add", "--mode=update-lockfile"],
        Manager::Bun => vec!["bun", "add", "--ignore-scripts"],
    };
    match (packages.manager, development) {
        (Manager::Npm | Manager::Pnpm, true) => command.push("--save-dev"),
        (Manager::Npm | Manager::Pnpm, false) => command.push("--save-prod"),
        (_, true) => command.push("--dev"),
        (_, false) => {}
    }
    match packages.manager {
        // Adding to the top of a workspace has to be said out loud.
        Manager::Pnpm if workspace_top => command.push("--ignore-workspace-root-check"),
        Manager::Yarn if workspace_top => command.push("--ignore-workspace-root-check"),
        _ => {}
    }
    let command = command
        .into_iter()
        .map(str::to_owned)
        .chain(specifications.iter().cloned())
        .collect();
    PlannedCommand {
        command,
        directory: directory.to_owned(),
    }
}

/// `name@range` in a form that every package manager takes.
pub(super) fn specification(manager: Manager, package: &str, range: &str) -> String {
    match (range, manager) {
        // For npm a bare name is the tag `latest`, whatever Node it needs; `*` prefers versions that run here.
        ("", Manager::Npm) => format!("{package}@*"),
        ("", _) => package.to_owned(),
        (range, _) => format!("{package}@{range}"),
    }
}
