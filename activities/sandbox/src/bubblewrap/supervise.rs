//! Watches one running job: output, time, memory, disk, cancellation; and makes sure that nothing is left.
//!
//! It runs in a task of its own that owns slot, control group and run directory, so that a caller that
//! goes away in the middle still gets its job taken down.

use std::io;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStdin};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::cgroup::Group;
use super::disk::DiskWatch;
use super::processes;
use super::slots::Slot;
use super::verdict::Status;
use crate::{Exit, Limits, SandboxError, Stream};

/// How often memory and disk are looked at.
const WATCH: Duration = Duration::from_millis(200);
/// How long the kernel may take to clear away killed processes.
const DEATH: Duration = Duration::from_secs(10);
/// Between two looks at whether they are gone.
const GLANCE: Duration = Duration::from_millis(5);
/// Bytes read at a time.
const CHUNK: usize = 64 * 1024;

/// A piece of output.
pub(super) type Chunk = (Stream, Vec<u8>);

/// What a running job holds until it is gone.
pub(super) struct Running {
    pub(super) child: Child,
    pub(super) input: Option<Vec<u8>>,
    pub(super) slot: Slot,
    /// `None` where there are no control groups.
    pub(super) group: Option<Group>,
    /// Whether memory has to be watched here, for want of a control group.
    pub(super) watch_memory: bool,
    pub(super) limits: Limits,
    pub(super) disk: DiskWatch,
    pub(super) status: PathBuf,
    /// Removed at the end.
    pub(super) directory: tempfile::TempDir,
    pub(super) output: mpsc::Sender<Chunk>,
    /// Cancelled by the caller.
    pub(super) cancel: CancellationToken,
    /// Cancelled when the output limit is passed.
    pub(super) flood: CancellationToken,
    /// Cancelled when the caller is gone.
    pub(super) abandoned: CancellationToken,
}

/// How it went, apart from what the report says.
pub(super) struct Ended {
    pub(super) stopped: Option<Exit>,
    pub(super) duration: Duration,
    pub(super) memory_kills: u64,
    pub(super) status: Status,
    pub(super) directory: tempfile::TempDir,
}

/// Runs to the end of the last process.
pub(super) async fn supervise(mut running: Running) -> Result<Ended, SandboxError> {
    let began = Instant::now();
    feed(running.child.stdin.take(), running.input.take());
    // Dropping the set ends them: should a survivor keep a pipe open, the caller is not kept waiting.
    let mut pumps = JoinSet::new();
    if let Some(stdout) = running.child.stdout.take() {
        pumps.spawn(pump(stdout, Stream::Stdout, running.output.clone()));
    }
    if let Some(stderr) = running.child.stderr.take() {
        pumps.spawn(pump(stderr, Stream::Stderr, running.output.clone()));
    }
    let outside = running.child.id().and_then(|pid| i32::try_from(pid).ok());
    let stopped = watch(&mut running, outside).await?;
    if stopped.is_some() {
        let _ = running.child.start_kill();
        running
            .child
            .wait()
            .await
            .map_err(SandboxError::host("waiting for the sandbox"))?;
    }
    let status = Status::parse(&std::fs::read_to_string(&running.status).unwrap_or_default());
    clear(&running, &status).await?;
    while pumps.join_next().await.is_some() {}
    Ok(Ended {
        stopped,
        duration: began.elapsed(),
        memory_kills: running.group.as_ref().map_or(0, Group::memory_kills),
        status,
        directory: running.directory,
    })
}

/// Waits for the end, or for a reason to make one.
async fn watch(running: &mut Running, outside: Option<i32>) -> Result<Option<Exit>, SandboxError> {
    let wall = tokio::time::sleep(running.limits.wall);
    tokio::pin!(wall);
    let mut ticks = tokio::time::interval(WATCH);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            ended = running.child.wait() => {
                ended.map_err(SandboxError::host("waiting for the sandbox"))?;
                return Ok(None);
            }
            () = running.cancel.cancelled() => return Ok(Some(Exit::Cancelled)),
            () = running.abandoned.cancelled() => return Ok(Some(Exit::Cancelled)),
            () = running.flood.cancelled() => return Ok(Some(Exit::OutputFlood)),
            () = &mut wall => return Ok(Some(Exit::TimedOut)),
            _ = ticks.tick() => {
                let limit = running.watch_memory.then_some(running.limits.memory);
                if let Some(exit) = look(&mut running.disk, outside.zip(limit)).await {
                    return Ok(Some(exit));
                }
            }
        }
    }
}

/// One look at disk and memory, off the runtime's threads.
async fn look(disk: &mut DiskWatch, memory: Option<(i32, u64)>) -> Option<Exit> {
    let mut taken = std::mem::replace(disk, DiskWatch::new(Vec::new(), 0));
    let looked = tokio::task::spawn_blocking(move || {
        let full = taken.exceeded();
        let hungry = memory.is_some_and(|(pid, limit)| processes::resident_below(pid) > limit);
        (taken, full, hungry)
    });
    // It fails only while the runtime shuts down, and then the job is taken down anyway.
    let (watch, full, hungry) = looked.await.ok()?;
    *disk = watch;
    if full {
        Some(Exit::DiskFull)
    } else {
        hungry.then_some(Exit::OutOfMemory)
    }
}

/// Kills and awaits whatever outlived bubblewrap: normally nothing, since the process namespace dies
/// with its first process.
async fn clear(running: &Running, status: &Status) -> Result<(), SandboxError> {
    let first = status
        .child
        .and_then(|pid| Some((pid, processes::started(pid)?)));
    let deadline = Instant::now() + DEATH;
    loop {
        let mut left = running.group.as_ref().map_or_else(Vec::new, Group::members);
        if let Some(uid) = running.slot.identity.dedicated() {
            left.extend(processes::of_user(uid));
        } else if let Some((pid, started)) = first
            && processes::started(pid) == Some(started)
        {
            left.push(pid);
        }
        if left.is_empty() {
            return Ok(());
        }
        if Instant::now() > deadline {
            left.sort_unstable();
            left.dedup();
            return Err(SandboxError::Survivors(left.len()));
        }
        if let Some(group) = &running.group {
            group.kill();
        }
        left.into_iter().for_each(processes::kill);
        tokio::time::sleep(GLANCE).await;
    }
}

fn feed(stdin: Option<ChildStdin>, input: Option<Vec<u8>>) {
    if let (Some(mut stdin), Some(input)) = (stdin, input) {
        tokio::spawn(async move {
            // A command that does not read its input is free to.
            let _ = stdin.write_all(&input).await;
            let _ = stdin.shutdown().await;
        });
    }
}

async fn pump(
    mut pipe: impl AsyncRead + Unpin,
    stream: Stream,
    output: mpsc::Sender<Chunk>,
) -> io::Result<()> {
    let mut buffer = vec![0; CHUNK];
    loop {
        let count = pipe.read(&mut buffer).await?;
        if count == 0
            || output
                .send((stream, buffer[..count].to_vec()))
                .await
                .is_err()
        {
            return Ok(());
        }
    }
}
