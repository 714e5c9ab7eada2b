//! Real builds in a real sandbox. The binary is also the sandbox's launcher, so it has a `main` of its own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "the whole binary is a test"
)]

use std::{os::unix::fs::PermissionsExt, sync::Arc};

use libtest_mimic::{Arguments, Failed, Trial};
use world::{
    DeploymentSnapshot, ProjectSettings, ReadyState, SandboxBuilder, Signature, World, WorldOptions,
};

const REPOSITORY: &str = "acme/shop";

fn main() {
    sandbox::launcher::intercept();
    let trials = vec![
        Trial::test("a_red_build_shows_true_output_with_vercels_paths", || {
            run(red())
        }),
        Trial::test("a_failing_install_is_named_and_nothing_is_built", || {
            run(install())
        }),
        Trial::test("a_cancelled_build_ends_its_processes", || run(cancel())),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn run(test: impl Future<Output = ()>) -> Result<(), Failed> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?
        .block_on(test);
    Ok(())
}

struct Scene {
    world: World,
    #[expect(dead_code, reason = "removed when dropped")]
    folder: tempfile::TempDir,
}

impl Scene {
    async fn set(settings: ProjectSettings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        // The sandbox's user must be able to pass through.
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        let launcher = std::env::current_exe().unwrap();
        let builder = SandboxBuilder::on_this_host(&launcher, &folder.path().join("sandbox"))
            .await
            .unwrap();
        let world = World::start(WorldOptions::new(
            folder.path(),
            "sandboxed",
            Arc::new(builder),
        ))
        .await
        .unwrap();
        let id = world
            .github
            .create_repository("acme", "shop", false)
            .await
            .unwrap();
        let user = world.vercel.create_user("ada", "ada@example.test");
        world
            .vercel
            .create_project(&user, "shop", REPOSITORY, id, settings);
        Self { world, folder }
    }

    async fn push(&self, package: &str) -> String {
        let who = Signature {
            name: "Ada".into(),
            email: "ada@example.test".into(),
            seconds: 1_700_000_000,
        };
        self.world
            .github
            .foreign_commit(
                REPOSITORY,
                "main",
                &[("package.json", Some(package))],
                "x",
                &who,
            )
            .await
            .unwrap()
    }

    async fn ended(&self, sha: &str) -> DeploymentSnapshot {
        self.world
            .vercel
            .wait_for(|deployment| deployment.sha == sha && deployment.state.finished())
            .await
    }

    fn log(&self, deployment: &DeploymentSnapshot) -> Vec<String> {
        self.world
            .vercel
            .log(&deployment.id)
            .into_iter()
            .map(|line| line.text)
            .collect()
    }
}

async fn red() {
    let scene = Scene::set(ProjectSettings::default()).await;
    let build = r#"echo at $(realpath package.json) with CI=$CI && id -u > /dev/null && echo src/a.ts: oops >&2 && exit 3"#;
    let package =
        serde_json::json!({"name": "shop", "version": "1.0.0", "scripts": {"build": build}})
            .to_string();
    let sha = scene.push(&package).await;
    let deployment = scene.ended(&sha).await;
    let log = scene.log(&deployment);
    assert_eq!(deployment.state, ReadyState::Error, "{log:#?}");
    assert_eq!(
        deployment.error_code.as_deref(),
        Some("BUILD_UTILS_SPAWN_3"),
        "{log:#?}"
    );
    for line in [
        "at /vercel/path0/package.json with CI=1",
        "src/a.ts: oops",
        "> shop@1.0.0 build",
        "Error: Command \"npm run build\" exited with 3",
    ] {
        assert!(
            log.iter().any(|shown| shown == line),
            "{line:?} is missing in {log:#?}"
        );
    }
}

async fn install() {
    let settings = ProjectSettings {
        install_command: Some("npm ci".into()),
        ..ProjectSettings::default()
    };
    let scene = Scene::set(settings).await;
    // Without a lockfile npm refuses before it asks any registry.
    let sha = scene
        .push(r#"{"name":"shop","version":"1.0.0","scripts":{"build":"echo never"}}"#)
        .await;
    let deployment = scene.ended(&sha).await;
    let log = scene.log(&deployment);
    assert_eq!(
        deployment.error_message.as_deref(),
        Some("Command \"npm ci\" exited with 1"),
        "{log:#?}"
    );
    assert!(
        log.iter()
            .any(|line| line == "Running \"install\" command: `npm ci`...")
    );
    assert!(
        log.iter().any(|line| line.contains("package-lock.json")),
        "{log:#?}"
    );
    assert!(!log.iter().any(|line| line.contains("never")));
}

async fn cancel() {
    let settings = ProjectSettings {
        build_command: Some("echo started; sleep 1000".into()),
        ..ProjectSettings::default()
    };
    let scene = Scene::set(settings).await;
    let sha = scene.push("{}").await;
    let vercel = &scene.world.vercel;
    let id = vercel.wait_for(|deployment| deployment.sha == sha).await.id;
    vercel
        .wait_for(|deployment| {
            vercel
                .log(&deployment.id)
                .iter()
                .any(|line| line.text == "started")
        })
        .await;
    vercel.cancel(&id);
    assert_eq!(scene.ended(&sha).await.state, ReadyState::Canceled);
}
