//! Projects.

use serde_json::{Value, json};

use crate::vercel::state::{GitProvider, Project, ProjectLink, State};

pub(in crate::vercel) fn project(state: &State, project: &Project) -> Value {
    let settings = &project.settings;
    let resources = json!({"functionDefaultRegions": ["iad1"], "fluid": true});
    let latest: Vec<Value> = state
        .deployments
        .iter()
        .rev()
        .find(|deployment| deployment.project == project.id)
        .map(|deployment| json!({"id": deployment.id, "readyState": deployment.state.word(), "createdAt": deployment.created}))
        .into_iter()
        .collect();
    let mut view = json!({
        "id": project.id, "name": project.name, "accountId": project.account, "framework": settings.framework,
        "nodeVersion": settings.node_version.as_deref().unwrap_or("22.x"), "installCommand": settings.install_command,
        "buildCommand": settings.build_command, "devCommand": null, "outputDirectory": settings.output_directory,
        "rootDirectory": settings.root_directory, "commandForIgnoringBuildStep": null, "alias": [],
        "createdAt": project.created, "updatedAt": project.created, "live": false, "autoExposeSystemEnvs": true,
        "defaultResourceConfig": resources, "resourceConfig": resources, "deploymentExpiration": {}, "env": [],
        "directoryListing": false, "gitForkProtection": true, "latestDeployments": [], "latest": latest, "targets": {},
    });
    // A project without a repository has no such field at all.
    if let Some(link) = &project.link {
        view["link"] = linked(link, project.created);
    }
    view
}

/// The repository, in the words of its host.
fn linked(link: &ProjectLink, created: i64) -> Value {
    let ProjectLink {
        owner,
        repository,
        repository_id: id,
        ..
    } = link;
    let mut view = match link.provider {
        GitProvider::Github => json!({
            "type": "github", "org": owner, "repo": repository, "repoId": id, "repoOwnerId": 9_001,
        }),
        GitProvider::Gitlab => json!({
            "type": "gitlab", "projectId": id.to_string(), "projectName": repository, "projectNamespace": owner,
            "projectNameWithNamespace": format!("{owner} / {repository}"), "projectOwnerId": 9_001,
            "projectUrl": format!("https://gitlab.com/{owner}/{repository}"),
        }),
        GitProvider::Bitbucket => json!({
            "type": "bitbucket", "name": repository, "owner": owner, "slug": repository,
            "uuid": format!("{{{id:08x}-0000-4000-8000-000000000000}}"),
            "workspaceUuid": "{00002329-0000-4000-8000-000000000000}",
        }),
    };
    for (name, value) in [
        ("deployHooks", json!([])),
        ("gitCredentialId", json!("cred_1")),
        ("productionBranch", json!(link.production_branch)),
        ("sourceless", json!(true)),
        ("createdAt", json!(created)),
        ("updatedAt", json!(created)),
    ] {
        view[name] = value;
    }
    view
}
