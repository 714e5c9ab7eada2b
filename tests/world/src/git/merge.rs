//! Merging in a bare repository, as the host's merge button does.

use super::{BareRepository, Signature};
use crate::WorldError;

/// What the merge button may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MergeMethod {
    Merge,
    Squash,
    Rebase,
}

impl BareRepository {
    /// The tree of a merge of `head` into `base`; `None` where they conflict.
    pub(crate) async fn merged_tree(
        &self,
        base: &str,
        head: &str,
    ) -> Result<Option<String>, WorldError> {
        let output = self
            .git(["merge-tree", "--write-tree", base, head])
            .output()
            .await?;
        match output.code {
            0 => Ok(String::from_utf8_lossy(&output.stdout)
                .lines()
                .next()
                .map(str::to_owned)),
            1 => Ok(None),
            _ => Err(output.error()),
        }
    }

    /// Writes the commit that merging makes, without moving a branch; `None` where there are conflicts.
    pub(crate) async fn merge_commit(
        &self,
        method: MergeMethod,
        base: &str,
        head: &str,
        message: &str,
        who: &Signature,
    ) -> Result<Option<String>, WorldError> {
        if method == MergeMethod::Rebase {
            return self.rebased(base, head, who).await;
        }
        let Some(tree) = self.merged_tree(base, head).await? else {
            return Ok(None);
        };
        let parents: &[&str] = if method == MergeMethod::Merge {
            &[base, head]
        } else {
            &[base]
        };
        self.commit_tree(&tree, parents, message, who, who)
            .await
            .map(Some)
    }

    /// Copies the commits of `head` that `base` lacks on top of it, one by one.
    async fn rebased(
        &self,
        base: &str,
        head: &str,
        who: &Signature,
    ) -> Result<Option<String>, WorldError> {
        let scratch = tempfile::tempdir().map_err(WorldError::file("a temporary folder"))?;
        let tree = scratch.path().join("tree");
        self.git(["worktree", "add", "--quiet", "--detach"])
            .arg(&tree)
            .arg(head)
            .bytes()
            .await?;
        let rebase = who
            .environment(
                "COMMITTER",
                super::GitCommand::new(["rebase", "--quiet", base]),
            )
            .directory(&tree);
        let code = rebase.output().await?.code;
        let result = if code == 0 {
            super::GitCommand::new(["rev-parse", "HEAD"])
                .directory(&tree)
                .text()
                .await
                .map(Some)
        } else {
            Ok(None)
        };
        self.git(["worktree", "remove", "--force"])
            .arg(&tree)
            .bytes()
            .await?;
        result
    }
}
