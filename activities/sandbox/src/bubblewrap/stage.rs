//! Puts what every job needs into the sandbox root, where the jobs' users can reach it.

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::config::BubblewrapConfig;
use super::system;
use crate::SandboxError;

/// What [`stage`] put in place.
#[derive(Clone, Debug)]
pub(super) struct Staged {
    /// The launcher binary, readable and executable by anyone.
    pub(super) launcher: PathBuf,
    /// Directory of the files that replace the host's in `/etc`.
    pub(super) configuration: PathBuf,
    /// An empty file.
    pub(super) empty: PathBuf,
    /// Parent of the directories of running jobs; only regreen can look inside.
    pub(super) runs: PathBuf,
}

/// Idempotent; several processes may do it at once.
pub(super) fn stage(config: &BubblewrapConfig) -> Result<Staged, SandboxError> {
    let root = &config.root;
    let staged = Staged {
        launcher: root.join("bin/regreen"),
        configuration: root.join("etc"),
        empty: root.join("etc/empty"),
        runs: root.join("runs"),
    };
    let failed = |path: &Path| SandboxError::host(format!("preparing {}", path.display()));
    for (directory, mode) in [
        (root.as_path(), 0o755),
        (&root.join("bin"), 0o755),
        (&staged.configuration, 0o755),
        (&staged.runs, 0o700),
    ] {
        fs::create_dir_all(directory)
            .and_then(|()| fs::set_permissions(directory, Permissions::from_mode(mode)))
            .map_err(failed(directory))?;
    }
    for (name, content) in system::REPLACED.into_iter().chain([("empty", "")]) {
        let path = staged.configuration.join(name);
        if fs::read(&path).ok().as_deref() != Some(content.as_bytes()) {
            replace(&path, |temporary| fs::write(temporary, content), 0o644)
                .map_err(failed(&path))?;
        }
    }
    place_launcher(&config.launcher, &staged.launcher).map_err(failed(&config.launcher))?;
    sweep(&staged.runs);
    Ok(staged)
}

/// A hard link costs nothing and is the same file; a copy serves where a link cannot be made or would
/// not be executable by everyone.
fn place_launcher(source: &Path, target: &Path) -> io::Result<()> {
    let wanted = fs::metadata(source)?;
    if let Ok(present) = fs::metadata(target) {
        let linked = (present.dev(), present.ino()) == (wanted.dev(), wanted.ino());
        let copied = present.len() == wanted.len() && present.modified()? == wanted.modified()?;
        if (linked || copied) && present.mode() & 0o5 == 0o5 {
            return Ok(());
        }
    }
    let usable = wanted.mode() & 0o5 == 0o5;
    let source = source.canonicalize()?;
    if usable && replace(target, |temporary| fs::hard_link(&source, temporary), 0).is_ok() {
        return Ok(());
    }
    let copy = |temporary: &Path| {
        fs::copy(&source, temporary)?;
        fs::File::options()
            .write(true)
            .open(temporary)?
            .set_modified(wanted.modified()?)
    };
    replace(target, copy, 0o755)
}

/// Makes a file beside `target` and moves it into place. A mode of 0 leaves the mode alone.
fn replace(target: &Path, make: impl FnOnce(&Path) -> io::Result<()>, mode: u32) -> io::Result<()> {
    let directory = target.parent().unwrap_or(Path::new("/"));
    let temporary = tempfile::Builder::new()
        .prefix(".new-")
        .tempdir_in(directory)?;
    let file = temporary.path().join("file");
    make(&file)?;
    if mode != 0 {
        fs::set_permissions(&file, Permissions::from_mode(mode))?;
    }
    fs::rename(&file, target)
}

/// Removes what processes that are gone left behind; their directories begin with their number.
fn sweep(runs: &Path) {
    let Ok(entries) = fs::read_dir(runs) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let owner = name.to_str().and_then(|name| name.split('-').next());
        let gone = owner.is_some_and(|pid| !Path::new("/proc").join(pid).exists());
        if gone {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests;
