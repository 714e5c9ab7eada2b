//! What the supervisor tells the launcher, through a file that only it can read.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// Everything that `sandbox-launch` does, in order.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Plan {
    /// The supervisor; a launcher that finds itself orphaned ends.
    pub(crate) parent: i32,
    /// `cgroup.procs` files to enter.
    pub(crate) groups: Vec<PathBuf>,
    /// Limits to set.
    pub(crate) limits: Vec<(ResourceLimit, u64)>,
    /// What to show elsewhere, for want of a way to it.
    pub(crate) carried: Option<Carried>,
    /// The user to become; absent where the supervisor has no privileges to give up.
    pub(crate) user: Option<User>,
    /// Where bubblewrap writes its status.
    pub(crate) status: PathBuf,
    /// Where launcher and relay say how far they came.
    pub(crate) report: PathBuf,
    /// Whether standard error joins standard output.
    pub(crate) combined: bool,
    /// The bubblewrap program.
    pub(crate) bwrap: PathBuf,
    /// Its options.
    pub(crate) options: Vec<String>,
    /// The relay as it appears inside.
    pub(crate) relay: String,
    /// Its arguments: doors, `--`, command.
    pub(crate) arguments: Vec<String>,
}

/// Paths to be shown as `0`, `1`, … in a directory.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Carried {
    pub(crate) place: PathBuf,
    pub(crate) sources: Vec<PathBuf>,
}

/// A user and group of the same number.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct User {
    pub(crate) id: u32,
}

/// The kernel's per-process limits that are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ResourceLimit {
    Cpu,
    FileSize,
    OpenFiles,
    Processes,
    Core,
}

impl From<ResourceLimit> for rlimit::Resource {
    fn from(limit: ResourceLimit) -> Self {
        match limit {
            ResourceLimit::Cpu => Self::CPU,
            ResourceLimit::FileSize => Self::FSIZE,
            ResourceLimit::OpenFiles => Self::NOFILE,
            ResourceLimit::Processes => Self::NPROC,
            ResourceLimit::Core => Self::CORE,
        }
    }
}
