//! Paths of a hostile tree: checked as text, and walked without following a link.

use std::{
    fs::{self, File},
    io,
    path::{Component, Path, PathBuf},
};

/// Whether `path` is a plain relative path: no root, no `..`, no `.git`, no line break or NUL.
pub(crate) fn is_plain(path: &Path) -> bool {
    let text = path.as_os_str().as_encoded_bytes();
    !text.is_empty()
        && text.len() <= 4096
        && !text.iter().any(|byte| matches!(byte, b'\n' | b'\r' | 0))
        && path.components().all(|component| match component {
            Component::Normal(name) => !name.eq_ignore_ascii_case(".git"),
            _ => false,
        })
}

/// Whether a link at `link` (relative to the top) that points to `target` stays below the top, as text. What it leads to
/// through other links is not examined: nothing on the host follows it.
pub(crate) fn is_inside(link: &Path, target: &Path) -> bool {
    let mut depth = link.components().count().saturating_sub(1);
    for component in target.components() {
        match component {
            Component::Normal(_) => depth += 1,
            Component::CurDir => {}
            Component::ParentDir if depth > 0 => depth -= 1,
            _ => return false,
        }
    }
    !target.as_os_str().is_empty()
}

/// The directory that is to hold `relative`, made where it is missing.
///
/// # Errors
/// When a component of it exists and is not a real directory.
pub(crate) fn parent_beneath(top: &Path, relative: &Path, create: bool) -> io::Result<PathBuf> {
    if !is_plain(relative) {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "not a plain relative path",
        ));
    }
    let mut at = top.to_path_buf();
    for component in relative.parent().unwrap_or(Path::new("")).components() {
        at.push(component);
        match fs::symlink_metadata(&at) {
            Ok(found) if found.is_dir() => {}
            Ok(_) => {
                return Err(io::Error::new(
                    io::ErrorKind::NotADirectory,
                    "a parent is not a directory",
                ));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound && create => fs::create_dir(&at)?,
            Err(error) => return Err(error),
        }
    }
    Ok(at)
}

/// Opens a regular file below `top` for reading; neither it nor a parent may be a link.
///
/// # Errors
/// When there is no such file, or it is something else.
pub(crate) fn open_beneath(top: &Path, relative: &Path) -> io::Result<File> {
    let parent = parent_beneath(top, relative, false)?;
    let full = parent.join(relative.file_name().unwrap_or_default());
    if !fs::symlink_metadata(&full)?.is_file() {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "not a regular file",
        ));
    }
    File::open(full)
}
