//! The code imports a package, or a script calls its command, and no manifest declares it.

use std::{collections::BTreeMap, sync::LazyLock};

use domain::Diagnosis;
use regex::Regex;

use super::{
    Plan, Recipe,
    build_tools::{COMMANDS, is_build_tool},
    imports::{importer, package_of},
    lines,
    own_files::is_own,
    versions,
};
use crate::project::{Manifest, Project, ProjectFiles};

/// Adds the package to the manifest of the importing workspace member, and to the lockfile.
#[derive(Debug)]
pub(super) struct DependencyNotDeclared;

/// Lines that name the missing module, one group each.
static MISSING: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        // TypeScript; webpack and Next.js; Node's CommonJS; Node's ES modules.
        r"Cannot find module '([^']+)' or its corresponding type declarations",
        r#"Module not found: (?:Error: )?Can't resolve '([^']+)'"#,
        r"Error: Cannot find module '([^']+)'",
        r"Cannot find package '([^']+)' imported from",
        // Rollup and Vite; esbuild; Turbopack; Parcel; PostCSS; Svelte and Sass keep to these, too.
        r#"failed to resolve import ["']([^"']+)["']"#,
        r#"Could not resolve ["']([^"']+)["'](?: from|\s*$)"#,
        r"Module not found: Can't resolve '([^']+)'",
        r"Failed to resolve '([^']+)' from",
        r"Loading PostCSS Plugin failed: Cannot find module '([^']+)'",
    ]
    .iter()
    .filter_map(|pattern| Regex::new(pattern).ok())
    .collect()
});

/// A shell that does not find a command.
static COMMAND: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:^|\s)(?:ba|da)?sh: (?:line )?\d+: ([a-z][a-z0-9_-]{0,40}): (?:command )?not found",
    )
    .ok()
});

/// A missing package: who needs it.
struct Missing {
    package: String,
    member: String,
    /// The file that imports it, or the script that calls it.
    needed_by: String,
}

impl Recipe for DependencyNotDeclared {
    fn id(&self) -> &'static str {
        "dependency-not-declared"
    }

    fn plan(
        &self,
        _: &Diagnosis,
        log: &str,
        project: &Project,
        files: &dyn ProjectFiles,
    ) -> Option<Plan> {
        let mut missing: Vec<Missing> = Vec::new();
        for line in lines(log) {
            let found = imported(line, project, files).or_else(|| called(line, project, files));
            if let Some(found) =
                found.filter(|found| !missing.iter().any(|known| known.package == found.package))
            {
                missing.push(found);
            }
            if missing.len() > 8 {
                // So many at once is another cause: the wrong directory, an install that did not happen.
                return None;
            }
        }
        plan(project, files, &missing)
    }
}

fn imported(line: &str, project: &Project, files: &dyn ProjectFiles) -> Option<Missing> {
    let specifier = MISSING
        .iter()
        .find_map(|pattern| pattern.captures(line))?
        .get(1)?
        .as_str();
    let package = package_of(specifier)?;
    let needed_by = importer(files, project, package, specifier)?;
    let member = project.member_of(&needed_by).to_owned();
    (!is_own(files, project, &member, specifier)).then_some(())?;
    undeclared(files, project, &member, package)?;
    Some(Missing {
        package: package.to_owned(),
        member,
        needed_by,
    })
}

fn called(line: &str, project: &Project, files: &dyn ProjectFiles) -> Option<Missing> {
    let command = COMMAND.as_ref()?.captures(line)?.get(1)?.as_str();
    let (_, package) = COMMANDS.iter().find(|(name, _)| *name == command)?;
    let words = |script: &str| {
        script
            .split([' ', '&', ';', '|', '('])
            .any(|word| word == command)
    };
    let member = std::iter::once(&project.root)
        .chain(&project.members)
        .find(|member| {
            let path = if member.is_empty() {
                "package.json".to_owned()
            } else {
                format!("{member}/package.json")
            };
            Manifest::read(files, &path).is_some_and(|manifest| {
                manifest
                    .section("scripts")
                    .values()
                    .any(|script| words(script))
            })
        })?;
    undeclared(files, project, member, package)?;
    Some(Missing {
        package: (*package).to_owned(),
        member: member.clone(),
        needed_by: "a script of `package.json`".to_owned(),
    })
}

/// Nothing when the member's manifest declares the package, or cannot be read.
fn undeclared(
    files: &dyn ProjectFiles,
    project: &Project,
    member: &str,
    package: &str,
) -> Option<()> {
    let path = if member.is_empty() {
        "package.json".to_owned()
    } else {
        format!("{member}/package.json")
    };
    let declares = |manifest: &Manifest| {
        manifest.declared(package).is_some() || manifest.text("name") == Some(package)
    };
    let own = Manifest::read(files, &path)?;
    let top = if project.packages.directory == member {
        None
    } else {
        Manifest::read(files, &top_manifest(project))
    };
    (!declares(&own) && !top.as_ref().is_some_and(declares)).then_some(())
}

fn top_manifest(project: &Project) -> String {
    let directory = &project.packages.directory;
    if directory.is_empty() {
        "package.json".to_owned()
    } else {
        format!("{directory}/package.json")
    }
}

fn plan(project: &Project, files: &dyn ProjectFiles, missing: &[Missing]) -> Option<Plan> {
    let mut by_place: BTreeMap<(&str, bool), Vec<&Missing>> = BTreeMap::new();
    for found in missing {
        by_place
            .entry((&found.member, is_build_tool(&found.package)))
            .or_default()
            .push(found);
    }
    let mut plan = Plan::default();
    let mut sentences = Vec::new();
    for ((member, development), found) in by_place {
        let path = if member.is_empty() {
            "package.json".to_owned()
        } else {
            format!("{member}/package.json")
        };
        let manifest = Manifest::read(files, &path)?;
        let specifications: Vec<String> = found
            .iter()
            .map(|found| {
                let range = versions::range(files, &manifest, &project.packages, &found.package);
                versions::specification(project.packages.manager, &found.package, &range)
            })
            .collect();
        plan.commands.push(versions::add(
            &project.packages,
            member,
            &specifications,
            development,
        ));
        let section = if development {
            "devDependencies"
        } else {
            "dependencies"
        };
        for found in found {
            let needed_by = if found.needed_by.contains('`') {
                found.needed_by.clone()
            } else {
                format!("`{}`", found.needed_by)
            };
            sentences.push(format!("{needed_by} needs the package `{}`, which `{path}` did not declare; it was added to `{section}`.", found.package));
        }
        plan.outputs.push(path);
    }
    plan.outputs.extend(project.packages.lockfile.clone());
    plan.outputs.dedup();
    plan.explanation = sentences.join("\n");
    (!plan.commands.is_empty()).then_some(plan)
}
