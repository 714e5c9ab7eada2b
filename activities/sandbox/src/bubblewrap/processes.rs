//! Reads `/proc` to find a job's processes, and kills by number.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use nix::sys::signal::{self, Signal};
use nix::unistd::Pid;

/// What matters of one process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Process {
    parent: i32,
    uid: u32,
    resident: u64,
    zombie: bool,
}

/// Living processes whose real user is `uid`.
pub(super) fn of_user(uid: u32) -> Vec<i32> {
    all()
        .into_iter()
        .filter(|(_, process)| process.uid == uid && !process.zombie)
        .map(|(pid, _)| pid)
        .collect()
}

/// Resident memory, in bytes, of a process and everything below it. Pages that several processes
/// share count once for each.
pub(super) fn resident_below(root: i32) -> u64 {
    let all = all();
    let mut children: BTreeMap<i32, Vec<i32>> = BTreeMap::new();
    for (pid, process) in &all {
        children.entry(process.parent).or_default().push(*pid);
    }
    let (mut sum, mut seen, mut pending) = (0u64, BTreeSet::new(), vec![root]);
    while let Some(pid) = pending.pop() {
        if seen.insert(pid) {
            sum = sum.saturating_add(all.get(&pid).map_or(0, |process| process.resident));
            pending.extend(children.get(&pid).into_iter().flatten());
        }
    }
    sum
}

/// When a process was started, in clock ticks since boot: tells a process from a later one of the same number.
pub(super) fn started(pid: i32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The second field is a name in parentheses that may hold anything.
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_whitespace();
    if fields.next()? == "Z" {
        return None;
    }
    fields.nth(18)?.parse().ok()
}

/// Sends SIGKILL; a process that is gone is no error.
pub(super) fn kill(pid: i32) {
    if pid > 1 {
        let _ = signal::kill(Pid::from_raw(pid), Signal::SIGKILL);
    }
}

fn all() -> BTreeMap<i32, Process> {
    let Ok(entries) = fs::read_dir("/proc") else {
        return BTreeMap::new();
    };
    entries
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter_map(|pid: i32| {
            Some((
                pid,
                parse(&fs::read_to_string(format!("/proc/{pid}/status")).ok()?)?,
            ))
        })
        .collect()
}

fn parse(status: &str) -> Option<Process> {
    let field = |name: &str| {
        status
            .lines()
            .find_map(|line| line.strip_prefix(name)?.split_whitespace().next())
    };
    Some(Process {
        parent: field("PPid:")?.parse().ok()?,
        uid: field("Uid:")?.parse().ok()?,
        // Kernel threads and zombies have none.
        resident: field("VmRSS:")
            .and_then(|kib| kib.parse::<u64>().ok())
            .unwrap_or(0)
            * 1024,
        zombie: field("State:") == Some("Z"),
    })
}

#[cfg(test)]
mod tests;
