//! From files and settings to a [`Project`].

use domain::BuildSettings;
use serde::{Deserialize, Serialize};

use super::{
    Manifest, PackageManager, ProjectFiles, commands,
    files::{join, upwards},
    layout::{members, outputs},
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
        let found = upwards(path)
            .skip(1)
            .find_map(|at| self.members.iter().find(|member| *member == at));
        found.unwrap_or(&self.root)
    }
}

/// Finds out how to build a tree.
///
/// # Errors
/// [`FixerError::Project`] when the root directory is not there, or nothing says how to build.
pub fn detect(files: &dyn ProjectFiles, settings: &BuildSettings) -> Result<Project, FixerError> {
    let root = settings
        .root_directory
        .trim_matches('/')
        .trim_start_matches("./")
        .to_owned();
    let root = if root == "." { String::new() } else { root };
    if root.split('/').any(|part| part == ".." || part == ".git") {
        return Err(FixerError::Project(
            "the root directory leads out of the repository".to_owned(),
        ));
    }
    let below = format!("{root}/");
    if !root.is_empty()
        && !files
            .paths()
            .range(below.clone()..)
            .next()
            .is_some_and(|path| path.starts_with(&below))
    {
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
        framework: manifest
            .as_ref()
            .and_then(|manifest| commands::framework(manifest, settings)),
        outputs: outputs(files, settings, &members),
        root,
        packages,
        install,
        build,
        members,
    })
}
