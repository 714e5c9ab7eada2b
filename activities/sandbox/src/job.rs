//! What to run: paths, command, doors and limits. Nothing here touches the host.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

/// A host path shown read-only at a path inside the sandbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mount {
    /// File or directory on the host that other users may read; what lies above it may be closed.
    pub source: PathBuf,
    /// Absolute path inside.
    pub target: PathBuf,
}

/// A way out: TCP connections to `127.0.0.1:port` inside are handed to a unix socket of the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    /// The listening socket on the host; its mode must let the sandbox's user connect.
    pub socket: PathBuf,
    /// The port inside.
    pub port: u16,
}

/// How standard output and standard error are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Output {
    /// One pipe each. Chunks of different streams may overtake each other by a moment.
    #[default]
    Separate,
    /// One pipe for both, so that lines come in exactly the order of a terminal; all of it is
    /// reported as [`Stream::Stdout`](crate::Stream::Stdout).
    Combined,
}

/// What a job may use. Memory and processes count for the job as a whole where the host has control
/// groups; [`describe`](crate::Sandbox::describe) says what is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Wall time of the whole job.
    pub wall: Duration,
    /// Processor time of each single process.
    pub cpu: Duration,
    /// Memory in bytes.
    pub memory: u64,
    /// Processes and threads together.
    pub processes: u64,
    /// Open files of each process.
    pub open_files: u64,
    /// Size of any one file, in bytes.
    pub file_size: u64,
    /// Workspace and home together, in bytes on disk.
    pub workspace: u64,
    /// Each of `/tmp` and `/dev/shm`, in bytes.
    pub temporary: u64,
    /// Standard output and error together, in bytes. A job that writes more is killed.
    pub output: u64,
}

impl Default for Limits {
    fn default() -> Self {
        const MIB: u64 = 1024 * 1024;
        Self {
            wall: Duration::from_secs(15 * 60),
            cpu: Duration::from_secs(15 * 60),
            memory: 4096 * MIB,
            processes: 2048,
            open_files: 16_384,
            file_size: 2048 * MIB,
            workspace: 8192 * MIB,
            temporary: 1024 * MIB,
            output: 64 * MIB,
        }
    }
}

/// One command in one workspace.
#[derive(Clone, Debug)]
pub struct Job {
    /// Bound writable at `/work`. Where regreen runs as root, everything in it is given to the
    /// sandbox's user, and with it every file elsewhere that is a hard link to one in it; the caller
    /// removes it afterwards.
    pub workspace: PathBuf,
    /// Bound read-only at `/work/.git`.
    pub read_only_git: Option<PathBuf>,
    /// Bound writable at `/home/fixer`, and given away like the workspace.
    pub home: PathBuf,
    /// Further read-only binds, made after workspace and home, so that they may lie within them.
    pub read_only: Vec<Mount>,
    /// Where the command starts, relative to the workspace; empty for the workspace itself.
    pub directory: String,
    /// The environment, on top of a small default (`PATH`, `HOME`, `LANG`, …). Nothing of the
    /// host's own environment is inherited.
    pub environment: BTreeMap<String, String>,
    /// Program and arguments. The program is looked up in the `PATH` inside.
    pub command: Vec<String>,
    /// What the command reads from standard input; nothing when absent.
    pub stdin: Option<Vec<u8>>,
    /// The ways out; without any the command reaches nothing at all.
    pub doors: Vec<Door>,
    /// How output is read.
    pub output: Output,
    /// What it may use.
    pub limits: Limits,
}

impl Job {
    /// A job with default limits and without doors, input and extra mounts.
    pub fn new(
        workspace: impl Into<PathBuf>,
        home: impl Into<PathBuf>,
        command: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        Self {
            workspace: workspace.into(),
            read_only_git: None,
            home: home.into(),
            read_only: Vec::new(),
            directory: String::new(),
            environment: BTreeMap::new(),
            command: command.into_iter().map(Into::into).collect(),
            stdin: None,
            doors: Vec::new(),
            output: Output::default(),
            limits: Limits::default(),
        }
    }
}
