//! TypeScript misses the declarations of a package that is there.

use std::sync::LazyLock;

use domain::Diagnosis;
use regex::Regex;

use super::{
    Plan, Recipe,
    imports::{importer, package_of},
    lines,
    own_files::is_own,
    versions,
};
use crate::project::{Manifest, Project, ProjectFiles};

/// Adds `@types/…` to the development section.
#[derive(Debug)]
pub(super) struct TypesNotDeclared;

/// TS7016, with the module's name.
static UNTYPED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"Could not find a declaration file for module '([^']+)'").ok());
/// TS2688: a name in `types`, or a reference.
static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"TS2688: Cannot find type definition file for '([a-z0-9][a-z0-9._-]*)'").ok()
});
/// TS2580 and TS2591: the globals of Node.js.
const NODE: &str = "Do you need to install type definitions for node?";

impl Recipe for TypesNotDeclared {
    fn id(&self) -> &'static str {
        "types-not-declared"
    }

    fn plan(
        &self,
        _: &Diagnosis,
        log: &str,
        project: &Project,
        files: &dyn ProjectFiles,
    ) -> Option<Plan> {
        let mut found: Vec<(String, String)> = Vec::new();
        for line in lines(log) {
            let wanted = wanted(line, project, files);
            found.extend(wanted.filter(|wanted| !found.contains(wanted)));
            if found.len() > 8 {
                return None;
            }
        }
        // One manifest at a time: that of the first error.
        let member = found.first()?.0.clone();
        let path = if member.is_empty() {
            "package.json".to_owned()
        } else {
            format!("{member}/package.json")
        };
        let manifest = Manifest::read(files, &path)?;
        let types: Vec<&String> = found
            .iter()
            .filter(|(at, _)| *at == member)
            .map(|(_, types)| types)
            .collect();
        let specifications: Vec<String> = types
            .iter()
            .map(|types| {
                let range = versions::range(files, &manifest, &project.packages, types);
                versions::specification(project.packages.manager, types, &range)
            })
            .collect();
        let shown = types
            .iter()
            .map(|types| format!("`{types}`"))
            .collect::<Vec<_>>()
            .join(", ");
        Some(Plan {
            edits: Vec::new(),
            commands: vec![versions::add(
                &project.packages,
                &member,
                &specifications,
                true,
            )],
            outputs: std::iter::once(path.clone())
                .chain(project.packages.lockfile.clone())
                .collect(),
            explanation: format!(
                "The type checker found no declarations where the code needs them; {shown} was added to `devDependencies` of `{path}`."
            ),
        })
    }
}

/// The member and the `@types/…` package that a line asks for.
fn wanted(line: &str, project: &Project, files: &dyn ProjectFiles) -> Option<(String, String)> {
    let capture = |pattern: &LazyLock<Option<Regex>>| -> Option<String> {
        Some(
            pattern
                .as_ref()?
                .captures(line)?
                .get(1)?
                .as_str()
                .to_owned(),
        )
    };
    let (member, types) = if let Some(specifier) = capture(&UNTYPED) {
        let package = package_of(&specifier)?;
        let importer = importer(files, project, package, &specifier)?;
        let member = project.member_of(&importer).to_owned();
        (!is_own(files, project, &member, &specifier)).then_some(())?;
        (member, types_of(package))
    } else if let Some(name) = capture(&NAMED) {
        (project.root.clone(), format!("@types/{name}"))
    } else if line.contains(NODE) {
        (project.root.clone(), "@types/node".to_owned())
    } else {
        return None;
    };
    let path = if member.is_empty() {
        "package.json".to_owned()
    } else {
        format!("{member}/package.json")
    };
    let manifest = Manifest::read(files, &path)?;
    manifest
        .declared(&types)
        .is_none()
        .then_some((member, types))
}

/// `@types/name`, or `@types/scope__name`.
fn types_of(package: &str) -> String {
    format!(
        "@types/{}",
        package.trim_start_matches('@').replacen('/', "__", 1)
    )
}
