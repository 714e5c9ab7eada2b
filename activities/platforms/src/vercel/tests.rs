//! Vercel's client against a scripted server: what it asks, and what it makes of good and awkward answers.

use std::{sync::Arc, time::Duration};

use domain::DeploymentId;
use outbound::testing::Server;
use serde_json::{Value, json};

use crate::{Credentials, Platform, connect};

mod account;
mod deployments;
mod failures;
mod log;
mod misreadings;
mod projects;
mod redeploy;
mod reference;
mod webhooks;

const SHA: &str = "0123456789abcdef0123456789abcdef01234567";
const LONG: Duration = Duration::from_secs(20);

fn platform(server: &Server, timeout: Duration) -> Arc<dyn Platform> {
    let credentials = Credentials {
        token: "vcp_token".into(),
        team: Some("team_x".to_owned()),
        base_url: Some(server.url.clone()),
    };
    connect(
        domain::Platform::Vercel,
        credentials,
        Server::client(timeout),
    )
    .unwrap()
}

fn id() -> DeploymentId {
    DeploymentId("dpl_A1".to_owned())
}

fn failed() -> Value {
    json!({"id": "dpl_A1", "url": "my-app-abc.vercel.app", "name": "my-app", "readyState": "ERROR", "status": "ERROR", "type": "LAMBDAS", "target": null,
        "errorCode": "BUILD_UTILS_SPAWN_1", "errorMessage": "Command \"npm run build\" exited with 1", "errorStep": "buildStep", "createdAt": 1_777_015_529_600_i64,
        "projectId": "prj_1", "project": {"id": "prj_1", "name": "my-app", "framework": "nextjs"}, "ownerId": "team_1", "regions": ["iad1"], "alias": [], "creator": {"uid": "u1"},
        "inspectorUrl": "https://vercel.com/acme/my-app/A1",
        "meta": {"githubCommitSha": SHA, "githubCommitRef": "feat", "githubCommitMessage": "Add totals\n\nLong text", "githubCommitAuthorLogin": "octocat", "githubPrId": "597",
            "githubOrg": "acme", "githubRepo": "my-app", "githubRepoId": "123", "githubCommitOrg": "acme", "githubCommitRepo": "my-app", "githubCommitRepoId": "123"},
        "gitSource": {"type": "github", "repoId": 123, "ref": "feat", "sha": SHA, "prId": 597}})
}

fn project_body() -> Value {
    json!({"id": "prj_1", "name": "my-app", "framework": "nextjs", "nodeVersion": "22.x", "buildCommand": null, "installCommand": "npm ci", "rootDirectory": "./apps/web/", "outputDirectory": null,
        "link": {"type": "github", "org": "acme", "repo": "my-app", "repoId": 123, "productionBranch": "main"}})
}
