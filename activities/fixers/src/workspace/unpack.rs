//! From an archive to files, trusting nothing in it.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Read},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use super::{
    archive::{ArchiveError, Limits, Packed, Tally, shown},
    path::{is_inside, is_plain, parent_beneath},
};

/// Unpacks an archive of [`pack`](super::pack) into an empty directory, trusting nothing in it.
///
/// # Errors
/// See [`ArchiveError`]. What was unpacked before the error stays: the caller removes the directory.
pub fn unpack(archive: impl Read, top: &Path, limits: Limits) -> Result<Packed, ArchiveError> {
    let mut tally = Tally {
        limits,
        packed: Packed::default(),
    };
    let mut links: BTreeMap<PathBuf, PathBuf> = BTreeMap::new();
    let mut decoder = zstd::Decoder::new(archive)?;
    decoder.window_log_max(27)?;
    // Headers and padding come on top of the files' own bytes.
    let most = limits
        .bytes
        .saturating_add(limits.files.saturating_mul(2048))
        .saturating_add(1 << 20);
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
                let target = entry
                    .link_name()?
                    .map(std::borrow::Cow::into_owned)
                    .unwrap_or_default();
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
                    io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => {
                        ArchiveError::Clash(shown(&path))
                    }
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
        std::os::unix::fs::symlink(target, parent.join(path.file_name().unwrap_or_default()))
            .map_err(|_| clash())?;
    }
    Ok(tally.packed)
}
