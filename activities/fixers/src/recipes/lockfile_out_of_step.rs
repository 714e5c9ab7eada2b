//! The manifest asks for other packages than the lockfile holds, and the install is told not to touch the lockfile.

use domain::Diagnosis;

use super::{Plan, PlannedCommand, Recipe, lines};
use crate::project::{Manager, Project, ProjectFiles};

/// Regenerates the lockfile, and nothing else, with the project's own package manager.
#[derive(Debug)]
pub(super) struct LockfileOutOfStep;

/// What each package manager says, and nothing else says.
const SIGNS: &[(Manager, &[&str])] = &[
    (
        Manager::Npm,
        &[
            // "… can only install packages when your package.json and package-lock.json or npm-shrinkwrap.json are in sync."
            "can only install packages when your package.json and package-lock.json",
        ],
    ),
    (
        Manager::Pnpm,
        &[
            "ERR_PNPM_OUTDATED_LOCKFILE",
            "ERR_PNPM_LOCKFILE_CONFIG_MISMATCH",
        ],
    ),
    (
        Manager::Yarn,
        &["Your lockfile needs to be updated, but yarn was run with `--frozen-lockfile`"],
    ),
    (
        Manager::Berry,
        &["The lockfile would have been modified by this install, which is explicitly forbidden"],
    ),
    (
        Manager::Bun,
        &["lockfile had changes, but lockfile is frozen"],
    ),
];

impl Recipe for LockfileOutOfStep {
    fn id(&self) -> &'static str {
        "lockfile-out-of-step"
    }

    fn plan(
        &self,
        _: &Diagnosis,
        log: &str,
        project: &Project,
        files: &dyn ProjectFiles,
    ) -> Option<Plan> {
        let packages = &project.packages;
        let lockfile = packages.lockfile.clone()?;
        let (_, signs) = SIGNS
            .iter()
            .find(|(manager, _)| *manager == packages.manager)?;
        let lines = lines(log);
        let at = lines
            .iter()
            .position(|line| signs.iter().any(|sign| line.contains(sign)))?;
        files.has(&lockfile).then_some(())?;
        let command: &[&str] = match packages.manager {
            Manager::Npm => &[
                "npm",
                "install",
                "--package-lock-only",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
            ],
            Manager::Pnpm => &[
                "pnpm",
                "install",
                "--lockfile-only",
                "--no-frozen-lockfile",
                "--ignore-scripts",
            ],
            Manager::Yarn => &[
                "yarn",
                "install",
                "--ignore-scripts",
                "--non-interactive",
                "--no-progress",
            ],
            Manager::Berry => &[
                "yarn",
                "install",
                "--mode=update-lockfile",
                "--no-immutable",
            ],
            Manager::Bun => &["bun", "install", "--lockfile-only", "--ignore-scripts"],
        };
        let named = named(&lines[at..]);
        let which = if named.is_empty() {
            String::new()
        } else {
            format!(" It was out of step for {}.", named.join(", "))
        };
        Some(Plan {
            edits: Vec::new(),
            commands: vec![PlannedCommand {
                command: command.iter().map(|word| (*word).to_owned()).collect(),
                directory: packages.directory.clone(),
            }],
            explanation: format!(
                "`{lockfile}` did not match `package.json`, so the install refused to run.{which} The lockfile was regenerated with \
                 `{}`; entries that still fit were left as they are, and no install script ran.",
                command.join(" ")
            ),
            outputs: vec![lockfile],
        })
    }
}

/// Packages that npm or pnpm list as missing or different, at most ten.
fn named(lines: &[&str]) -> Vec<String> {
    let mut named: Vec<String> = Vec::new();
    for line in lines.iter().take(60) {
        let rest = line
            .split_once("Missing: ")
            .or_else(|| line.split_once("Invalid: lock file's "));
        let Some((_, rest)) = rest else { continue };
        let package = rest.split_whitespace().next().unwrap_or_default();
        let valid = package.len() <= 100
            && package
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "@/._-+~^".contains(c));
        let package = format!("`{package}`");
        if valid && package.len() > 2 && !named.contains(&package) && named.len() < 10 {
            named.push(package);
        }
    }
    named
}
