use std::sync::Arc;

use super::{World, WorldOptions};
use crate::{
    Access, ProjectSettings, ReadyState, ScriptedBuilder, ScriptedRun, Signature, StatusState,
    StepKind,
};

const REPOSITORY: &str = "acme/shop";

async fn world() -> (tempfile::TempDir, World) {
    let folder = tempfile::tempdir().unwrap();
    let builder =
        ScriptedBuilder::new(
            |step, tree| match (step.kind, tree.contains_key("broken")) {
                (StepKind::Build, true) => ScriptedRun::red("it is broken"),
                _ => ScriptedRun::default(),
            },
        );
    let world = World::start(WorldOptions::new(folder.path(), "test", Arc::new(builder)))
        .await
        .unwrap();
    let id = world
        .github
        .create_repository("acme", "shop", true)
        .await
        .unwrap();
    world.github.create_account("ada", "ada@example.test");
    world
        .github
        .add_collaborator(REPOSITORY, "ada", Access::Write)
        .unwrap();
    let user = world.vercel.create_user("ada", "ada@example.test");
    let team = world.vercel.create_team("acme", "Acme", &[&user]);
    world
        .vercel
        .create_project(&team, "shop", REPOSITORY, id, ProjectSettings::default());
    world
        .vercel
        .create_project(&team, "other", "acme/other", id, ProjectSettings::default());
    (folder, world)
}

#[tokio::test]
async fn a_push_is_built_and_its_fate_is_a_commit_status() {
    let (_folder, world) = world().await;
    let ada = Signature {
        name: "Ada".into(),
        email: "ada@example.test".into(),
        seconds: 1_700_000_000,
    };
    let package = r#"{"scripts":{"build":"tsc"}}"#;
    let files = [("package.json", Some(package)), ("broken", Some("yes"))];
    world
        .github
        .foreign_commit(REPOSITORY, "main", &files[..1], "green", &ada)
        .await
        .unwrap();
    world
        .github
        .create_branch(REPOSITORY, "topic", "main", "ada")
        .await
        .unwrap();
    let red = world
        .github
        .foreign_commit(REPOSITORY, "topic", &files, "red", &ada)
        .await
        .unwrap();
    let number = world
        .github
        .open_pull_request(REPOSITORY, "ada", "t", "topic", "main")
        .await
        .unwrap();
    let failed = world
        .vercel
        .wait_for(|deployment| deployment.sha == red && deployment.state.finished())
        .await;
    assert_eq!(
        (failed.state, failed.target.as_deref()),
        (ReadyState::Error, None)
    );
    let snapshot = world.github.snapshot(REPOSITORY).await.unwrap();
    let status = &snapshot.pull_requests[0].statuses[0];
    assert_eq!(
        (status.context.as_str(), status.state),
        ("Vercel – shop", StatusState::Failure)
    );

    // The next push knows its pull request; the merge is a production deployment.
    let fixed = world
        .github
        .foreign_commit(REPOSITORY, "topic", &[("broken", None)], "fix", &ada)
        .await
        .unwrap();
    let ready = world
        .vercel
        .wait_for(|deployment| deployment.sha == fixed && deployment.state.finished())
        .await;
    assert_eq!(
        (ready.state, ready.meta["githubPrId"].as_str()),
        (ReadyState::Ready, number.to_string().as_str())
    );
    let merge = world
        .github
        .merge_pull_request(REPOSITORY, number, "ada")
        .await
        .unwrap();
    let live = world
        .vercel
        .wait_for(|deployment| deployment.sha == merge && deployment.state.finished())
        .await;
    assert_eq!(
        (live.state, live.target.as_deref()),
        (ReadyState::Ready, Some("production"))
    );
    assert_eq!(live.meta["githubCommitAuthorLogin"], "ada");
}

#[tokio::test]
async fn worlds_with_the_same_seed_give_the_same_identifiers() {
    let ids = |world: &World| world.vercel.create_user("x", "x@example.test");
    let (one, other) = (world().await, world().await);
    assert_eq!(ids(&one.1), ids(&other.1));
}
