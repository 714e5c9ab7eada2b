//! Projects of Vercel in our words: one with its settings, and pages of them.

use domain::{BuildSettings, GitHost, Repository};
use outbound::{clean, json};
use serde_json::Value;

use crate::{
    account::{LinkedProject, ProjectPage},
    platform::ProjectSettings,
    vercel::client::next_page,
};

/// Reads a project.
///
/// # Errors
/// The name of the field that a project is useless without, or of a setting that cannot be understood: a project is not
/// built by its framework's defaults just because its own commands are unclear.
pub(super) fn read(value: &Value) -> Result<ProjectSettings, &'static str> {
    let id = json::string(value, "/id").ok_or("a project without an id")?;
    let root = setting(
        value,
        "rootDirectory",
        "a project with an unclear root directory",
    )?
    .unwrap_or_default();
    let root = root.trim_start_matches("./").trim_matches('/');
    Ok(ProjectSettings {
        name: json::string(value, "/name").unwrap_or_else(|| id.clone()),
        id,
        build: BuildSettings {
            root_directory: if root == "." {
                String::new()
            } else {
                root.to_owned()
            },
            install_command: setting(
                value,
                "installCommand",
                "a project with an unclear install command",
            )?,
            build_command: setting(
                value,
                "buildCommand",
                "a project with an unclear build command",
            )?,
            output_directory: setting(
                value,
                "outputDirectory",
                "a project with an unclear output directory",
            )?,
            node_version: json::string(value, "/nodeVersion"),
            framework: json::string(value, "/framework"),
        },
        repository: link(value).ok(),
        production_branch: json::string(value, "/link/productionBranch"),
    })
}

/// Reads a page of projects. One without an id is of no use to anybody and is left out.
///
/// # Errors
/// When it is no page of projects, or does not say whether it is the last.
pub(super) fn page(value: &Value) -> Result<ProjectPage, &'static str> {
    // Without a page around it, a list is all there is.
    let (items, next) = match (value, value.get("projects")) {
        (Value::Array(items), _) => (items, None),
        (_, Some(Value::Array(items))) => (items, next_page(value)?),
        _ => return Err("no list of projects"),
    };
    Ok(ProjectPage {
        projects: items.iter().filter_map(linked).collect(),
        next,
    })
}

fn linked(value: &Value) -> Option<LinkedProject> {
    let id = json::string(value, "/id")?;
    let (repository, unlinked) = match link(value) {
        Ok(repository) => (Some(repository), None),
        Err(why) => (None, Some(why)),
    };
    Some(LinkedProject {
        name: json::string(value, "/name").unwrap_or_else(|| id.clone()),
        id,
        framework: json::string(value, "/framework"),
        repository,
        unlinked,
        production_branch: json::string(value, "/link/productionBranch"),
    })
}

/// Null is the framework's default.
fn setting(
    value: &Value,
    name: &str,
    unclear: &'static str,
) -> Result<Option<String>, &'static str> {
    match value.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone()).filter(|text| !text.is_empty())),
        Some(_) => Err(unclear),
    }
}

/// The linked repository.
///
/// # Errors
/// A sentence that says why there is none.
fn link(project: &Value) -> Result<Repository, String> {
    let link = match project.get("link") {
        None | Some(Value::Null) => {
            return Err("The project is not linked to a git repository.".to_owned());
        }
        Some(link) => link,
    };
    let unclear = || "Vercel does not say which repository the project is linked to.".to_owned();
    let (host, owner, name) = match json::string(link, "/type").ok_or_else(unclear)?.as_str() {
        "github" | "github-limited" | "github-custom-host" => (GitHost::Github, "/org", "/repo"),
        "gitlab" => (GitHost::Gitlab, "/projectNamespace", "/projectName"),
        "bitbucket" => (GitHost::Bitbucket, "/owner", "/slug"),
        other => {
            let other: String = clean(other).chars().take(100).collect();
            return Err(format!(
                "The project is linked to a repository on `{other}`, a git host that regreen does not know."
            ));
        }
    };
    let part = |pointer: &str| json::string(link, pointer).ok_or_else(unclear);
    Ok(Repository {
        host,
        owner: part(owner)?,
        name: part(name)?,
    })
}
