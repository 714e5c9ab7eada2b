//! Files in memory, for tests of this crate.

use std::collections::{BTreeMap, BTreeSet};

use super::ProjectFiles;

/// Files in memory.
pub(crate) struct MemoryFiles {
    texts: BTreeMap<String, String>,
    paths: BTreeSet<String>,
}

impl MemoryFiles {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let texts: BTreeMap<String, String> = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect();
        Self {
            paths: texts.keys().cloned().collect(),
            texts,
        }
    }
}

impl ProjectFiles for MemoryFiles {
    fn read(&self, path: &str) -> Option<String> {
        self.texts.get(path).cloned()
    }
    fn paths(&self) -> &BTreeSet<String> {
        &self.paths
    }
}
