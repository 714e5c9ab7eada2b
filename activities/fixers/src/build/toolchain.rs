//! The package manager that a project asks for, fetched through the registry door into the bench's home.

use std::collections::BTreeMap;

use domain::CommandRun;

use super::command_run;
use crate::{
    FixerError,
    bench::{Bench, Order, TOOLS},
    doors::RegistryDoor,
    project::{Manager, Project, ProjectFiles},
};

/// What was prepared.
pub(crate) struct Toolchain {
    /// `node v20.20.2`, `npm 11.19.1`, and the like.
    pub(crate) environment: Vec<String>,
    /// The command that failed, with its output.
    pub(crate) failure: Option<(CommandRun, Vec<u8>)>,
}

/// Fetches the package manager and asks for versions.
pub(crate) async fn prepare(
    bench: &Bench<'_>,
    project: &Project,
    registry: &RegistryDoor,
) -> Result<Toolchain, FixerError> {
    bench
        .watch
        .report("toolchain", project.packages.manager.name());
    if let Some(package) = package(project, &bench.files()) {
        // Scripts only where the package cannot do without: bun's fetches its binary.
        let scripts = if project.packages.manager == Manager::Bun {
            ""
        } else {
            "--ignore-scripts "
        };
        let command =
            format!("npm install --global --prefix {TOOLS} {scripts}--loglevel=error {package}");
        // Away from the project: its own npm settings are none of this command's business.
        let mut order = Order::shell(&format!("cd /home/fixer && {command}"), "");
        order.doors.push(registry.door());
        order.environment = registry.environment();
        let mut capture = bench.capture("toolchain");
        let outcome = bench.run(order, &mut capture).await?;
        if !outcome.exit.success() {
            let failure = Some((command_run(&command, &outcome), capture.kept.into_bytes()));
            return Ok(Toolchain {
                environment: Vec::new(),
                failure,
            });
        }
    }
    let mut ask =
        "cd /home/fixer; echo node $(node --version); echo npm $(npm --version)".to_owned();
    if project.packages.manager != Manager::Npm {
        let name = project.packages.manager.name();
        ask.push_str(&format!("; echo {name} $({name} --version)"));
    }
    let mut capture = bench.capture("toolchain");
    bench.run(Order::shell(&ask, ""), &mut capture).await?;
    let said = bench.clean(&capture.kept.into_bytes());
    let known = ["node ", "npm ", "pnpm ", "yarn ", "bun "];
    let mut environment: Vec<String> = said
        .lines()
        .map(|line| line.trim().chars().take(100).collect::<String>())
        .filter(|line| {
            known
                .iter()
                .any(|name| line.starts_with(name) && line.len() > name.len())
        })
        .collect();
    if let Some((wish, place)) = &project.node {
        let running = environment
            .iter()
            .find_map(|line| line.strip_prefix("node "))
            .unwrap_or_default();
        if crate::project::node_satisfies(wish, running) == Some(false) {
            environment.push(format!(
                "the project asks for node {wish} ({place}), which is not the one that ran"
            ));
        }
    }
    Ok(Toolchain {
        environment,
        failure: None,
    })
}

/// What npm has to install so that the project's package manager is there; `None` for npm itself.
fn package(project: &Project, files: &dyn ProjectFiles) -> Option<String> {
    let packages = &project.packages;
    let version = |otherwise: &str| {
        let wanted = packages.version.as_deref().unwrap_or(otherwise);
        // It goes into a shell line; whatever is no version is not asked for.
        let plain = wanted
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "._-^~*".contains(c));
        if plain {
            wanted.to_owned()
        } else {
            otherwise.to_owned()
        }
    };
    let rc = if packages.directory.is_empty() {
        ".yarnrc.yml".to_owned()
    } else {
        format!("{}/.yarnrc.yml", packages.directory)
    };
    match packages.manager {
        Manager::Npm => None,
        Manager::Pnpm => Some(format!("'pnpm@{}'", version("10"))),
        Manager::Yarn => Some(format!("'yarn@{}'", version("1"))),
        // Yarn 1 hands over to the release that the repository carries.
        Manager::Berry
            if files
                .read(&rc)
                .is_some_and(|text| text.contains("yarnPath:")) =>
        {
            Some("'yarn@1'".to_owned())
        }
        Manager::Berry => Some(format!("'@yarnpkg/cli-dist@{}'", version("4"))),
        Manager::Bun => Some(format!("'bun@{}'", version("1"))),
    }
}

/// Settings that one package manager needs and the others would complain about.
pub(crate) fn environment(project: &Project) -> BTreeMap<String, String> {
    let pairs: &[(&str, &str)] = match project.packages.manager {
        // Otherwise it would make its store in the workspace, because that is another mount than the home.
        Manager::Pnpm => &[
            ("npm_config_store_dir", "/home/fixer/.pnpm-store"),
            ("npm_config_manage_package_manager_versions", "false"),
        ],
        Manager::Yarn => &[("YARN_CACHE_FOLDER", "/home/fixer/.yarn-cache")],
        Manager::Berry => &[
            ("YARN_GLOBAL_FOLDER", "/home/fixer/.yarn-berry"),
            ("YARN_UNSAFE_HTTP_WHITELIST", "127.0.0.1"),
            ("YARN_ENABLE_IMMUTABLE_INSTALLS", "false"),
        ],
        Manager::Npm | Manager::Bun => &[],
    };
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}
