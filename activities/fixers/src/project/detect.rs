//! From files and settings to a [`Project`].

use domain::BuildSettings;
use serde::{Deserialize, Serialize};

use super::{
    Manifest, PackageManager, ProjectFiles, commands,
    files::{join, upwards},
    manager, node,
};
use crate::FixerError;

/// How one project is built.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// Directory of the project from the top; empty for the top.
    pub root: String,
    /// Package manager and lockfile.
    pub packages: PackageManager,
    /// Install command; `None` when there is nothing to install.
    pub install: Option<String>,
    /// Build command.
    pub build: String,
    /// Wanted Node version as written, and the file it is written in (`settings` for the platform's setting).
    pub node: Option<(String, String)>,
    /// Framework, as platforms name it.
    pub framework: Option<String>,
    /// Directories that builds write to, from the top, as far as settings and configuration tell.
    pub outputs: Vec<String>,
    /// Directories of all packages of the workspace, from the top; only the root itself without workspaces.
    pub members: Vec<String>,
}

impl Project {
    /// Path of the project's own manifest.
    #[must_use]
    pub fn manifest(&self) -> String {
        join(&self.root, "package.json")
    }

    /// The workspace member that a path belongs to: the longest directory that holds it.
    #[must_use]
    pub fn member_of(&self, path: &str) -> &str {
        let found = upwards(path).skip(1).find_map(|at| self.members.iter().find(|member| *member == at));
        found.unwrap_or(&self.root)
    }
}

/// Finds out how to build a tree.
///
/// # Errors
/// [`FixerError::Project`] when the root directory is not there, or nothing says how to build.
pub fn detect(files: &dyn ProjectFiles, settings: &BuildSettings) -> Result<Project, FixerError> {
    let root = settings.root_directory.trim_matches('/').trim_start_matches("./").to_owned();
    let root = if root == "." { String::new() } else { root };
    if root.split('/').any(|part| part == ".." || part == ".git") {
        return Err(FixerError::Project("the root directory leads out of the repository".to_owned()));
    }
    let below = format!("{root}/");
    if !root.is_empty() && !files.paths().range(below.clone()..).next().is_some_and(|path| path.starts_with(&below)) {
        return Err(FixerError::Project(format!(
            "the root directory `{root}` is not in the repository: correct it in the project's settings"
        )));
    }
    let manifest = Manifest::read(files, &join(&root, "package.json"));
    let packages = manager::detect(files, &root);
    let install = commands::install(files, &root, settings, manifest.as_ref(), &packages);
    let build = commands::build(files, &root, settings, manifest.as_ref(), &packages).ok_or_else(|| {
        FixerError::Project(
            "nothing says how to build this project: it has no `build` script and no framework with a known build command; \
             set the build command"
                .to_owned(),
        )
    })?;
    let members = members(files, &packages.directory, &root);
    Ok(Project {
        node: node::wanted(files, &root, settings.node_version.as_deref()),
        framework: manifest.as_ref().and_then(|manifest| commands::framework(manifest, settings)),
        outputs: outputs(files, settings, &members),
        root,
        packages,
        install,
        build,
        members,
    })
}

/// Directories of the packages that the workspace's patterns name.
fn members(files: &dyn ProjectFiles, top: &str, root: &str) -> Vec<String> {
    let mut patterns = Manifest::read(files, &join(top, "package.json")).map(|manifest| manifest.workspaces()).unwrap_or_default();
    if let Some(text) = files.read(&join(top, "pnpm-workspace.yaml")) {
        let value: serde_yaml_ng::Value = serde_yaml_ng::from_str(&text).unwrap_or_default();
        let listed = value.get("packages").and_then(serde_yaml_ng::Value::as_sequence);
        patterns.extend(listed.into_iter().flatten().filter_map(|entry| entry.as_str().map(str::to_owned)));
    }
    let mut set = globset::GlobSetBuilder::new();
    for pattern in patterns.iter().filter(|pattern| !pattern.starts_with('!')).take(200) {
        let glob = join(top, pattern.trim_start_matches("./").trim_end_matches('/'));
        if let Ok(glob) = globset::GlobBuilder::new(&glob).literal_separator(true).build() {
            set.add(glob);
        }
    }
    let set = set.build().unwrap_or_else(|_| globset::GlobSet::empty());
    let mut members: Vec<String> = files
        .paths()
        .iter()
        .filter_map(|path| if path == "package.json" { Some("") } else { path.strip_suffix("/package.json") })
        .filter(|directory| *directory == top || *directory == root || set.is_match(directory))
        .map(str::to_owned)
        .collect();
    if !members.iter().any(|member| member == root) {
        members.push(root.to_owned());
    }
    members
}

/// Output directories named by the settings and by `tsconfig.json` files.
fn outputs(files: &dyn ProjectFiles, settings: &BuildSettings, members: &[String]) -> Vec<String> {
    let mut outputs = Vec::new();
    let root = settings.root_directory.trim_matches('/');
    let plain = |path: &str| {
        let path = path.trim_start_matches("./").trim_matches('/').to_owned();
        (!path.is_empty() && !path.split('/').any(|part| part == ".." || part == ".")).then_some(path)
    };
    outputs.extend(settings.output_directory.as_deref().and_then(plain).map(|path| join(root, &path)));
    for member in members.iter().take(200) {
        let options = ["tsconfig.json", "tsconfig.build.json", "tsconfig.app.json"].iter().filter_map(|name| {
            let text = files.read(&join(member, name))?;
            let value: serde_json::Value =
                jsonc_parser::parse_to_serde_value(&text, &jsonc_parser::ParseOptions::default()).ok()?;
            Some(value.get("compilerOptions")?.clone())
        });
        for options in options {
            for key in ["outDir", "declarationDir"] {
                let named = options.get(key).and_then(serde_json::Value::as_str).and_then(plain);
                outputs.extend(named.map(|path| join(member, &path)));
            }
        }
    }
    // A directory that holds committed files is no mere output.
    outputs.retain(|output| {
        let below = format!("{output}/");
        !files.paths().range(below.clone()..).next().is_some_and(|path| path.starts_with(&below))
    });
    outputs.sort();
    outputs.dedup();
    outputs
}
