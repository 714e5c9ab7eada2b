//! Nothing outlives its job: not after cancelling, not after dropping, not after the supervisor's death.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use libtest_mimic::Failed;
use sandbox::{Bubblewrap, Exit, Sandbox};
use tokio_util::sync::CancellationToken;

use crate::Test;
use crate::world::{Listener, World, block_on, processes_with};

pub(crate) const TESTS: [(&str, Test); 4] = [
    ("cancel_takes_everything_down", cancel_takes_everything_down),
    ("drop_takes_everything_down", drop_takes_everything_down),
    (
        "death_of_the_supervisor_takes_everything_down",
        death_of_the_supervisor_takes_everything_down,
    ),
    (
        "background_children_end_with_the_command",
        background_children_end_with_the_command,
    ),
];

/// Children in sessions of their own that ignore every polite signal; `ready` once all run.
fn stubborn(marker: &str) -> String {
    format!(
        "trap '' TERM INT HUP; for i in 1 2 3; do setsid bash -c \"trap '' TERM INT HUP; sleep {marker}; sleep {marker}\" & done
         until [ $(pgrep -fc 'sleep {marker}') -ge 3 ]; do :; done; echo ready; sleep {marker}"
    )
}

fn cancel_takes_everything_down(world: &'static World) -> Result<(), Failed> {
    block_on(async {
        let case = world.shell(&stubborn("86398.125"));
        let cancel = CancellationToken::new();
        let mut listener = Listener {
            cancel_at: Some(("ready", cancel.clone())),
            ..Listener::default()
        };
        let outcome = world.sandbox.run(&case.job, &mut listener, &cancel).await?;
        assert_eq!(outcome.exit, Exit::Cancelled);
        assert_eq!(processes_with("86398.125"), 0);

        // Before it began.
        let outcome = world.sandbox.run(&case.job, &mut listener, &cancel).await?;
        assert_eq!(outcome.exit, Exit::Cancelled);
        Ok(())
    })
}

fn drop_takes_everything_down(world: &'static World) -> Result<(), Failed> {
    block_on(async {
        let case = world.shell(&stubborn("86398.25"));
        let seen = CancellationToken::new();
        let mut listener = Listener {
            cancel_at: Some(("ready", seen.clone())),
            ..Listener::default()
        };
        let never = CancellationToken::new();
        tokio::select! {
            _ = world.sandbox.run(&case.job, &mut listener, &never) => panic!("it ended"),
            () = seen.cancelled() => {}
        }
        wait_until_none("86398.25");
        Ok(())
    })
}

/// Runs a job for ever, as a process that a test kills.
pub(crate) fn hold(root: &str) {
    let sandbox = Bubblewrap::new(World::config(root.as_ref())).unwrap();
    let world = World::shared();
    let case = world.shell(&stubborn("86398.5"));
    let mut output = std::io::stdout();
    struct Forward<'a>(&'a mut std::io::Stdout);
    impl sandbox::OutputSink for Forward<'_> {
        fn write(&mut self, _: sandbox::Stream, bytes: &[u8]) {
            use std::io::Write;
            self.0
                .write_all(bytes)
                .and_then(|()| self.0.flush())
                .unwrap();
        }
    }
    let _ = block_on(sandbox.run(
        &case.job,
        &mut Forward(&mut output),
        &CancellationToken::new(),
    ));
}

fn death_of_the_supervisor_takes_everything_down(world: &'static World) -> Result<(), Failed> {
    use std::io::{BufRead, BufReader};
    let mut supervisor = Command::new(std::env::current_exe()?)
        .arg("hold")
        .arg(&world.root)
        // It cannot clean up after itself: what it leaves goes with the rest.
        .env("TMPDIR", world.root.parent().unwrap())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut lines = BufReader::new(supervisor.stdout.take().unwrap()).lines();
    assert_eq!(lines.next().transpose()?.as_deref(), Some("ready"));
    assert!(processes_with("86398.5") > 0);
    supervisor.kill()?;
    supervisor.wait()?;
    wait_until_none("86398.5");
    Ok(())
}

fn background_children_end_with_the_command(world: &'static World) -> Result<(), Failed> {
    block_on(async {
        let case = world.shell("setsid sleep 86398.75 & until pgrep -f 'sleep 86398.75' >/dev/null; do :; done; exit 4");
        assert_eq!(world.run(&case).await?.outcome.exit, Exit::Code(4));
        assert_eq!(processes_with("86398.75"), 0);
        Ok(())
    })
}

/// Nobody waits for the kernel here, so the test has to.
fn wait_until_none(marker: &str) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while processes_with(marker) > 0 {
        assert!(
            Instant::now() < deadline,
            "processes with {marker} are left"
        );
        std::thread::yield_now();
    }
}
