//! The files of a workspace that a selection takes, looked at without following a link.

use std::{
    fs,
    os::unix::{ffi::OsStrExt, fs::PermissionsExt},
    path::Path,
};

use super::{Selection, path::is_plain};
use crate::FixerError;

/// Paths with their executable bit.
pub(super) type Files = Vec<(String, bool)>;
/// Paths with what they point to.
pub(super) type Links = Vec<(String, Vec<u8>)>;

/// Files (with their executable bit) and links (with their targets) that the selection takes.
pub(super) fn walk(workspace: &Path, selection: &Selection) -> Result<(Files, Links), FixerError> {
    const MOST_FILES: usize = 400_000;
    const MOST_BYTES: u64 = 4 << 30;
    let mut bytes = 0u64;
    let (mut files, mut links) = (Vec::new(), Vec::new());
    let relative = |entry: &walkdir::DirEntry| {
        let path = entry.path().strip_prefix(workspace).ok()?;
        is_plain(path)
            .then(|| path.to_str().map(str::to_owned))
            .flatten()
    };
    let entries = walkdir::WalkDir::new(workspace)
        .follow_links(false)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| {
            entry.depth() == 0
                || !entry.file_type().is_dir()
                || relative(entry).is_some_and(|path| selection.enters(&path))
        });
    for entry in entries {
        let entry = entry.map_err(|error| FixerError::io(workspace)(error.into()))?;
        let kind = entry.file_type();
        let Some(path) = relative(&entry).filter(|path| !kind.is_dir() && selection.takes(path))
        else {
            continue;
        };
        if kind.is_symlink() {
            let target = fs::read_link(entry.path()).map_err(FixerError::io(entry.path()))?;
            links.push((path, target.as_os_str().as_bytes().to_vec()));
        } else if kind.is_file() {
            let found = entry
                .metadata()
                .map_err(|error| FixerError::io(entry.path())(error.into()))?;
            bytes = bytes.saturating_add(found.len());
            files.push((path, found.permissions().mode() & 0o100 != 0));
        }
        if files.len() + links.len() > MOST_FILES {
            return Err(FixerError::Snapshot(format!(
                "more than {MOST_FILES} files"
            )));
        }
        if bytes > MOST_BYTES {
            return Err(FixerError::Snapshot(format!(
                "more than {MOST_BYTES} bytes"
            )));
        }
    }
    Ok((files, links))
}
