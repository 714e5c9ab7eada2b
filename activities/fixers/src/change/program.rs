//! An agent's program where the sandbox's user can reach it.

use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
};

use crate::FixerError;

/// A copy of (or a hard link to) the program below the scratch folder, made once. Installations below a home directory
/// are closed to the user that a sandbox runs as.
pub(super) fn reachable(scratch: &Path, program: &Path) -> Result<PathBuf, FixerError> {
    let found = fs::metadata(program).map_err(FixerError::io(program))?;
    if !found.is_file() {
        return Err(FixerError::Project(format!(
            "{} is not a program",
            program.display()
        )));
    }
    let folder = scratch.join("programs");
    fs::create_dir_all(&folder).map_err(FixerError::io(&folder))?;
    let name = program.file_name().unwrap_or_default().to_string_lossy();
    // Another version has another size or time.
    let place = folder.join(format!("{name}-{:x}-{:x}", found.len(), found.mtime()));
    if place.exists() {
        return Ok(place);
    }
    let own = tempfile::Builder::new()
        .prefix("new-")
        .tempdir_in(&folder)
        .map_err(FixerError::io(&folder))?;
    let new = own.path().join("program");
    if found.permissions().mode() & 0o005 != 0o005 || fs::hard_link(program, &new).is_err() {
        fs::copy(program, &new).map_err(FixerError::io(&new))?;
        fs::set_permissions(&new, fs::Permissions::from_mode(0o755))
            .map_err(FixerError::io(&new))?;
    }
    fs::rename(&new, &place).map_err(FixerError::io(&place))?;
    Ok(place)
}
