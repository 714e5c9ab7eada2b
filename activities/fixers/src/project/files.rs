//! Reading a project's files, bounded and without following links.

use std::{collections::BTreeSet, io::Read, path::PathBuf};

use crate::workspace::open_beneath;

/// Largest text file that is read.
const MOST_BYTES: u64 = 16 << 20;

/// The committed files of a project, by path from the top of the repository.
pub trait ProjectFiles: Send + Sync {
    /// Text of a file; `None` when it is missing, a link, larger than 16 MiB or not UTF-8.
    fn read(&self, path: &str) -> Option<String>;
    /// Every committed path, sorted.
    fn paths(&self) -> &BTreeSet<String>;

    /// Whether there is such a file.
    fn has(&self, path: &str) -> bool {
        self.paths().contains(path)
    }
}

/// Files of a directory.
#[derive(Debug, Clone)]
pub struct DirectoryFiles {
    top: PathBuf,
    paths: BTreeSet<String>,
}

impl DirectoryFiles {
    /// The given paths below `top`.
    #[must_use]
    pub fn new(top: PathBuf, paths: BTreeSet<String>) -> Self {
        Self { top, paths }
    }
}

impl ProjectFiles for DirectoryFiles {
    fn read(&self, path: &str) -> Option<String> {
        let file = open_beneath(&self.top, path.as_ref()).ok()?;
        let mut text = String::new();
        let read = file.take(MOST_BYTES + 1).read_to_string(&mut text).ok()?;
        (read as u64 <= MOST_BYTES).then_some(text)
    }

    fn paths(&self) -> &BTreeSet<String> {
        &self.paths
    }
}

/// Joins a directory (empty for the top) and a name.
pub(crate) fn join(directory: &str, name: &str) -> String {
    if directory.is_empty() {
        name.to_owned()
    } else {
        format!("{directory}/{name}")
    }
}

/// A directory and everything above it, nearest first; the last is the top.
pub(crate) fn upwards(directory: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(directory), |at| match at.rfind('/') {
        Some(slash) => Some(&at[..slash]),
        None if at.is_empty() => None,
        None => Some(""),
    })
}
