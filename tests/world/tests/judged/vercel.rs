//! `@vercel/sdk` against the fake Vercel.

use std::sync::Arc;

use async_trait::async_trait;
use serde_json::json;
use world::{
    Builder, DeploymentSnapshot, EventFormat, EventShape, GitProvider, LogSink, Plan, ProjectLink,
    ProjectSettings, ReadyState, Signature, Step, StepKind, Stream, World, WorldError,
    WorldOptions,
};

use crate::{node::judge, soon};

const REPOSITORY: &str = "acme/shop";
const PACKAGE: &str = r#"{"scripts": {"build": "tsc"}}"#;

/// The commit's `answer.txt` says how its build goes; `held` is never done.
struct Scripted;

#[async_trait]
impl Builder for Scripted {
    async fn run(&self, step: &Step, log: &LogSink) -> Result<i32, WorldError> {
        let answer = std::fs::read_to_string(step.checkout.join("answer.txt")).unwrap_or_default();
        match (step.kind, answer.as_str()) {
            (StepKind::Build, "red") => {
                log.line(Stream::Stderr, "src/a.ts(1,1): error TS2322: no");
                Ok(1)
            }
            (StepKind::Build, "held") => std::future::pending().await,
            _ => {
                log.line(Stream::Stdout, "done");
                Ok(0)
            }
        }
    }
}

/// Pushes a commit and waits until its deployment in `shop` is in a state.
async fn deployed(
    world: &World,
    branch: &str,
    answer: &str,
    state: ReadyState,
) -> DeploymentSnapshot {
    let who = Signature {
        name: "Ada".into(),
        email: "ada@example.test".into(),
        seconds: 1_700_000_000,
    };
    let files = [
        ("answer.txt", Some(answer)),
        ("package.json", Some(PACKAGE)),
    ];
    let sha = world
        .github
        .foreign_commit(REPOSITORY, branch, &files, "a change", &who)
        .await
        .unwrap();
    let fits = |deployment: &DeploymentSnapshot| {
        deployment.sha == sha && deployment.project == "shop" && deployment.state == state
    };
    soon("the deployment", world.vercel.wait_for(fits)).await
}

#[tokio::test]
async fn vercels_client_can_do_what_regreen_does() {
    let folder = tempfile::tempdir().unwrap();
    let options = WorldOptions::new(folder.path(), "judged", Arc::new(Scripted));
    let world = World::start(options).await.unwrap();
    let (github, vercel) = (&world.github, &world.vercel);
    let repository = github
        .create_repository("acme", "shop", false)
        .await
        .unwrap();
    github.create_account("ada", "ada@example.test");

    let user = vercel.create_user("ada", "ada@example.test");
    let team = vercel.create_team("acme", "Acme", &["ada"]);
    let second = vercel.create_team("umbrella", "Umbrella", &["ada"]);
    let free = vercel.create_team("free", "Free", &["ada"]);
    vercel.set_plan(&free, Plan::Hobby).unwrap();
    vercel.create_token("vcp_whole", "ada");
    vercel.create_team_token("vcp_team", "ada", &team).unwrap();
    let settings = ProjectSettings::default;
    let project = vercel.create_project(&team, "shop", REPOSITORY, repository, settings());
    for (name, provider) in [
        ("lab", GitProvider::Gitlab),
        ("bucket", GitProvider::Bitbucket),
    ] {
        let link = ProjectLink::new(provider, REPOSITORY, 7);
        vercel.add_project(&team, name, Some(link), settings());
    }
    vercel.add_project(&team, "bare", None, settings());
    vercel.add_project(&user, "home", None, settings());

    let ready = deployed(&world, "main", "green", ReadyState::Ready).await;
    // With a pull request, which shows in what is built after it.
    deployed(&world, "red", "still green", ReadyState::Ready).await;
    github
        .open_pull_request(REPOSITORY, "ada", "t", "red", "main")
        .await
        .unwrap();
    let red = deployed(&world, "red", "red", ReadyState::Error).await;
    let nested = deployed(&world, "nested", "red", ReadyState::Error).await;
    vercel
        .shape_events(&nested.id, EventShape::Nested, EventFormat::AsAsked)
        .unwrap();
    let held = deployed(&world, "held", "held", ReadyState::Building).await;
    let cancelled = deployed(&world, "cancelled", "green", ReadyState::Queued).await;
    vercel.cancel(&cancelled.id);
    let queued = deployed(&world, "queued", "green", ReadyState::Queued).await;

    let mut newest_first: Vec<String> = vercel
        .deployments()
        .into_iter()
        .map(|deployment| deployment.id)
        .collect();
    newest_first.reverse();
    let description = json!({
        "url": vercel.url(), "token": "vcp_whole", "teamToken": "vcp_team", "user": user, "team": team,
        "secondTeam": second, "freeTeam": free, "project": project, "sha": red.sha, "nested": nested.id,
        "newest": queued.created, "newestFirst": newest_first,
        "deployments": {
            "READY": ready.id, "ERROR": red.id, "BUILDING": held.id, "CANCELED": cancelled.id, "QUEUED": queued.id,
        },
        "hosts": {"deployment": red.url, "branch": red.meta["branchAlias"]},
    });
    judge("vercel.mjs", &description).await;
}
