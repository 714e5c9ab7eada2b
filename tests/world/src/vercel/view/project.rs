//! Projects.

use serde_json::{Value, json};

use crate::vercel::state::{Project, State};

pub(in crate::vercel) fn project(state: &State, project: &Project) -> Value {
    let settings = &project.settings;
    let link = project.link.as_ref().map(|link| {
        json!({
            "type": "github", "org": link.owner, "repo": link.repository, "repoId": link.repository_id, "repoOwnerId": 9_001,
            "deployHooks": [], "gitCredentialId": "cred_1", "productionBranch": link.production_branch, "sourceless": true,
            "createdAt": project.created, "updatedAt": project.created,
        })
    });
    let resources = json!({"functionDefaultRegions": ["iad1"], "fluid": true});
    let latest: Vec<Value> = state
        .deployments
        .iter()
        .rev()
        .find(|deployment| deployment.project == project.id)
        .map(|deployment| json!({"id": deployment.id, "readyState": deployment.state.word(), "createdAt": deployment.created}))
        .into_iter()
        .collect();
    json!({
        "id": project.id, "name": project.name, "accountId": project.account, "framework": settings.framework,
        "nodeVersion": settings.node_version.as_deref().unwrap_or("22.x"), "installCommand": settings.install_command,
        "buildCommand": settings.build_command, "devCommand": null, "outputDirectory": settings.output_directory,
        "rootDirectory": settings.root_directory, "commandForIgnoringBuildStep": null, "alias": [], "link": link,
        "createdAt": project.created, "updatedAt": project.created, "live": false, "autoExposeSystemEnvs": true,
        "defaultResourceConfig": resources, "resourceConfig": resources, "deploymentExpiration": {}, "env": [],
        "directoryListing": false, "gitForkProtection": true, "latestDeployments": [], "latest": latest, "targets": {},
    })
}
