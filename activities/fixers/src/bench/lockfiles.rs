//! Addresses in lockfiles: led through the registry door for Yarn 1, and never let out of it into a patch.
//!
//! Inside, packages come from `http://127.0.0.1:<port>/`. npm and yarn write down where a package came from, so the door's
//! address would stand in the lockfile; here it becomes what stood there before, or what its neighbours have.

use std::{collections::BTreeMap, fs, io::Write, path::Path, sync::LazyLock};

use regex::Regex;

use crate::{FixerError, project::ProjectFiles, workspace::parent_beneath};

/// A download's address: everything before the package's name, and the rest.
#[expect(clippy::expect_used, reason = "a constant pattern, compiled by a test")]
static DOWNLOAD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?P<base>https?://[^\s"'#?]*?/)(?P<rest>(?:@[^/\s"'#?]+(?:/|%2[fF]))?[^/\s"'@#?]+/-/[^\s"'#?}]+)"#)
        .expect("constant pattern")
});

const NAMES: &[&str] = &[
    "package-lock.json",
    "npm-shrinkwrap.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "bun.lock",
];

/// What the committed lockfiles say about where packages come from.
#[derive(Debug, Default)]
pub(crate) struct Lockfiles {
    /// Per lockfile: base address of each download, by the rest of it.
    known: BTreeMap<String, BTreeMap<String, String>>,
    /// Per lockfile: the most frequent base.
    usual: BTreeMap<String, String>,
    /// The door's address, with a slash at the end.
    door: String,
    /// Where packages of unknown origin come from.
    upstream: String,
}

impl Lockfiles {
    /// Reads the committed lockfiles. `door` is the registry's address inside, `upstream` the one outside.
    pub(crate) fn read(files: &dyn ProjectFiles, door: &str, upstream: &str) -> Self {
        let slash = |address: &str| format!("{}/", address.trim_end_matches('/'));
        let mut read = Self {
            door: slash(door),
            upstream: slash(upstream),
            ..Self::default()
        };
        for path in files.paths().iter().filter(|path| is_lockfile(path)) {
            let Some(text) = files.read(path) else {
                continue;
            };
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            let known = read.known.entry(path.clone()).or_default();
            for found in DOWNLOAD.captures_iter(&text) {
                known.insert(found["rest"].to_owned(), found["base"].to_owned());
                if let Some(base) = found.name("base") {
                    *counts.entry(base.as_str()).or_default() += 1;
                }
            }
            let usual = counts.into_iter().max_by_key(|(_, count)| *count);
            if let Some((base, _)) = usual {
                read.usual.insert(path.clone(), base.to_owned());
            }
        }
        read
    }

    /// Leads the downloads of Yarn 1 lockfiles, whose addresses yarn uses as they are, to the door.
    pub(crate) fn lead_in(&self, workspace: &Path) -> Result<(), FixerError> {
        for path in self
            .known
            .keys()
            .filter(|path| path.rsplit('/').next() == Some("yarn.lock"))
        {
            self.rewrite(workspace, path, |text| {
                // Yarn 2 and later write no addresses of the registry.
                if !text.contains("yarn lockfile v1") {
                    return text.to_owned();
                }
                DOWNLOAD
                    .replace_all(text, |found: &regex::Captures<'_>| {
                        format!("{}{}", self.door, &found["rest"])
                    })
                    .into_owned()
            })?;
        }
        Ok(())
    }

    /// Puts back, in every lockfile there is now, what the door's address stands for.
    pub(crate) fn lead_out(
        &self,
        workspace: &Path,
        files: &dyn ProjectFiles,
    ) -> Result<(), FixerError> {
        let mut paths: Vec<String> = self.known.keys().cloned().collect();
        // A lockfile that is new lies beside a manifest that is not.
        for manifest in files
            .paths()
            .iter()
            .filter(|path| path.ends_with("package.json"))
        {
            let directory = manifest.strip_suffix("package.json").unwrap_or_default();
            paths.extend(
                NAMES
                    .iter()
                    .map(|name| format!("{directory}{name}"))
                    .filter(|path| !self.known.contains_key(path)),
            );
        }
        for path in paths {
            self.rewrite(workspace, &path, |text| self.without_door(&path, text))?;
        }
        Ok(())
    }

    fn without_door(&self, path: &str, text: &str) -> String {
        if !text.contains(&self.door) {
            return text.to_owned();
        }
        let known = self.known.get(path);
        let usual = self
            .usual
            .get(path)
            .or_else(|| self.usual.values().next())
            .unwrap_or(&self.upstream);
        let replaced = DOWNLOAD.replace_all(text, |found: &regex::Captures<'_>| {
            let (base, rest) = (&found["base"], &found["rest"]);
            if base != self.door {
                return found[0].to_owned();
            }
            let base = known.and_then(|known| known.get(rest)).unwrap_or(usual);
            format!("{base}{rest}")
        });
        replaced.replace(&self.door, usual)
    }

    fn rewrite(
        &self,
        workspace: &Path,
        path: &str,
        change: impl FnOnce(&str) -> String,
    ) -> Result<(), FixerError> {
        let relative = Path::new(path);
        let at = workspace.join(relative);
        // A link, or a file that went away, is nothing to rewrite; the policy sees what became of it.
        let Ok(parent) = parent_beneath(workspace, relative, false) else {
            return Ok(());
        };
        let Ok(found) = fs::symlink_metadata(&at) else {
            return Ok(());
        };
        if !found.is_file() || found.len() > 64 << 20 {
            return Ok(());
        }
        let Ok(text) = fs::read_to_string(&at) else {
            return Ok(());
        };
        let changed = change(&text);
        if changed != text {
            // A new file takes the name: nothing is written through what may stand there.
            let mut file =
                tempfile::NamedTempFile::new_in(&parent).map_err(FixerError::io(&parent))?;
            file.write_all(changed.as_bytes())
                .map_err(FixerError::io(&at))?;
            fs::set_permissions(file.path(), found.permissions()).map_err(FixerError::io(&at))?;
            file.persist(&at)
                .map_err(|error| FixerError::io(&at)(error.error))?;
        }
        Ok(())
    }
}

fn is_lockfile(path: &str) -> bool {
    NAMES.contains(&path.rsplit('/').next().unwrap_or(path))
}

#[cfg(test)]
mod tests;
