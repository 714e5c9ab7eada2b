//! The archive of a source tree: `tar` within `zstd`, the same bytes for the same files.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Read, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use super::path::{is_inside, is_plain, parent_beneath};

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
        Self { files: 200_000, bytes: 2 << 30 }
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

fn shown(path: &Path) -> String {
    path.display().to_string().chars().take(200).collect()
}

struct Tally {
    limits: Limits,
    packed: Packed,
}

impl Tally {
    fn add(&mut self, bytes: u64) -> Result<(), ArchiveError> {
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

/// Packs a directory, without any `.git` in it. Of modes only the executable bit is kept; owners, times and empty
/// directories are not.
///
/// # Errors
/// See [`ArchiveError`]: a link that leads out, a special file, a limit, or the disk.
pub fn pack(top: &Path, limits: Limits, output: impl Write) -> Result<Packed, ArchiveError> {
    let mut tally = Tally { limits, packed: Packed::default() };
    let mut archive = tar::Builder::new(zstd::Encoder::new(output, 3)?);
    archive.mode(tar::HeaderMode::Deterministic);
    let walk = walkdir::WalkDir::new(top)
        .follow_links(false)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || entry.file_name() != ".git");
    for entry in walk {
        let entry = entry.map_err(io::Error::from)?;
        let kind = entry.file_type();
        if kind.is_dir() {
            continue;
        }
        let relative = entry.path().strip_prefix(top).map_err(io::Error::other)?;
        if !is_plain(relative) {
            return Err(ArchiveError::Path(shown(relative)));
        }
        let mut header = tar::Header::new_gnu();
        header.set_mtime(0);
        if kind.is_symlink() {
            let target = fs::read_link(entry.path())?;
            if !is_inside(relative, &target) {
                return Err(ArchiveError::Link(shown(relative)));
            }
            tally.add(0)?;
            header.set_entry_type(tar::EntryType::Symlink);
            header.set_mode(0o777);
            header.set_size(0);
            archive.append_link(&mut header, relative, target)?;
        } else if kind.is_file() {
            let file = fs::File::open(entry.path())?;
            let found = file.metadata()?;
            tally.add(found.len())?;
            header.set_mode(if found.permissions().mode() & 0o100 == 0 { 0o644 } else { 0o755 });
            header.set_size(found.len());
            archive.append_data(&mut header, relative, file.take(found.len()))?;
        } else {
            return Err(ArchiveError::Kind(shown(relative)));
        }
    }
    archive.into_inner()?.finish()?.flush()?;
    Ok(tally.packed)
}

/// Unpacks an archive of [`pack`] into an empty directory, trusting nothing in it.
///
/// # Errors
/// See [`ArchiveError`]. What was unpacked before the error stays: the caller removes the directory.
pub fn unpack(archive: impl Read, top: &Path, limits: Limits) -> Result<Packed, ArchiveError> {
    let mut tally = Tally { limits, packed: Packed::default() };
    let mut links: BTreeMap<PathBuf, PathBuf> = BTreeMap::new();
    let mut decoder = zstd::Decoder::new(archive)?;
    decoder.window_log_max(27)?;
    // Headers and padding come on top of the files' own bytes.
    let most = limits.bytes.saturating_add(limits.files.saturating_mul(2048)).saturating_add(1 << 20);
    let mut reader = tar::Archive::new(decoder.take(most));
    for entry in reader.entries()? {
        let mut entry = entry?;
        let path = entry.path()?.into_owned();
        let kind = entry.header().entry_type();
        if !is_plain(&path) {
            return Err(ArchiveError::Path(shown(&path)));
        }
        match kind {
            tar::EntryType::Directory => {}
            tar::EntryType::Symlink => {
                let target = entry.link_name()?.map(std::borrow::Cow::into_owned).unwrap_or_default();
                if !is_inside(&path, &target) {
                    return Err(ArchiveError::Link(shown(&path)));
                }
                tally.add(0)?;
                if links.insert(path.clone(), target).is_some() {
                    return Err(ArchiveError::Clash(shown(&path)));
                }
            }
            tar::EntryType::Regular => {
                tally.add(entry.size())?;
                let executable = entry.header().mode()? & 0o100 != 0;
                let clash = |error: io::Error| match error.kind() {
                    io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => ArchiveError::Clash(shown(&path)),
                    _ => ArchiveError::Io(error),
                };
                let parent = parent_beneath(top, &path, true).map_err(clash)?;
                let mut file = fs::OpenOptions::new()
                    .write(true)
                    .create_new(true)
                    .mode(if executable { 0o755 } else { 0o644 })
                    .open(parent.join(path.file_name().unwrap_or_default()))
                    .map_err(clash)?;
                let written = io::copy(&mut entry, &mut file)?;
                if written != entry.size() {
                    return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
                }
            }
            _ => return Err(ArchiveError::Kind(shown(&path))),
        }
    }
    // Links come last: no file can be written through one.
    for (path, target) in links {
        let clash = || ArchiveError::Clash(shown(&path));
        let parent = parent_beneath(top, &path, true).map_err(|_| clash())?;
        std::os::unix::fs::symlink(target, parent.join(path.file_name().unwrap_or_default())).map_err(|_| clash())?;
    }
    Ok(tally.packed)
}
