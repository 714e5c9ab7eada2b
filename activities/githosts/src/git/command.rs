//! One run of the `git` program: environment, bounds, end.

use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use nix::{
    sys::signal::{Signal, killpg},
    unistd::Pid,
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt},
    process::Command,
};

use crate::git::{Git, GitError, Remote, environment, error::kind_of};

const MOST_ERROR_BYTES: usize = 64 * 1024;
/// Enough for the listing of every tree within the limits.
const MOST_OUTPUT_BYTES: usize = 64 * 1024 * 1024;
const WATCH_INTERVAL: Duration = Duration::from_millis(100);

/// A run that is being described.
pub(super) struct Invocation<'a> {
    git: &'a Git,
    name: &'static str,
    args: Vec<OsString>,
    git_dir: Option<PathBuf>,
    work_tree: Option<PathBuf>,
    remote: Option<&'a Remote>,
    input: &'a [u8],
    environment: Vec<(&'static str, String)>,
    watched: bool,
}

impl<'a> Invocation<'a> {
    pub(super) fn new(git: &'a Git, name: &'static str) -> Self {
        Self {
            git,
            name,
            args: Vec::new(),
            git_dir: None,
            work_tree: None,
            remote: None,
            input: &[],
            environment: Vec::new(),
            watched: false,
        }
    }

    pub(super) fn args<A: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.args
            .extend(args.into_iter().map(|arg| arg.as_ref().to_owned()));
        self
    }

    /// Runs on a repository without looking for one.
    pub(super) fn repository(mut self, git_dir: &Path, work_tree: Option<&Path>) -> Self {
        self.git_dir = Some(git_dir.to_owned());
        self.work_tree = work_tree.map(Path::to_owned);
        self
    }

    /// Lets the run reach a remote, with its credential. Without this no protocol is allowed at all.
    pub(super) fn remote(mut self, remote: &'a Remote) -> Self {
        self.remote = Some(remote);
        self
    }

    pub(super) fn input(mut self, input: &'a [u8]) -> Self {
        self.input = input;
        self
    }

    pub(super) fn environment(mut self, name: &'static str, value: String) -> Self {
        self.environment.push((name, value));
        self
    }

    /// Stops the run when the repository's packs outgrow the limit of a fetch.
    pub(super) fn watched(mut self) -> Self {
        self.watched = true;
        self
    }

    /// Runs to the end and returns standard output.
    pub(super) async fn run(self) -> Result<Vec<u8>, GitError> {
        let (git, name) = (self.git, self.name);
        let limit = git.options.timeout;
        let mut child = self.command().spawn().map_err(|error| {
            GitError::Launch(format!("{}: {error}", git.options.program.display()))
        })?;
        // Git has children of its own (transport, index-pack): they all go with the group, whatever ends this run.
        let group = Group(
            child
                .id()
                .and_then(|id| i32::try_from(id).ok())
                .map(Pid::from_raw),
        );
        let (stdin, stdout, stderr) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let feed = async {
            if let Some(mut stdin) = stdin {
                // Git may end without having read everything; its exit code says what that means.
                let _ = stdin.write_all(self.input).await;
            }
            Ok(())
        };
        let streams = async {
            tokio::try_join!(
                feed,
                read_all(stdout, MOST_OUTPUT_BYTES),
                read_start(stderr, MOST_ERROR_BYTES)
            )
        };
        let work = async {
            let ((), output, errors) = streams.await?;
            let status = child
                .wait()
                .await
                .map_err(|error| GitError::Launch(error.to_string()))?;
            Ok((status, output, errors))
        };
        let ended = tokio::select! {
            ended = tokio::time::timeout(limit, work) => ended.map_err(|_| GitError::Timeout { command: name.to_owned(), limit })?,
            error = self.outgrown() => Err(error),
        };
        let (status, output, errors) = match ended {
            Ok(ended) => ended,
            Err(error) => {
                drop(group);
                // What it was writing is removed next: let it be dead by then.
                let _ = child.wait().await;
                return Err(error);
            }
        };
        group.ended();
        if status.success() {
            return Ok(output);
        }
        let text = format!(
            "{} {}",
            String::from_utf8_lossy(&errors),
            String::from_utf8_lossy(&output[..output.len().min(MOST_ERROR_BYTES)])
        );
        let command = name.to_owned();
        // A proxy or a host may quote what git sent.
        let secrets = self.remote.map(Remote::secrets).unwrap_or_default();
        let message = outbound::clean_of(text.trim(), &secrets);
        Err(match self.remote {
            Some(_) => GitError::Remote {
                command,
                kind: kind_of(&text),
                message,
            },
            None => GitError::Command { command, message },
        })
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.git.options.program);
        command.arg(self.name).args(&self.args);
        let place = self.work_tree.as_deref().or(self.git_dir.as_deref());
        command.current_dir(place.unwrap_or(Path::new("/")));
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command.process_group(0).kill_on_drop(true);
        environment::set(&mut command, self.remote);
        command.envs(self.git_dir.as_ref().map(|dir| ("GIT_DIR", dir)));
        command.envs(self.work_tree.as_ref().map(|dir| ("GIT_WORK_TREE", dir)));
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Waits until the packs are too large; for ever when nobody asked.
    async fn outgrown(&self) -> GitError {
        let limit = self.git.options.max_fetch_bytes;
        let Some(packs) = self
            .git_dir
            .as_ref()
            .filter(|_| self.watched)
            .map(|dir| dir.join("objects/pack"))
        else {
            return std::future::pending().await;
        };
        let mut ticks = tokio::time::interval(WATCH_INTERVAL);
        loop {
            ticks.tick().await;
            if size_of_files(&packs) > limit {
                return GitError::TooLarge {
                    what: "the fetched history",
                    limit,
                };
            }
        }
    }
}

/// Bytes of the files directly in a folder; 0 when it is not there.
pub(super) fn size_of_files(dir: &Path) -> u64 {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| entry.metadata().ok())
        .map(|metadata| metadata.len())
        .sum()
}

/// Reads a stream to its end.
async fn read_all(
    stream: Option<impl AsyncRead + Unpin>,
    limit: usize,
) -> Result<Vec<u8>, GitError> {
    let mut bytes = Vec::new();
    if let Some(stream) = stream {
        let most = u64::try_from(limit).unwrap_or(u64::MAX);
        let read = stream
            .take(most + 1)
            .read_to_end(&mut bytes)
            .await
            .map_err(|error| GitError::Launch(error.to_string()))?;
        if read > limit {
            return Err(GitError::TooLarge {
                what: "the output of git",
                limit: most,
            });
        }
    }
    Ok(bytes)
}

/// Keeps the start of a stream and throws the rest away.
async fn read_start(
    stream: Option<impl AsyncRead + Unpin>,
    limit: usize,
) -> Result<Vec<u8>, GitError> {
    let mut kept = Vec::new();
    if let Some(mut stream) = stream {
        let mut buffer = [0; 4096];
        while let Ok(read @ 1..) = stream.read(&mut buffer).await {
            kept.extend_from_slice(&buffer[..read.min(limit.saturating_sub(kept.len()))]);
        }
    }
    Ok(kept)
}

/// Kills the process group when it is dropped before the end: on errors, time-outs and cancellation alike.
struct Group(Option<Pid>);

impl Group {
    /// The leader has been waited for; its number may belong to somebody else now.
    fn ended(mut self) {
        self.0 = None;
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(leader) = self.0 {
            // It may have ended by itself this moment.
            let _ = killpg(leader, Signal::SIGKILL);
        }
    }
}
