//! Between a folder and the repository: committing one, checking one out.

use std::path::Path;

use super::{BareRepository, Signature};
use crate::WorldError;

impl BareRepository {
    /// Commits the whole content of a folder on top of a branch (which is made where it is missing) and moves the
    /// branch there. Installed packages, git's own folders and what the folder's `.gitignore` names stay out.
    pub(crate) async fn commit_folder(
        &self,
        branch: &str,
        folder: &Path,
        message: &str,
        author: &Signature,
    ) -> Result<String, WorldError> {
        let scratch = tempfile::tempdir().map_err(WorldError::file("a temporary folder"))?;
        let index = scratch.path().join("index");
        let folder = folder.canonicalize().map_err(WorldError::file(folder))?;
        self.git([
            "add",
            "--all",
            "--",
            ".",
            ":(exclude,glob)**/node_modules/**",
            ":(exclude,glob)**/.git/**",
        ])
        .env("GIT_INDEX_FILE", &index)
        .env("GIT_WORK_TREE", &folder)
        .directory(&folder)
        .bytes()
        .await?;
        let tree = self
            .git(["write-tree"])
            .env("GIT_INDEX_FILE", &index)
            .text()
            .await?;
        self.commit_on(branch, &tree, message, author).await
    }

    /// Commits the branch's content with some files replaced or (with no content) removed.
    pub(crate) async fn commit_files(
        &self,
        branch: &str,
        files: &[(&str, Option<&str>)],
        message: &str,
        author: &Signature,
    ) -> Result<String, WorldError> {
        let scratch = tempfile::tempdir().map_err(WorldError::file("a temporary folder"))?;
        let index = scratch.path().join("index");
        if let Some(tip) = self.tip(branch).await? {
            self.git(["read-tree", &tip])
                .env("GIT_INDEX_FILE", &index)
                .bytes()
                .await?;
        }
        for (path, content) in files {
            let line = match content {
                Some(content) => {
                    let blob = self
                        .git(["hash-object", "-w", "--stdin"])
                        .input(*content)
                        .text()
                        .await?;
                    format!("100644 {blob}\t{path}\n")
                }
                None => format!("0 {}\t{path}\n", super::ZERO),
            };
            self.git(["update-index", "--add", "--index-info"])
                .env("GIT_INDEX_FILE", &index)
                .input(line)
                .bytes()
                .await?;
        }
        let tree = self
            .git(["write-tree"])
            .env("GIT_INDEX_FILE", &index)
            .text()
            .await?;
        self.commit_on(branch, &tree, message, author).await
    }

    async fn commit_on(
        &self,
        branch: &str,
        tree: &str,
        message: &str,
        author: &Signature,
    ) -> Result<String, WorldError> {
        let tip = self.tip(branch).await?;
        let parents: Vec<&str> = tip.iter().map(String::as_str).collect();
        let sha = self
            .commit_tree(tree, &parents, message, author, author)
            .await?;
        self.update_ref(&format!("refs/heads/{branch}"), Some(&sha), tip.as_deref())
            .await?;
        Ok(sha)
    }
}
