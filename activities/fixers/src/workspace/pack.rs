//! From files to an archive: the same bytes for the same files.

use std::{
    fs,
    io::{self, Read, Write},
    os::unix::fs::PermissionsExt,
    path::Path,
};

use super::{
    archive::{ArchiveError, Limits, Packed, Tally, shown},
    path::{is_inside, is_plain},
};

/// Packs a directory, without any `.git` in it. Of modes only the executable bit is kept; owners, times and empty
/// directories are not.
///
/// # Errors
/// See [`ArchiveError`]: a link that leads out, a special file, a limit, or the disk.
pub fn pack(top: &Path, limits: Limits, output: impl Write) -> Result<Packed, ArchiveError> {
    let mut tally = Tally {
        limits,
        packed: Packed::default(),
    };
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
            header.set_mode(if found.permissions().mode() & 0o100 == 0 {
                0o644
            } else {
                0o755
            });
            header.set_size(found.len());
            archive.append_data(&mut header, relative, file.take(found.len()))?;
        } else {
            return Err(ArchiveError::Kind(shown(relative)));
        }
    }
    archive.into_inner()?.finish()?.flush()?;
    Ok(tally.packed)
}
