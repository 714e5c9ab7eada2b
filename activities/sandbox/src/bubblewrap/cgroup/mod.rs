//! Memory and process limits for a job as a whole, by control groups where the host lets us.
//!
//! Version 2 needs a directory of ours under a parent that hands the two controllers on; version 1
//! needs write access to the two hierarchies. Without either the caller falls back to per-process
//! limits and a watchdog.

mod find;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::Limits;

/// Prefix of our directories; the supervisor's process number follows.
const PREFIX: &str = "regreen-";

/// Where jobs' groups are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Hierarchy {
    /// One tree with both controllers.
    V2 { parent: PathBuf },
    /// One tree per controller; either may be missing.
    V1 {
        memory: Option<PathBuf>,
        processes: Option<PathBuf>,
    },
    /// None that we may write to.
    None,
}

/// The group of one job; it is killed and removed when dropped.
#[derive(Debug)]
pub(super) struct Group {
    hierarchy: Hierarchy,
}

impl Hierarchy {
    /// Finds what this process may use, by trying it.
    pub(super) fn detect() -> Self {
        let candidates = find::candidates(
            &fs::read_to_string("/proc/self/mountinfo").unwrap_or_default(),
            &fs::read_to_string("/proc/self/cgroup").unwrap_or_default(),
        );
        for candidate in candidates {
            sweep(&candidate);
            let usable = candidate.usable();
            if usable != Self::None {
                return usable;
            }
        }
        Self::None
    }

    pub(super) fn limits_memory(&self) -> bool {
        matches!(
            self,
            Self::V2 { .. }
                | Self::V1 {
                    memory: Some(_),
                    ..
                }
        )
    }

    pub(super) fn limits_processes(&self) -> bool {
        matches!(
            self,
            Self::V2 { .. }
                | Self::V1 {
                    processes: Some(_),
                    ..
                }
        )
    }

    /// For people.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::V2 { .. } => "control group v2",
            Self::V1 { .. } => "control group v1",
            Self::None => "no control group",
        }
    }

    /// Makes a group with a job's limits.
    pub(super) fn create(&self, limits: &Limits) -> io::Result<Group> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let name = format!(
            "{PREFIX}{}-{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        let group = Group {
            hierarchy: self.below(&name),
        };
        for directory in group.directories() {
            fs::create_dir(directory)?;
        }
        match &group.hierarchy {
            Self::V2 { parent } => {
                fs::write(parent.join("memory.max"), limits.memory.to_string())?;
                // Absent without swap accounting.
                let _ = fs::write(parent.join("memory.swap.max"), "0");
                fs::write(parent.join("pids.max"), limits.processes.to_string())?;
            }
            Self::V1 { memory, processes } => {
                if let Some(memory) = memory {
                    fs::write(
                        memory.join("memory.limit_in_bytes"),
                        limits.memory.to_string(),
                    )?;
                    let _ = fs::write(
                        memory.join("memory.memsw.limit_in_bytes"),
                        limits.memory.to_string(),
                    );
                }
                if let Some(processes) = processes {
                    fs::write(processes.join("pids.max"), limits.processes.to_string())?;
                }
            }
            Self::None => {}
        }
        Ok(group)
    }

    fn below(&self, name: &str) -> Self {
        match self {
            Self::V2 { parent } => Self::V2 {
                parent: parent.join(name),
            },
            Self::V1 { memory, processes } => Self::V1 {
                memory: memory.as_ref().map(|parent| parent.join(name)),
                processes: processes.as_ref().map(|parent| parent.join(name)),
            },
            Self::None => Self::None,
        }
    }

    /// The part of a candidate that works.
    fn usable(self) -> Self {
        let works = |hierarchy: &Self| hierarchy.create(&Limits::default()).is_ok();
        match self {
            Self::V1 { memory, processes } => {
                let memory = memory.filter(|tree| {
                    works(&Self::V1 {
                        memory: Some(tree.clone()),
                        processes: None,
                    })
                });
                let processes = processes.filter(|tree| {
                    works(&Self::V1 {
                        memory: None,
                        processes: Some(tree.clone()),
                    })
                });
                match (memory, processes) {
                    (None, None) => Self::None,
                    (memory, processes) => Self::V1 { memory, processes },
                }
            }
            other if works(&other) => other,
            _ => Self::None,
        }
    }

    fn trees(&self) -> Vec<&Path> {
        match self {
            Self::V2 { parent } => vec![parent],
            Self::V1 { memory, processes } => [memory, processes]
                .into_iter()
                .flatten()
                .map(PathBuf::as_path)
                .collect(),
            Self::None => Vec::new(),
        }
    }
}

impl Group {
    fn directories(&self) -> Vec<&Path> {
        self.hierarchy.trees()
    }

    /// The files through which a process enters.
    pub(super) fn entrances(&self) -> Vec<PathBuf> {
        self.directories()
            .into_iter()
            .map(|directory| directory.join("cgroup.procs"))
            .collect()
    }

    /// Who is inside.
    pub(super) fn members(&self) -> Vec<i32> {
        let mut members: Vec<i32> = self
            .entrances()
            .iter()
            .filter_map(|file| fs::read_to_string(file).ok())
            .flat_map(|text| {
                text.lines()
                    .filter_map(|line| line.parse().ok())
                    .collect::<Vec<i32>>()
            })
            .collect();
        members.sort_unstable();
        members.dedup();
        members
    }

    /// How often the kernel killed a process of the group for want of memory.
    pub(super) fn memory_kills(&self) -> u64 {
        let file = match &self.hierarchy {
            Hierarchy::V2 { parent } => parent.join("memory.events"),
            Hierarchy::V1 {
                memory: Some(memory),
                ..
            } => memory.join("memory.oom_control"),
            _ => return 0,
        };
        let text = fs::read_to_string(file).unwrap_or_default();
        text.lines()
            .filter_map(|line| line.strip_prefix("oom_kill "))
            .filter_map(|count| count.trim().parse::<u64>().ok())
            .sum()
    }

    /// Kills everything inside; at once where the kernel can.
    pub(super) fn kill(&self) {
        let at_once = self
            .directories()
            .iter()
            .any(|directory| fs::write(directory.join("cgroup.kill"), "1").is_ok());
        if !at_once {
            for member in self.members() {
                super::processes::kill(member);
            }
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if !self.members().is_empty() {
            self.kill();
        }
        for directory in self.directories() {
            // A group that is still busy is swept at the next start.
            let _ = fs::remove_dir(directory);
        }
    }
}

/// Removes groups of supervisors that are gone.
fn sweep(hierarchy: &Hierarchy) {
    for tree in hierarchy.trees() {
        let Ok(entries) = fs::read_dir(tree) else {
            continue;
        };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let owner = name
                .to_str()
                .and_then(|name| name.strip_prefix(PREFIX))
                .and_then(|rest| rest.split('-').next());
            if owner.is_some_and(|pid| !Path::new("/proc").join(pid).exists()) {
                let _ = fs::remove_dir(entry.path());
            }
        }
    }
}

#[cfg(test)]
mod tests;
