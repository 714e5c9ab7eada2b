//! One patch, one commit, one branch: the same every time.

use std::path::Path;

use crate::git::{CommitDate, Git, GitError, Remote, check_sha, command::Invocation};

/// Author and committer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Name.
    pub name: String,
    /// Mail address.
    pub email: String,
}

/// A commit to be made and pushed. The same publication gives the same commit id on every machine.
#[derive(Debug, Clone)]
pub struct Publication<'a> {
    /// The commit that the patch was made against: 40 hex digits.
    pub base: &'a str,
    /// The parent of the new commit: `base`, or the tip of the branch. Where they differ the commit still holds the
    /// files of `base` with the patch, as they were proved.
    pub parent: &'a str,
    /// The change, as `git diff --binary` writes it.
    pub patch: &'a [u8],
    /// The branch, without `refs/heads/`.
    pub branch: &'a str,
    /// The commit message.
    pub message: &'a str,
    /// Author and committer.
    pub identity: &'a Identity,
    /// Author's and committer's date.
    pub date: CommitDate,
    /// The tree that was proved: anything else is not published.
    pub expected_tree: Option<&'a str>,
}

/// A commit that is on the branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The commit.
    pub commit: String,
    /// Its tree.
    pub tree: String,
    /// It was there before.
    pub already: bool,
}

impl Git {
    /// Applies a patch to a commit and pushes the result, never by force. Repeating it changes nothing.
    ///
    /// # Errors
    /// [`GitError::ForeignCommit`] when the branch has a tip that is neither the parent nor this very commit;
    /// [`GitError::PatchRefused`], [`GitError::EmptyPatch`], [`GitError::TreeMismatch`]; failures of the remote.
    pub async fn publish(
        &self,
        remote: &Remote,
        publication: &Publication<'_>,
    ) -> Result<Published, GitError> {
        let Publication {
            base,
            parent,
            branch,
            ..
        } = *publication;
        check_sha(base)?;
        check_sha(parent)?;
        let name = self.full_name(branch).await?;
        let limit = self.options.max_patch_bytes;
        if publication.patch.len() > limit {
            return Err(GitError::TooLarge {
                what: "the patch",
                limit: u64::try_from(limit).unwrap_or(u64::MAX),
            });
        }
        let mut builder = tempfile::Builder::new();
        builder.prefix("regreen-publish-");
        let workspace = match &self.options.workspace {
            Some(dir) => builder.tempdir_in(dir),
            None => builder.tempdir(),
        };
        let workspace =
            workspace.map_err(|error| GitError::Launch(format!("temporary folder: {error}")))?;
        // No files are needed: the patch is applied to the index of a bare repository.
        let git_dir = workspace.path().join("repository");
        self.fetch(remote, base, &git_dir).await?;
        if parent != base {
            self.fetch(remote, parent, &git_dir).await?;
        }
        let (commit, tree) = self.commit(&git_dir, publication).await?;
        let found = self.remote_head(remote, branch).await?;
        if let Some(published) = judge(found, parent, branch, &commit, &tree)? {
            return Ok(published);
        }
        let push = Invocation::new(self, "push")
            .repository(&git_dir, None)
            .remote(remote);
        let refspec = format!("{commit}:{name}");
        let pushed = push
            .args([
                "--porcelain",
                "--no-verify",
                "--no-recurse-submodules",
                "--",
                remote.url().as_str(),
                &refspec,
            ])
            .run()
            .await;
        match pushed {
            Ok(_) => Ok(Published {
                commit,
                tree,
                already: false,
            }),
            // Somebody was faster, or an earlier try of ours arrived after all: the branch itself knows.
            Err(error @ GitError::Remote { .. }) if error.to_string().contains("rejected]") => {
                let found = self.remote_head(remote, branch).await?;
                judge(found, parent, branch, &commit, &tree)?.ok_or(error)
            }
            Err(error) => Err(error),
        }
    }

    async fn commit(
        &self,
        git_dir: &Path,
        publication: &Publication<'_>,
    ) -> Result<(String, String), GitError> {
        let Publication {
            base,
            parent,
            patch,
            message,
            identity,
            date,
            expected_tree,
            ..
        } = *publication;
        let run = |name: &'static str| Invocation::new(self, name).repository(git_dir, None);
        run("read-tree").args([base]).run().await?;
        let applied = run("apply")
            .args(["--cached", "--binary", "--whitespace=nowarn", "-"])
            .input(patch)
            .run()
            .await;
        applied.map_err(|error| match error {
            GitError::Command { message, .. } => GitError::PatchRefused(message),
            other => other,
        })?;
        let tree = line(&run("write-tree").run().await?);
        if let Some(expected) = expected_tree.filter(|expected| *expected != tree) {
            return Err(GitError::TreeMismatch {
                expected: expected.to_owned(),
                found: tree,
            });
        }
        if tree
            == line(
                &run("rev-parse")
                    .args([format!("{parent}^{{tree}}")])
                    .run()
                    .await?,
            )
        {
            // What is to go on top is what lies there already.
            return if parent == base {
                Err(GitError::EmptyPatch)
            } else {
                Ok((parent.to_owned(), tree))
            };
        }
        let mut commit = run("commit-tree")
            .args([tree.as_str(), "-p", parent, "-F", "-"])
            .input(message.as_bytes());
        let people = [
            ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_AUTHOR_DATE"),
            (
                "GIT_COMMITTER_NAME",
                "GIT_COMMITTER_EMAIL",
                "GIT_COMMITTER_DATE",
            ),
        ];
        for (name, email, moment) in people {
            commit = commit
                .environment(name, identity.name.clone())
                .environment(email, identity.email.clone())
                .environment(moment, date.to_string());
        }
        Ok((line(&commit.run().await?), tree))
    }
}

/// What the tip of the branch means: already there, go ahead (`None`), or not ours.
fn judge(
    found: Option<String>,
    parent: &str,
    branch: &str,
    commit: &str,
    tree: &str,
) -> Result<Option<Published>, GitError> {
    match found {
        Some(found) if found == commit => Ok(Some(Published {
            commit: found,
            tree: tree.to_owned(),
            already: true,
        })),
        Some(found) if found != parent => Err(GitError::ForeignCommit {
            branch: branch.to_owned(),
            found,
        }),
        _ => Ok(None),
    }
}

fn line(output: &[u8]) -> String {
    String::from_utf8_lossy(output).trim().to_owned()
}
