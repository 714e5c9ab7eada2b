//! Whether a job's user could open a path, and what to do where it could not.
//!
//! bubblewrap's own message ("Can't find source path") does not say which directory is in the way. A
//! closed directory above a path (a checkout in a private home, say) is no obstacle where regreen is
//! root: the launcher shows the path at another place, in a mount namespace of its own.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use nix::unistd::{AccessFlags, access};

use super::slots::Identity;
use crate::SandboxError;

const READ: u32 = 4;
const PASS: u32 = 1;

/// Directories that may take in the paths that are behind closed ones: usually empty, and needed by
/// nothing that bubblewrap does. They are covered in the launcher's own namespace only.
const PLACES: [&str; 4] = ["/mnt", "/media", "/srv", "/run"];

/// How a path can be got at.
#[derive(Debug)]
pub(super) enum Reach {
    /// By its own name.
    Plain,
    /// Only from outside; the error is what to say where that does not help.
    Behind(SandboxError),
}

/// Looks for `identity` at all directories above `path` and at `path` itself.
///
/// For a dedicated user this looks at mode bits only; access control lists that grant more are not seen.
///
/// # Errors
/// [`SandboxError::Unreachable`], when the path itself is missing or closed.
pub(super) fn check(path: &Path, identity: Identity) -> Result<Reach, SandboxError> {
    let unreachable = |blocked_by: &Path, remedy: String| SandboxError::Unreachable {
        path: path.to_path_buf(),
        blocked_by: blocked_by.to_path_buf(),
        uid: identity.uid(),
        remedy,
    };
    let real = path
        .canonicalize()
        .map_err(|error| unreachable(path, format!("it cannot be found ({error})")))?;
    let Some(uid) = identity.dedicated() else {
        return match access(&real, AccessFlags::R_OK) {
            Ok(()) => Ok(Reach::Plain),
            Err(errno) => Err(unreachable(&real, format!("make it readable ({errno})"))),
        };
    };
    let own = metadata(&real)?;
    let needed = if own.is_dir() { READ | PASS } else { READ };
    if !allows(&own, uid, needed) {
        let bits = if own.is_dir() { "o+rx" } else { "o+r" };
        return Err(unreachable(
            &real,
            format!("run `chmod {bits} {}`", real.display()),
        ));
    }
    let mut parents: Vec<&Path> = real.ancestors().skip(1).collect();
    parents.reverse();
    for directory in parents {
        if !allows(&metadata(directory)?, uid, PASS) {
            let remedy = format!(
                "run `chmod o+x {}`, or use a place outside of it",
                directory.display()
            );
            return Ok(Reach::Behind(unreachable(directory, remedy)));
        }
    }
    Ok(Reach::Plain)
}

fn metadata(path: &Path) -> Result<Metadata, SandboxError> {
    std::fs::metadata(path).map_err(SandboxError::host(format!("looking at {}", path.display())))
}

/// The kernel's rule for a user whose only group has the user's number.
fn allows(metadata: &Metadata, id: u32, needed: u32) -> bool {
    let shift = if metadata.uid() == id {
        6
    } else if metadata.gid() == id {
        3
    } else {
        0
    };
    (metadata.mode() >> shift) & needed == needed
}

/// Under which names a job's paths are shown to bubblewrap.
#[derive(Debug, Default)]
pub(super) struct Names {
    place: PathBuf,
    others: BTreeMap<PathBuf, PathBuf>,
    obstacle: Option<SandboxError>,
}

impl Names {
    /// Checks all paths and names those anew that are behind closed directories.
    pub(super) fn of<'a>(
        paths: impl IntoIterator<Item = &'a Path>,
        identity: Identity,
    ) -> Result<Self, SandboxError> {
        let mut names = Self::default();
        for path in paths {
            let Reach::Behind(obstacle) = check(path, identity)? else {
                continue;
            };
            if names.obstacle.is_none() {
                let open =
                    |place: &&&str| matches!(check(Path::new(place), identity), Ok(Reach::Plain));
                let Some(place) = PLACES.iter().find(open) else {
                    return Err(obstacle);
                };
                names.place = PathBuf::from(place);
                names.obstacle = Some(obstacle);
            }
            let next = names.place.join(names.others.len().to_string());
            names.others.entry(path.to_path_buf()).or_insert(next);
        }
        Ok(names)
    }

    /// The name that bubblewrap is given for a path.
    pub(super) fn name<'a>(&'a self, path: &'a Path) -> &'a Path {
        self.others.get(path).map_or(path, PathBuf::as_path)
    }

    /// What the launcher has to show elsewhere, and where: sources by their name below the place.
    pub(super) fn carried(&self) -> Option<(PathBuf, Vec<PathBuf>)> {
        let mut sources: Vec<(&PathBuf, &PathBuf)> = self.others.iter().collect();
        sources.sort_by_key(|(_, name)| {
            name.file_name()
                .and_then(|name| name.to_str()?.parse::<usize>().ok())
        });
        let sources: Vec<PathBuf> = sources
            .into_iter()
            .map(|(source, _)| source.clone())
            .collect();
        (!sources.is_empty()).then(|| (self.place.clone(), sources))
    }

    /// What to say when the launcher could not do it.
    pub(super) fn into_obstacle(self) -> Option<SandboxError> {
        self.obstacle
    }
}

#[cfg(test)]
mod tests;
