//! Keeps an eye on how much a job writes. Directories have no quota of their own without privileges,
//! so they are measured, at a bounded cost.

use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use nix::sys::statvfs::statvfs;

/// A job is stopped when its file system has less than this left, whoever filled it. It also catches
/// files that are deleted while open, which no walk sees.
const RESERVE: u64 = 256 * 1024 * 1024;
/// More entries than this count as too much.
const MOST_ENTRIES: u64 = 4_000_000;
/// A full walk happens at least this often, if walks are fast.
const WALK_EVERY: Duration = Duration::from_secs(10);
/// A walk may take this share of the time.
const SHARE: u32 = 10;

/// Watches two directories.
#[derive(Debug)]
pub(super) struct DiskWatch {
    directories: Vec<PathBuf>,
    limit: u64,
    last: Option<Walk>,
}

#[derive(Clone, Copy, Debug)]
struct Walk {
    ended: Instant,
    took: Duration,
    used: u64,
    free: u64,
}

impl DiskWatch {
    pub(super) fn new(directories: Vec<PathBuf>, limit: u64) -> Self {
        Self {
            directories,
            limit,
            last: None,
        }
    }

    /// Whether the limit is passed. Blocks while it walks, which it does only when enough was written
    /// to the file system since the last walk, or when that was long ago.
    pub(super) fn exceeded(&mut self) -> bool {
        let free = self
            .directories
            .iter()
            .filter_map(|directory| free(directory))
            .min();
        let Some(free) = free else { return false };
        if free < RESERVE {
            return true;
        }
        if let Some(last) = self.last {
            let written = last.free.saturating_sub(free);
            let possible = last.used.saturating_add(written) > self.limit;
            let rest = if possible {
                last.took * SHARE
            } else {
                (last.took * SHARE).max(WALK_EVERY)
            };
            if last.ended.elapsed() < rest {
                return false;
            }
        }
        let began = Instant::now();
        let used = usage(&self.directories, self.limit);
        self.last = Some(Walk {
            ended: Instant::now(),
            took: began.elapsed(),
            used,
            free,
        });
        used > self.limit
    }
}

fn free(path: &Path) -> Option<u64> {
    let status = statvfs(path).ok()?;
    let (blocks, size) = (status.blocks_available(), status.fragment_size());
    #[allow(
        clippy::useless_conversion,
        reason = "the types differ between targets"
    )]
    Some(u64::from(blocks).saturating_mul(u64::from(size)))
}

/// Bytes on disk; more than `limit` as soon as that is certain. Files appear and go meanwhile.
fn usage(directories: &[PathBuf], limit: u64) -> u64 {
    let (mut used, mut entries) = (0u64, 0u64);
    let mut pending = directories.to_vec();
    while let Some(directory) = pending.pop() {
        let listing = match std::fs::read_dir(&directory) {
            Ok(listing) => listing,
            // Deeper than any path can say: nothing that a build does.
            Err(error) if error.kind() == io::ErrorKind::InvalidFilename => return u64::MAX,
            Err(_) => continue,
        };
        for entry in listing.flatten() {
            entries += 1;
            if entries > MOST_ENTRIES {
                return u64::MAX;
            }
            let Ok(metadata) = entry.metadata() else {
                continue;
            };
            used = used
                .saturating_add(metadata.blocks().saturating_mul(512) / metadata.nlink().max(1));
            if used > limit {
                return used;
            }
            if metadata.is_dir() {
                pending.push(entry.path());
            }
        }
    }
    used
}

#[cfg(test)]
mod tests;
