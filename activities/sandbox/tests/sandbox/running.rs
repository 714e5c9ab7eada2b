//! What a command sees and what the caller hears of it.

use std::collections::BTreeSet;

use libtest_mimic::Failed;
use sandbox::{Exit, Output, Sandbox, SandboxError, Stream};
use tokio_util::sync::CancellationToken;

use crate::Test;
use crate::world::{Listener, World, block_on, output_of};

pub(crate) const TESTS: [(&str, Test); 9] = [
    ("exit_codes_and_signals", exit_codes_and_signals),
    ("streams_are_told_apart", streams_are_told_apart),
    (
        "combined_output_keeps_its_order",
        combined_output_keeps_its_order,
    ),
    ("environment_is_cleared", environment_is_cleared),
    ("input_is_read", input_is_read),
    ("directory_is_entered", directory_is_entered),
    (
        "launch_failures_are_told_from_exits",
        launch_failures_are_told_from_exits,
    ),
    (
        "what_is_in_force_is_described",
        what_is_in_force_is_described,
    ),
    ("probe_finds_a_working_host", probe_finds_a_working_host),
];

fn exit_codes_and_signals(world: &'static World) -> Result<(), Failed> {
    block_on(async {
        for (script, exit) in [
            ("exit 0", Exit::Code(0)),
            ("exit 3", Exit::Code(3)),
            ("exit 127", Exit::Code(127)),
            ("kill -TERM $$", Exit::Signal(15)),
            ("kill -SEGV $$", Exit::Signal(11)),
        ] {
            assert_eq!(
                world.run(&world.shell(script)).await?.outcome.exit,
                exit,
                "{script}"
            );
        }
        Ok(())
    })
}

fn streams_are_told_apart(world: &'static World) -> Result<(), Failed> {
    block_on(async {
        let case = world.shell("echo out; echo err >&2");
        let mut listener = Listener::default();
        let outcome = world
            .sandbox
            .run(&case.job, &mut listener, &CancellationToken::new())
            .await?;
        let mut heard = listener.heard.lock().unwrap().clone();
        heard.sort_by_key(|(stream, _)| *stream == Stream::Stderr);
        assert_eq!(
            heard,
            [
                (Stream::Stdout, "out\n".to_owned()),
                (Stream::Stderr, "err\n".to_owned())
            ]
        );
        assert_eq!((outcome.output_bytes, outcome.truncated), (8, false));
        Ok(())
    })
}

fn combined_output_keeps_its_order(world: &'static World) -> Result<(), Failed> {
    block_on(async {
        let mut case = world.shell("for i in $(seq 500); do echo o$i; echo e$i >&2; done");
        case.job.output = Output::Combined;
        let expected: String = (1..=500).map(|i| format!("o{i}\ne{i}\n")).collect();
        assert_eq!(world.run(&case).await?.output, expected);
        Ok(())
    })
}

fn environment_is_cleared(world: &'static World) -> Result<(), Failed> {
    block_on::<Result<(), Failed>>(async {
        let mut case = world.command(["/usr/bin/env"]);
        case.job
            .environment
            .insert("ASKED_FOR".to_owned(), "a b=c".to_owned());
        let output = world.run(&case).await?.output;
        let names: BTreeSet<&str> = output
            .lines()
            .filter_map(|line| line.split('=').next())
            .collect();
        let known = [
            "ASKED_FOR",
            "HOME",
            "LANG",
            "LOGNAME",
            "NODE_EXTRA_CA_CERTS",
            "PATH",
            "PWD",
            "SHELL",
            "SSL_CERT_DIR",
            "SSL_CERT_FILE",
            "TERM",
            "TMPDIR",
            "USER",
        ];
        assert!(names.iter().all(|name| known.contains(name)), "{output}");
        assert!(
            output.contains("ASKED_FOR=a b=c\n") && output.contains("HOME=/home/fixer\n"),
            "{output}"
        );
        // Neither may process 1 tell what regreen's own environment holds.
        Ok(())
    })?;
    let first = output_of(
        world,
        "tr '\\0' '\\n' < /proc/1/environ 2>/dev/null | grep -v ^PWD= | wc -c",
    );
    assert_eq!(first.trim(), "0");
    Ok(())
}

