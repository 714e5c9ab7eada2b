//! Reproducing and verifying, and what is refused.

use std::sync::{Arc, Mutex};

use domain::BuildSettings;
use fixers::{FixerError, ReproduceInput, ReproduceOutcome, Step, VerifyInput, Watch};
use libtest_mimic::Failed;

use crate::{
    Test,
    world::{World, files, red},
};

pub(crate) const TESTS: [(&str, Test); 6] = [
    ("green_is_not_reproduced", green),
    ("the_same_reason_is_reproduced", same_reason),
    ("another_tree_is_refused", other_tree),
    ("patches_are_checked_before_they_are_built", patches),
    ("a_cancelled_build_leaves_nothing", cancelled),
    ("a_build_has_no_network_unless_asked", network),
];

fn plain() -> BuildSettings {
    BuildSettings::default()
}

fn green(world: &'static World) -> Result<(), Failed> {
    let target = world.target(
        &files(&[(
            "package.json",
            r#"{"scripts":{"build":"node -e 'console.log(6*7, process.env.CI)'"}}"#,
        )]),
        plain(),
    );
    world.runtime.block_on(async {
        let told: Arc<Mutex<Vec<String>>> = Arc::default();
        let sink = Arc::clone(&told);
        let watch = Watch {
            progress: Arc::new(move |progress| sink.lock().unwrap().push(progress.phase)),
            ..Watch::silent()
        };
        let input = ReproduceInput {
            target: target.clone(),
            fingerprint: "fp1:x".to_owned(),
        };
        let reproduction = world.fixer().reproduce(&input, &watch).await?;
        assert_eq!(
            reproduction.outcome,
            ReproduceOutcome::Green,
            "{}",
            reproduction.build.log
        );
        assert!(
            reproduction.build.log.contains("42 1"),
            "{}",
            reproduction.build.log
        );
        let commands: Vec<&str> = reproduction
            .build
            .runs
            .iter()
            .map(|run| run.command.as_str())
            .collect();
        assert_eq!(commands, ["npm install", "npm run build"]);
        assert!(
            reproduction
                .build
                .environment
                .iter()
                .any(|line| line.starts_with("node v")),
            "{:?}",
            reproduction.build.environment
        );
        assert_eq!(reproduction.build.tree, target.snapshot.tree);
        let mut phases = told.lock().unwrap().clone();
        phases.dedup();
        assert_eq!(phases, ["unpack", "toolchain", "install", "build"]);
        Ok(())
    })
}

fn same_reason(world: &'static World) -> Result<(), Failed> {
    let script = r#"{"scripts":{"build":"node build.js"}}"#;
    let source = "console.log('starting ' + Date.now());\nthrow new TypeError('prices.map is not a function');\n";
    let target = world.target(
        &files(&[("package.json", script), ("build.js", source)]),
        plain(),
    );
    world.runtime.block_on(async {
        let fixer = world.fixer();
        let first = red(&fixer, &target).await;
        assert_eq!(first.build.failed, Some(Step::Build));
        assert!(
            first
                .build
                .log
                .contains("Error: Command \"npm run build\" exited with 1"),
            "{}",
            first.build.log
        );
        let fingerprint = first.diagnosis.unwrap().fingerprint;
        let again = fixer
            .reproduce(
                &ReproduceInput {
                    target: target.clone(),
                    fingerprint,
                },
                &Watch::silent(),
            )
            .await?;
        assert_eq!(
            again.outcome,
            ReproduceOutcome::Reproduced,
            "{}",
            again.build.log
        );
        Ok(())
    })
}

fn other_tree(world: &'static World) -> Result<(), Failed> {
    let mut target = world.target(&files(&[("package.json", "{}")]), plain());
    target.snapshot.tree = "1".repeat(40);
    let error = world
        .runtime
        .block_on(world.fixer().build(&target, &Watch::silent()))
        .unwrap_err();
    assert!(
        matches!(error, FixerError::TreeMismatch { .. }) && error.is_permanent(),
        "{error}"
    );
    Ok(())
}

fn patches(world: &'static World) -> Result<(), Failed> {
    let target = world.target(
        &files(&[
            ("package.json", r#"{"scripts":{"build":"exit 1"}}"#),
            ("a.txt", "one\n"),
        ]),
        plain(),
    );
    let fitting = "diff --git a/a.txt b/a.txt\n--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-one\n+two\n";
    let hook = "diff --git a/.git/hooks/x b/.git/hooks/x\nnew file mode 100755\n--- /dev/null\n+++ b/.git/hooks/x\n@@ -0,0 +1 @@\n+x\n";
    world.runtime.block_on(async {
        let fixer = world.fixer();
        for (patch, words) in [
            (fitting, "should lead to"),
            (hook, "git itself"),
            (&fitting.replace("-one", "-1"), "apply"),
            ("hello", "not a readable git diff"),
        ] {
            let input = VerifyInput {
                target: target.clone(),
                patch: patch.as_bytes().to_vec(),
                tree: "1".repeat(40),
            };
            let error = fixer.verify(&input, &Watch::silent()).await.unwrap_err();
            assert!(
                matches!(error, FixerError::Patch(_)) && error.to_string().contains(words),
                "{error}"
            );
        }
        Ok(())
    })
}

fn cancelled(world: &'static World) -> Result<(), Failed> {
    let target = world.target(
        &files(&[(
            "package.json",
            r#"{"scripts":{"build":"echo running; sleep 1000"}}"#,
        )]),
        plain(),
    );
    let mut config = world.config();
    config.scratch = world.folder();
    let scratch = config.scratch.clone();
    let watch = Watch::silent();
    let stop = watch.cancel.clone();
    let watch = Watch {
        progress: Arc::new(move |progress| {
            if progress.line == "running" {
                stop.cancel();
            }
        }),
        ..watch
    };
    let error = world
        .runtime
        .block_on(fixers::SandboxFixer::new(config).build(&target, &watch))
        .unwrap_err();
    assert!(matches!(error, FixerError::Cancelled), "{error}");
    let left: Vec<_> = std::fs::read_dir(scratch)?
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(left.is_empty(), "{left:?}");
    Ok(())
}

fn network(world: &'static World) -> Result<(), Failed> {
    // The install reaches the registry; the build only when the subscription says so.
    let script = r#"{"scripts":{"build":"npm view is-odd name --fetch-retries=0"},"dependencies":{"is-odd":"3.0.1"}}"#;
    let mut target = world.target(&files(&[("package.json", script)]), plain());
    world.runtime.block_on(async {
        let fixer = world.fixer();
        let closed = fixer.build(&target, &Watch::silent()).await?;
        assert_eq!(closed.failed, Some(Step::Build), "{}", closed.log);
        target.network_during_build = true;
        let open = fixer.build(&target, &Watch::silent()).await?;
        assert!(open.is_green(), "{}", open.log);
        Ok(())
    })
}
