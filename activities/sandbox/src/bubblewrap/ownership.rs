//! Gives a directory tree to a job's user.

use std::io;
use std::os::unix::fs::{MetadataExt, lchown};
use std::path::{Path, PathBuf};

/// Changes owner and group of everything at and below `root`, never following a link and never
/// leaving its file system. Nothing untrusted runs meanwhile, so that paths stay what they are.
pub(super) fn give(root: &Path, id: u32) -> io::Result<()> {
    let top = std::fs::symlink_metadata(root)?;
    if !top.is_dir() {
        return Err(io::Error::new(
            io::ErrorKind::NotADirectory,
            "not a directory",
        ));
    }
    let device = top.dev();
    let mut pending: Vec<PathBuf> = vec![root.to_path_buf()];
    change(root, &top, id)?;
    while let Some(directory) = pending.pop() {
        for entry in std::fs::read_dir(&directory)? {
            let path = entry?.path();
            let metadata = std::fs::symlink_metadata(&path)?;
            if metadata.dev() != device {
                continue;
            }
            change(&path, &metadata, id)?;
            if metadata.is_dir() {
                pending.push(path);
            }
        }
    }
    Ok(())
}

fn change(path: &Path, metadata: &std::fs::Metadata, id: u32) -> io::Result<()> {
    if metadata.uid() == id && metadata.gid() == id {
        return Ok(());
    }
    lchown(path, Some(id), Some(id))
}
