//! Commits as git prints them.

use super::{BareRepository, GitCommand};
use crate::{WorldError, clock};

/// The object name that stands for "nothing" in ref updates and push events.
pub(crate) const ZERO: &str = "0000000000000000000000000000000000000000";

const FORMAT: &str = "--format=%H%x1f%T%x1f%P%x1f%an%x1f%ae%x1f%at%x1f%cn%x1f%ce%x1f%ct%x1f%B%x1e";

/// Who made a commit, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The name shown.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// Seconds since 1970.
    pub seconds: i64,
}

impl Signature {
    /// A signature with the present time.
    pub fn now(name: &str, email: &str) -> Self {
        Self {
            name: name.to_owned(),
            email: email.to_owned(),
            seconds: clock::now_seconds(),
        }
    }

    pub(crate) fn environment(&self, role: &str, command: GitCommand) -> GitCommand {
        command
            .env(&format!("GIT_{role}_NAME"), &self.name)
            .env(&format!("GIT_{role}_EMAIL"), &self.email)
            .env(
                &format!("GIT_{role}_DATE"),
                format!("@{} +0000", self.seconds),
            )
    }
}

/// One commit.
#[derive(Debug, Clone)]
pub(crate) struct CommitInfo {
    pub(crate) sha: String,
    pub(crate) tree: String,
    pub(crate) parents: Vec<String>,
    pub(crate) author: Signature,
    pub(crate) committer: Signature,
    pub(crate) message: String,
}

impl BareRepository {
    /// The commits of a range such as `main..topic` or a revision, newest first, at most `limit`.
    pub(crate) async fn log(
        &self,
        range: &str,
        limit: usize,
    ) -> Result<Vec<CommitInfo>, WorldError> {
        let printed = self
            .git([
                "log",
                FORMAT,
                &format!("-n{limit}"),
                "--end-of-options",
                range,
                "--",
            ])
            .text()
            .await?;
        Ok(printed.split('\x1e').filter_map(parse).collect())
    }

    /// One commit, `None` where the revision names none.
    pub(crate) async fn commit(&self, revision: &str) -> Result<Option<CommitInfo>, WorldError> {
        match self.resolve(revision).await? {
            Some(sha) => Ok(self.log(&sha, 1).await?.pop()),
            None => Ok(None),
        }
    }

    /// Writes a commit object; no branch moves.
    pub(crate) async fn commit_tree(
        &self,
        tree: &str,
        parents: &[&str],
        message: &str,
        author: &Signature,
        committer: &Signature,
    ) -> Result<String, WorldError> {
        let mut arguments = vec!["commit-tree", tree];
        for parent in parents {
            arguments.extend(["-p", parent]);
        }
        let command = committer.environment(
            "COMMITTER",
            author.environment("AUTHOR", self.git(arguments)),
        );
        command
            .input(format!("{}\n", message.trim_end()))
            .text()
            .await
    }
}

fn parse(record: &str) -> Option<CommitInfo> {
    let mut fields = record
        .trim_start_matches('\n')
        .splitn(10, '\x1f')
        .map(str::to_owned);
    let mut next = || fields.next();
    let (sha, tree, parents) = (next()?, next()?, next()?);
    let author = Signature {
        name: next()?,
        email: next()?,
        seconds: next()?.parse().ok()?,
    };
    let committer = Signature {
        name: next()?,
        email: next()?,
        seconds: next()?.parse().ok()?,
    };
    let parents = parents.split_whitespace().map(str::to_owned).collect();
    Some(CommitInfo {
        sha,
        tree,
        parents,
        author,
        committer,
        message: next()?.trim_end().to_owned(),
    })
}
