//! The archive of a source tree, `tar` within `zstd`: its limits, and why there is none.

use std::{io, path::Path};

/// How large a source tree may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Files and links together.
    pub files: u64,
    /// Bytes of all files together, uncompressed.
    pub bytes: u64,
}

impl Default for Limits {
    /// 200,000 files, 2 GiB.
    fn default() -> Self {
        Self {
            files: 200_000,
            bytes: 2 << 30,
        }
    }
}

/// What was packed or unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Packed {
    /// Files and links.
    pub files: u64,
    /// Bytes of all files.
    pub bytes: u64,
}

/// Why a tree cannot be packed, or an archive not unpacked.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// A path that could lead out of the tree, or into git's own files.
    #[error("`{0}` is not a plain path inside the tree")]
    Path(String),
    /// A symbolic link that leads out of the tree.
    #[error("the symbolic link `{0}` leads out of the tree")]
    Link(String),
    /// A device, a socket, a pipe, a hard link.
    #[error("`{0}` is neither a file nor a symbolic link")]
    Kind(String),
    /// The same path twice, or a file where a directory is needed.
    #[error("`{0}` is in the archive twice, or below a file")]
    Clash(String),
    /// Too many files.
    #[error("more than {0} files")]
    Files(u64),
    /// Too many bytes.
    #[error("more than {0} bytes")]
    Bytes(u64),
    /// Reading or writing failed; a damaged archive shows here, too.
    #[error(transparent)]
    Io(#[from] io::Error),
}

pub(super) fn shown(path: &Path) -> String {
    path.display().to_string().chars().take(200).collect()
}

/// Counts against the limits.
pub(super) struct Tally {
    pub(super) limits: Limits,
    pub(super) packed: Packed,
}

impl Tally {
    pub(super) fn add(&mut self, bytes: u64) -> Result<(), ArchiveError> {
        self.packed.files += 1;
        self.packed.bytes = self.packed.bytes.saturating_add(bytes);
        if self.packed.files > self.limits.files {
            return Err(ArchiveError::Files(self.limits.files));
        }
        if self.packed.bytes > self.limits.bytes {
            return Err(ArchiveError::Bytes(self.limits.bytes));
        }
        Ok(())
    }
}
