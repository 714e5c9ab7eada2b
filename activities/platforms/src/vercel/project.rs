//! A project of Vercel in our words.

use domain::{BuildSettings, GitHost, Repository};
use outbound::json;
use serde_json::Value;

use crate::platform::ProjectSettings;

/// Reads a project.
///
/// # Errors
/// The name of the field that a project is useless without.
pub(super) fn read(value: &Value) -> Result<ProjectSettings, &'static str> {
    let id = json::text(value, "/id").ok_or("a project without an id")?;
    let root = json::text(value, "/rootDirectory").unwrap_or_default();
    let root = root.trim_start_matches("./").trim_matches('/');
    Ok(ProjectSettings {
        name: json::text(value, "/name").unwrap_or_else(|| id.clone()),
        id,
        build: BuildSettings {
            root_directory: if root == "." {
                String::new()
            } else {
                root.to_owned()
            },
            install_command: json::text(value, "/installCommand"),
            build_command: json::text(value, "/buildCommand"),
            output_directory: json::text(value, "/outputDirectory"),
            node_version: json::text(value, "/nodeVersion"),
            framework: json::text(value, "/framework"),
        },
        repository: value.pointer("/link").and_then(linked),
        production_branch: json::text(value, "/link/productionBranch"),
    })
}

fn linked(link: &Value) -> Option<Repository> {
    let (host, owner, name) = match json::text(link, "/type")?.as_str() {
        "github" | "github-limited" | "github-custom-host" => (GitHost::Github, "/org", "/repo"),
        "gitlab" => (GitHost::Gitlab, "/projectNamespace", "/projectName"),
        "bitbucket" => (GitHost::Bitbucket, "/owner", "/slug"),
        _ => return None,
    };
    Some(Repository {
        host,
        owner: json::text(link, owner)?,
        name: json::text(link, name)?,
    })
}