fn input_is_read(world: &'static World) -> Result<(), Failed> {
    block_on(async {
        let mut case = world.command(["/usr/bin/wc", "-c"]);
        case.job.stdin = Some(vec![b'x'; 3_000_000]);
        assert_eq!(world.run(&case).await?.output.trim(), "3000000");
        case.job.stdin = None;
        assert_eq!(world.run(&case).await?.output.trim(), "0");
        // A command that does not read must not hang.
        let mut deaf = world.command(["/bin/true"]);
        deaf.job.stdin = Some(vec![b'x'; 3_000_000]);
        assert_eq!(world.run(&deaf).await?.outcome.exit, Exit::Code(0));
        Ok(())
    })
}

fn directory_is_entered(world: &'static World) -> Result<(), Failed> {
    block_on(async {
        let mut case = world.command(["/bin/pwd"]);
        std::fs::create_dir_all(case.job.workspace.join("apps/web"))?;
        case.job.directory = "apps/web".to_owned();
        assert_eq!(world.run(&case).await?.output, "/work/apps/web\n");
        for bad in ["../home", "/etc", "missing"] {
            case.job.directory = bad.to_owned();
            let error = world.run(&case).await.expect_err("an error");
            assert!(
                matches!(error, SandboxError::InvalidJob(_)),
                "{bad}: {error}"
            );
        }
        Ok(())
    })
}

fn launch_failures_are_told_from_exits(world: &'static World) -> Result<(), Failed> {
    block_on(async {
        let missing = world
            .run(&world.command(["no-such-program"]))
            .await
            .expect_err("an error");
        assert!(
            matches!(&missing, SandboxError::ProgramMissing(program) if program == "no-such-program"),
            "{missing}"
        );
        assert!(missing.is_command_fault());

        let case = world.command(["/work/not-executable"]);
        std::fs::write(case.job.workspace.join("not-executable"), "#!/bin/sh\n")?;
        let refused = world.run(&case).await.expect_err("an error");
        assert!(
            matches!(refused, SandboxError::ProgramRefused { .. }),
            "{refused}"
        );

        let mut config = World::config(&world.root);
        config.bwrap = "/nonexistent/bwrap".into();
        let broken = sandbox::Bubblewrap::new(config)?;
        let case = world.command(["/bin/true"]);
        let error = broken
            .run(&case.job, &mut Vec::new(), &CancellationToken::new())
            .await
            .expect_err("an error");
        assert!(
            matches!(error, SandboxError::BubblewrapMissing(_)),
            "{error}"
        );
        assert!(!error.is_command_fault());
        Ok(())
    })
}

fn what_is_in_force_is_described(world: &'static World) -> Result<(), Failed> {
    let lines = world.sandbox.describe();
    for topic in [
        "network:",
        "user:",
        "memory:",
        "processes:",
        "disk:",
        "system calls:",
    ] {
        assert_eq!(
            lines.iter().filter(|line| line.starts_with(topic)).count(),
            1,
            "{topic} in {lines:?}"
        );
    }
    Ok(())
}

fn probe_finds_a_working_host(world: &'static World) -> Result<(), Failed> {
    block_on(async {
        let checks = sandbox::bubblewrap::probe(World::config(&world.root)).await;
        assert!(checks.iter().all(|check| check.ok), "{checks:#?}");
        for name in [
            "bubblewrap",
            "user namespaces",
            "system-call filter",
            "sandbox user",
            "capabilities",
        ] {
            assert!(
                checks.iter().any(|check| check.name == name),
                "{name} in {checks:#?}"
            );
        }
        let mut config = World::config(&world.root);
        config.bwrap = "/nonexistent/bwrap".into();
        let checks = sandbox::bubblewrap::probe(config).await;
        let bad: Vec<_> = checks.iter().filter(|check| !check.ok).collect();
        assert!(
            !bad.is_empty() && bad.iter().all(|check| check.remedy.contains("bubblewrap")),
            "{checks:#?}"
        );
        Ok(())
    })
}
