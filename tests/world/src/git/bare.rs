//! A bare repository: refs, objects, files.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    path::{Path, PathBuf},
};

use super::GitCommand;
use crate::WorldError;

/// A bare repository in a folder of its own. Cloning the value shares the folder.
#[derive(Debug, Clone)]
pub(crate) struct BareRepository {
    path: PathBuf,
}

impl BareRepository {
    /// Makes an empty repository that allows pushes and single-commit fetches over HTTP.
    pub(crate) async fn create(path: PathBuf, default_branch: &str) -> Result<Self, WorldError> {
        std::fs::create_dir_all(&path).map_err(WorldError::file(&path))?;
        let repository = Self { path };
        repository
            .git([
                "init",
                "--quiet",
                "--bare",
                &format!("--initial-branch={default_branch}"),
            ])
            .bytes()
            .await?;
        for (key, value) in [
            ("http.receivepack", "true"),
            ("uploadpack.allowReachableSHA1InWant", "true"),
            ("uploadpack.allowAnySHA1InWant", "true"),
            ("uploadpack.allowFilter", "true"),
            ("receive.denyDeleteCurrent", "ignore"),
        ] {
            repository.git(["config", key, value]).bytes().await?;
        }
        Ok(repository)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn git<A: Into<OsString>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
    ) -> GitCommand {
        GitCommand::new(arguments).repository(&self.path)
    }

    /// Branch names (without `refs/heads/`) with the commits they point to.
    pub(crate) async fn branches(&self) -> Result<BTreeMap<String, String>, WorldError> {
        Ok(self
            .refs()
            .await?
            .into_iter()
            .filter_map(|(name, sha)| {
                name.strip_prefix("refs/heads/")
                    .map(|branch| (branch.to_owned(), sha))
            })
            .collect())
    }

    /// Full ref names with the objects they point to.
    pub(crate) async fn refs(&self) -> Result<BTreeMap<String, String>, WorldError> {
        let printed = self
            .git(["for-each-ref", "--format=%(objectname) %(refname)"])
            .text()
            .await?;
        Ok(printed
            .lines()
            .filter_map(|line| line.split_once(' '))
            .map(|(sha, name)| (name.to_owned(), sha.to_owned()))
            .collect())
    }

    /// The commit a revision names, if it names one.
    pub(crate) async fn resolve(&self, revision: &str) -> Result<Option<String>, WorldError> {
        let wanted = format!("{revision}^{{commit}}");
        let output = self
            .git([
                "rev-parse",
                "--verify",
                "--quiet",
                "--end-of-options",
                &wanted,
            ])
            .output()
            .await?;
        Ok((output.code == 0).then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned()))
    }

    /// The tip of a branch, if it exists.
    pub(crate) async fn tip(&self, branch: &str) -> Result<Option<String>, WorldError> {
        self.resolve(&format!("refs/heads/{branch}")).await
    }

    /// Moves, makes or (with no `new`) deletes a ref, only if it is still at `old` where that is given.
    pub(crate) async fn update_ref(
        &self,
        name: &str,
        new: Option<&str>,
        old: Option<&str>,
    ) -> Result<(), WorldError> {
        let mut arguments = vec!["update-ref"];
        match new {
            Some(new) => arguments.extend([name, new]),
            None => arguments.extend(["-d", name]),
        }
        arguments.extend(old);
        self.git(arguments).bytes().await.map(drop)
    }

    /// True where `ancestor` is reachable from `descendant`.
    pub(crate) async fn is_ancestor(
        &self,
        ancestor: &str,
        descendant: &str,
    ) -> Result<bool, WorldError> {
        Ok(self
            .git(["merge-base", "--is-ancestor", ancestor, descendant])
            .output()
            .await?
            .code
            == 0)
    }

    /// The best common ancestor, if the histories are related.
    pub(crate) async fn merge_base(
        &self,
        one: &str,
        other: &str,
    ) -> Result<Option<String>, WorldError> {
        let output = self.git(["merge-base", one, other]).output().await?;
        Ok((output.code == 0).then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned()))
    }

    /// How many commits a range holds.
    pub(crate) async fn count(&self, range: &str) -> Result<u64, WorldError> {
        Ok(self
            .git(["rev-list", "--count", "--end-of-options", range, "--"])
            .text()
            .await?
            .parse()
            .unwrap_or(0))
    }

    /// Every file at a revision with its content.
    pub(crate) async fn files_at(
        &self,
        revision: &str,
    ) -> Result<BTreeMap<String, Vec<u8>>, WorldError> {
        let listed = self
            .git(["ls-tree", "-r", "-z", "--full-tree", revision])
            .bytes()
            .await?;
        let mut files = BTreeMap::new();
        for entry in String::from_utf8_lossy(&listed)
            .split('\0')
            .filter(|entry| !entry.is_empty())
        {
            let Some((meta, path)) = entry.split_once('\t') else {
                continue;
            };
            let [_, "blob", sha] = meta.split(' ').collect::<Vec<_>>()[..] else {
                continue;
            };
            files.insert(
                path.to_owned(),
                self.git(["cat-file", "blob", sha]).bytes().await?,
            );
        }
        Ok(files)
    }
}
