//! The files of a commit.

use std::{
    ffi::OsStr,
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
};

use crate::git::{Git, GitError, check_sha, command::Invocation};

/// What an entry of a tree is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileMode {
    /// A file.
    Regular,
    /// A file that can be run.
    Executable,
    /// A symbolic link.
    Symlink,
    /// A commit of another repository; its files are not there.
    Submodule,
}

/// An entry of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackedFile {
    /// Path from the top; any bytes but NUL.
    pub path: PathBuf,
    /// What it is.
    pub mode: FileMode,
    /// The id of its content.
    pub object: String,
    /// Bytes; 0 for a submodule.
    pub bytes: u64,
}

impl Git {
    /// The files of a commit in a repository made by [`Git::snapshot`], within the limits of the options.
    ///
    /// # Errors
    /// [`GitError::TooLarge`] above the limits.
    pub async fn tracked_files(
        &self,
        dir: &Path,
        commit: &str,
    ) -> Result<Vec<TrackedFile>, GitError> {
        check_sha(commit)?;
        let listing = Invocation::new(self, "ls-tree")
            .repository(&dir.join(".git"), None)
            .args(["-r", "-l", "-z", "--full-tree", commit])
            .run()
            .await?;
        let files: Vec<TrackedFile> = listing.split(|byte| *byte == 0).filter_map(entry).collect();
        let bytes = files
            .iter()
            .map(|file| file.bytes)
            .fold(0, u64::saturating_add);
        if files.len() > self.options.max_files {
            let limit = u64::try_from(self.options.max_files).unwrap_or(u64::MAX);
            return Err(GitError::TooLarge {
                what: "the number of files",
                limit,
            });
        }
        if bytes > self.options.max_bytes {
            return Err(GitError::TooLarge {
                what: "the size of all files",
                limit: self.options.max_bytes,
            });
        }
        Ok(files)
    }
}

/// `<mode> <type> <object> <padded size>\t<path>`
fn entry(line: &[u8]) -> Option<TrackedFile> {
    let tab = line.iter().position(|byte| *byte == b'\t')?;
    let head = std::str::from_utf8(&line[..tab]).ok()?;
    let mut words = head.split_ascii_whitespace();
    let mode = match words.next()? {
        "120000" => FileMode::Symlink,
        "160000" => FileMode::Submodule,
        "100755" => FileMode::Executable,
        _ => FileMode::Regular,
    };
    let object = words.nth(1)?.to_owned();
    let bytes = words.next()?.parse().unwrap_or(0);
    Some(TrackedFile {
        path: PathBuf::from(OsStr::from_bytes(&line[tab + 1..])),
        mode,
        object,
        bytes,
    })
}
