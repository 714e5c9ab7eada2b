//! What a command may not use up.

use std::time::Duration;

use libtest_mimic::Failed;
use sandbox::{Exit, Sandbox};
use tokio_util::sync::CancellationToken;

use crate::Test;
use crate::world::{World, block_on, processes_with};

const MIB: u64 = 1024 * 1024;

pub(crate) const TESTS: [(&str, Test); 7] = [
    ("wall_time", wall_time),
    ("output_flood", output_flood),
    ("fork_bomb", fork_bomb),
    ("memory", memory),
    ("disk_filler", disk_filler),
    ("temporary_files", temporary_files),
    ("file_size_and_processor_time", file_size_and_processor_time),
];

fn wall_time(world: &'static World) -> Result<(), Failed> {
    block_on(async {
        let mut case = world.shell("trap '' TERM; setsid sleep 86399.25 & sleep 86399.25");
        case.job.limits.wall = Duration::from_millis(500);
        assert_eq!(world.run(&case).await?.outcome.exit, Exit::TimedOut);
        assert_eq!(processes_with("86399.25"), 0);
        Ok(())
    })
}

fn output_flood(world: &'static World) -> Result<(), Failed> {
    block_on(async {
        let mut case = world.shell("yes & yes >&2");
        case.job.limits.output = MIB;
        let mut output = Vec::new();
        let outcome = world
            .sandbox
            .run(&case.job, &mut output, &CancellationToken::new())
            .await?;
        assert_eq!((outcome.exit, outcome.truncated), (Exit::OutputFlood, true));
        assert_eq!((outcome.output_bytes, output.len() as u64), (MIB, MIB));
        Ok(())
    })
}

fn fork_bomb(world: &'static World) -> Result<(), Failed> {
    if !world
        .sandbox
        .describe()
        .iter()
        .any(|line| line.starts_with("processes: of the job"))
    {
        return Ok(());
    }
    block_on(async {
        let mut case = world.shell("bomb() { bomb | bomb & }; bomb; sleep 86399.5");
        case.job.limits.processes = 64;
        case.job.limits.wall = Duration::from_secs(3);
        let ran = world.run(&case).await?;
        assert!(
            ran.output.contains("fork"),
            "{}",
            ran.output.chars().take(2000).collect::<String>()
        );
        assert_eq!(processes_with("bomb() {"), 0);
        Ok(())
    })
}

fn memory(world: &'static World) -> Result<(), Failed> {
    block_on(async {
        // Without a line end `tail` has to keep all of it.
        let mut case =
            world.shell("head -c 3G /dev/zero | tail -n 1 | wc -c; exit ${PIPESTATUS[1]}");
        case.job.limits.memory = 256 * MIB;
        assert_eq!(world.run(&case).await?.outcome.exit, Exit::OutOfMemory);
        Ok(())
    })
}

fn disk_filler(world: &'static World) -> Result<(), Failed> {
    block_on(async {
        let mut case = world.shell(
            "i=0; while true; do i=$((i+1)); head -c 1M /dev/zero > file$i; sleep 0.01; done",
        );
        case.job.limits.workspace = 24 * MIB;
        case.job.limits.wall = Duration::from_secs(120);
        assert_eq!(world.run(&case).await?.outcome.exit, Exit::DiskFull);
        Ok(())
    })
}

fn temporary_files(world: &'static World) -> Result<(), Failed> {
    block_on(async {
        for place in ["/tmp", "/dev/shm", "/var/tmp"] {
            let mut case = world.shell(&format!("head -c 32M /dev/zero > {place}/file"));
            case.job.limits.temporary = 8 * MIB;
            let ran = world.run(&case).await?;
            assert!(
                !ran.outcome.exit.success() && ran.output.contains("No space left"),
                "{place}: {}",
                ran.output
            );
        }
        Ok(())
    })
}

fn file_size_and_processor_time(world: &'static World) -> Result<(), Failed> {
    block_on(async {
        let mut case = world.shell("head -c 9M /dev/zero > file; echo $?; stat -c %s file");
        case.job.limits.file_size = 4 * MIB;
        let ran = world.run(&case).await?;
        assert!(
            ran.output.lines().any(|line| line == "4194304"),
            "{}",
            ran.output
        );

        let mut case = world.command(["/bin/bash", "-c", "while true; do true; done"]);
        case.job.limits.cpu = Duration::from_secs(1);
        assert!(matches!(
            world.run(&case).await?.outcome.exit,
            Exit::Signal(9 | 24)
        ));
        Ok(())
    })
}
