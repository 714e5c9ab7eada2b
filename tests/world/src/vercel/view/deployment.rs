//! Deployments: alone with `id`, in lists with `uid`.

use serde_json::{Value, json};

use crate::vercel::state::{Deployment, State};

/// The page of a deployment: `<base>/<team>/<project>/<id without its prefix>`.
pub(in crate::vercel) fn inspector_url(
    base: &str,
    state: &State,
    deployment: &Deployment,
) -> String {
    format!(
        "{base}/{}/{}/{}",
        state.slug(&deployment.account),
        deployment.name,
        deployment.id.trim_start_matches("dpl_")
    )
}

/// The id of the one build of a deployment.
pub(in crate::vercel) fn build_id(deployment: &Deployment) -> String {
    format!(
        "bld_{}",
        deployment
            .id
            .trim_start_matches("dpl_")
            .chars()
            .take(9)
            .collect::<String>()
            .to_lowercase()
    )
}

/// `GET /v13/deployments/{id}`.
pub(in crate::vercel) fn deployment(base: &str, state: &State, deployment: &Deployment) -> Value {
    let settings = state
        .projects
        .get(&deployment.project)
        .map(|project| project.settings.clone())
        .unwrap_or_default();
    let commit = &deployment.commit;
    let source = json!({
        "type": "github", "org": commit.owner, "repo": commit.repository, "repoId": commit.repository_id, "ref": commit.branch,
        "sha": commit.sha, "prId": commit.pull_request,
    });
    let mut view = json!({
        "id": deployment.id, "url": deployment.url, "name": deployment.name, "version": 2, "type": "LAMBDAS",
        "readyState": deployment.state.word(), "status": deployment.state.word(), "target": deployment.target,
        "createdAt": deployment.created, "bootedAt": deployment.created, "buildingAt": deployment.building.unwrap_or(deployment.created),
        "projectId": deployment.project, "project": {"id": deployment.project, "name": deployment.name, "framework": settings.framework},
        "ownerId": deployment.account, "creator": creator(state, deployment), "regions": ["iad1"], "plan": state.plan(&deployment.account).word(), "public": false,
        "meta": deployment.meta, "gitSource": source, "source": deployment.source, "inspectorUrl": inspector_url(base, state, deployment),
        "alias": [], "aliasAssigned": deployment.state == crate::vercel::ReadyState::Ready, "aliasError": null,
        "build": {"env": []}, "builds": [], "env": [], "routes": null, "lambdas": [], "createdIn": "iad1",
        "projectSettings": {
            "framework": settings.framework, "installCommand": settings.install_command, "buildCommand": settings.build_command,
            "devCommand": null, "outputDirectory": settings.output_directory, "rootDirectory": settings.root_directory,
            "commandForIgnoringBuildStep": null, "nodeVersion": settings.node_version.as_deref().unwrap_or("22.x"),
        },
        "gitRepo": null, "autoAssignCustomDomains": true, "isInConcurrentBuildsQueue": false,
        "isInSystemBuildsQueue": false, "buildSkipped": false,
    });
    if state.teams.contains_key(&deployment.account) {
        view["team"] = json!({"id": deployment.account, "slug": state.slug(&deployment.account), "name": state.slug(&deployment.account)});
    }
    ends(deployment, &mut view);
    view
}

/// One entry of `GET /v6/deployments` and `GET /v7/deployments`.
pub(in crate::vercel) fn listed(base: &str, state: &State, deployment: &Deployment) -> Value {
    let mut view = json!({
        "uid": deployment.id, "name": deployment.name, "url": deployment.url, "created": deployment.created,
        "createdAt": deployment.created, "buildingAt": deployment.building, "readyState": deployment.state.word(),
        "state": deployment.state.word(), "type": "LAMBDAS", "creator": creator(state, deployment), "target": deployment.target,
        "inspectorUrl": inspector_url(base, state, deployment), "projectId": deployment.project, "meta": deployment.meta,
        "source": deployment.source, "isRollbackCandidate": false, "aliasError": null,
    });
    ends(deployment, &mut view);
    view
}

fn creator(state: &State, deployment: &Deployment) -> Value {
    let user = state.users.get(&deployment.creator);
    json!({
        "uid": deployment.creator, "username": user.map(|user| &user.username), "email": user.map(|user| &user.email),
        "githubLogin": deployment.meta.get("githubCommitAuthorLogin"),
    })
}

/// What is only there once a deployment has ended.
fn ends(deployment: &Deployment, view: &mut Value) {
    use crate::vercel::ReadyState;
    match deployment.state {
        ReadyState::Ready => {
            view["ready"] = json!(deployment.ended);
            view["readySubstate"] = json!(if deployment.target.is_some() {
                "PROMOTED"
            } else {
                "STAGED"
            });
        }
        ReadyState::Canceled => view["canceledAt"] = json!(deployment.ended),
        ReadyState::Error => {
            view["buildErrorAt"] = json!(deployment.ended);
            if let Some(failure) = &deployment.failure {
                if let Some(code) = &failure.code {
                    view["errorCode"] = json!(code);
                }
                view["errorMessage"] = json!(failure.message);
                view["errorStep"] = json!("buildStep");
            }
        }
        ReadyState::Queued | ReadyState::Building => {}
    }
}
