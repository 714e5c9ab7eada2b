//! What looks like a package and is the project itself: aliases, folders, members of the workspace.

use super::imports::package_of;
use crate::project::{Manifest, Project, ProjectFiles};

/// Prefixes that `tsconfig.json` or `package.json` map to files of the project.
fn aliases(files: &dyn ProjectFiles, directory: &str) -> Vec<String> {
    let join = |name: &str| {
        if directory.is_empty() {
            name.to_owned()
        } else {
            format!("{directory}/{name}")
        }
    };
    let mut aliases = Vec::new();
    for name in [
        "tsconfig.json",
        "jsconfig.json",
        "tsconfig.app.json",
        "tsconfig.base.json",
    ] {
        let options = files.read(&join(name)).and_then(|text| {
            let options = jsonc_parser::ParseOptions::default();
            jsonc_parser::parse_to_serde_value::<serde_json::Value>(&text, &options).ok()
        });
        let paths = options
            .as_ref()
            .and_then(|value| value.get("compilerOptions")?.get("paths")?.as_object());
        aliases.extend(paths.into_iter().flatten().map(|(pattern, _)| {
            pattern
                .trim_end_matches('*')
                .trim_end_matches('/')
                .to_owned()
        }));
    }
    aliases.retain(|alias| !alias.is_empty());
    aliases
}

/// Whether a specifier stands for files of the project itself: an alias, a folder below `baseUrl`, a workspace member.
pub(super) fn is_own(
    files: &dyn ProjectFiles,
    project: &Project,
    member: &str,
    specifier: &str,
) -> bool {
    let aliased = [member, project.packages.directory.as_str()]
        .iter()
        .flat_map(|directory| aliases(files, directory))
        .any(|alias| {
            specifier
                .strip_prefix(alias.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
    let first = specifier.split('/').next().unwrap_or(specifier);
    let folder = ["", "src/", "app/"].iter().any(|base| {
        let prefix = if member.is_empty() {
            format!("{base}{first}")
        } else {
            format!("{member}/{base}{first}")
        };
        let within = format!("{prefix}/");
        files
            .paths()
            .range(within.clone()..)
            .next()
            .is_some_and(|path| path.starts_with(&within))
            || ["ts", "tsx", "js", "jsx"]
                .iter()
                .any(|extension| files.has(&format!("{prefix}.{extension}")))
    });
    let package = package_of(specifier);
    let sibling = project.members.iter().any(|directory| {
        let path = if directory.is_empty() {
            "package.json".to_owned()
        } else {
            format!("{directory}/package.json")
        };
        Manifest::read(files, &path).is_some_and(|manifest| {
            manifest.text("name").is_some() && manifest.text("name") == package
        })
    });
    aliased || (folder && !specifier.starts_with('@')) || sibling
}
