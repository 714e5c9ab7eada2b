//! Which commands build a checkout: the project's settings first, then `vercel.json`, then what the files show.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::StepKind;
use crate::vercel::state::ProjectSettings;

/// A command as it is announced, named in errors, and run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::vercel) struct Command {
    pub(in crate::vercel) kind: StepKind,
    pub(in crate::vercel) announcement: String,
    /// As it stands in `Command "..." exited with 1`.
    pub(in crate::vercel) shown: String,
    pub(in crate::vercel) run: String,
}

/// Everything about a build that is known before it runs.
#[derive(Debug)]
pub(in crate::vercel) struct BuildPlan {
    /// The project's root directory inside the checkout.
    pub(in crate::vercel) directory: PathBuf,
    pub(in crate::vercel) notes: Vec<String>,
    install: Option<Command>,
    build: Option<Command>,
    output: Option<String>,
    next: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manager {
    Npm,
    Pnpm,
    Yarn,
    Bun,
}

impl Manager {
    const ALL: [Self; 4] = [Self::Npm, Self::Pnpm, Self::Yarn, Self::Bun];

    fn name(self) -> &'static str {
        match self {
            Self::Npm => "npm",
            Self::Pnpm => "pnpm",
            Self::Yarn => "yarn",
            Self::Bun => "bun",
        }
    }

    fn lockfiles(self) -> &'static [&'static str] {
        match self {
            Self::Npm => &["package-lock.json"],
            Self::Pnpm => &["pnpm-lock.yaml"],
            Self::Yarn => &["yarn.lock"],
            Self::Bun => &["bun.lock", "bun.lockb"],
        }
    }

    /// What is run behind "Installing dependencies...": Vercel asks npm for no audit.
    fn install(self) -> &'static str {
        match self {
            Self::Npm => "npm install --no-audit",
            Self::Pnpm => "pnpm install",
            Self::Yarn => "yarn install",
            Self::Bun => "bun install",
        }
    }
}

impl BuildPlan {
    /// Reads a checkout. The error is a sentence for the build log.
    pub(in crate::vercel) fn read(
        checkout: &Path,
        settings: &ProjectSettings,
    ) -> Result<Self, String> {
        let root = settings
            .root_directory
            .as_deref()
            .unwrap_or_default()
            .trim_matches('/');
        let directory = if root.is_empty() {
            checkout.to_owned()
        } else {
            checkout.join(root)
        };
        if !directory.is_dir() || root.split('/').any(|part| part == "..") {
            return Err(format!(
                "The specified Root Directory \"{root}\" does not exist. Please update your Project Settings."
            ));
        }
        let package = json(&directory.join("package.json"))?;
        let configuration = json(&directory.join("vercel.json"))?.unwrap_or_default();
        let choice = |name: &str, setting: &Option<String>| {
            let configured = configuration
                .get(name)
                .and_then(Value::as_str)
                .map(str::to_owned);
            configured
                .or_else(|| setting.clone())
                .filter(|value| !value.trim().is_empty())
        };
        let manager = manager(checkout, &directory, package.as_ref());
        let install = match choice("installCommand", &settings.install_command) {
            Some(command) => Some(explicit_install(&command)),
            None => package.as_ref().map(|_| detected_install(manager)),
        };
        let build = choice("buildCommand", &settings.build_command)
            .or_else(|| script(package.as_ref(), manager));
        let build = build.map(|command| Command {
            kind: StepKind::Build,
            announcement: format!("Running \"{command}\""),
            shown: command.clone(),
            run: command,
        });
        Ok(Self {
            notes: notes(package.as_ref()),
            install,
            build,
            output: choice("outputDirectory", &settings.output_directory),
            next: package
                .as_ref()
                .is_some_and(|package| depends_on(package, "next")),
            directory,
        })
    }

    pub(in crate::vercel) fn commands(&self) -> impl Iterator<Item = &Command> {
        self.install.iter().chain(&self.build)
    }

    /// The line about the framework that Vercel prints once it is installed.
    pub(in crate::vercel) fn framework_version(&self) -> Option<String> {
        let installed = json(&self.directory.join("node_modules/next/package.json"))
            .ok()
            .flatten()?;
        self.next.then(|| {
            format!(
                "Detected Next.js version: {}",
                installed["version"].as_str().unwrap_or("unknown")
            )
        })
    }

    /// The sentence for a configured output directory that the build did not make.
    pub(in crate::vercel) fn missing_output(&self) -> Option<String> {
        let name = self
            .output
            .as_ref()
            .filter(|name| !self.directory.join(name).is_dir())?;
        Some(format!(
            "No Output Directory named \"{name}\" found after the Build completed. You can configure the Output Directory in \
             your Project Settings."
        ))
    }
}

fn explicit_install(command: &str) -> Command {
    Command {
        kind: StepKind::Install,
        announcement: format!("Running \"install\" command: `{command}`..."),
        shown: command.to_owned(),
        run: command.to_owned(),
    }
}

fn detected_install(manager: Manager) -> Command {
    Command {
        kind: StepKind::Install,
        announcement: "Installing dependencies...".to_owned(),
        shown: format!("{} install", manager.name()),
        run: manager.install().to_owned(),
    }
}

/// By the `packageManager` field, else by the nearest lockfile on the way up to the repository's root.
fn manager(checkout: &Path, directory: &Path, package: Option<&Value>) -> Manager {
    let field = package.and_then(|package| package.get("packageManager")?.as_str());
    if let Some(named) = field.and_then(|field| {
        Manager::ALL
            .into_iter()
            .find(|manager| field.starts_with(manager.name()))
    }) {
        return named;
    }
    directory
        .ancestors()
        .take_while(|folder| folder.starts_with(checkout))
        .find_map(|folder| {
            let has = |manager: &Manager| {
                manager
                    .lockfiles()
                    .iter()
                    .any(|name| folder.join(name).is_file())
            };
            [Manager::Pnpm, Manager::Yarn, Manager::Bun, Manager::Npm]
                .into_iter()
                .find(has)
        })
        .unwrap_or(Manager::Npm)
}

fn script(package: Option<&Value>, manager: Manager) -> Option<String> {
    let scripts = package?.get("scripts")?;
    let name = ["vercel-build", "now-build", "build"]
        .into_iter()
        .find(|name| scripts.get(name).is_some_and(Value::is_string))?;
    Some(format!("{} run {name}", manager.name()))
}

fn notes(package: Option<&Value>) -> Vec<String> {
    let engines = package.and_then(|package| package.get("engines")?.get("node")?.as_str());
    let open = engines.filter(|range| range.starts_with(">"));
    open.map(|range| {
        format!(
            "Warning: Detected \"engines\": {{ \"node\": \"{range}\" }} in your `package.json` that will automatically upgrade \
             when a new major Node.js Version is released. Learn More: http://vercel.link/node-version"
        )
    })
    .into_iter()
    .collect()
}

fn depends_on(package: &Value, name: &str) -> bool {
    ["dependencies", "devDependencies"].iter().any(|section| {
        package
            .get(section)
            .is_some_and(|list| list.get(name).is_some())
    })
}

/// A JSON file; `None` where there is none.
fn json(path: &Path) -> Result<Option<Value>, String> {
    let Ok(text) = std::fs::read_to_string(path) else {
        return Ok(None);
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    serde_json::from_str(&text)
        .map(Some)
        .map_err(|error| format!("Couldn't parse JSON file {name}: {error}"))
}
