//! Repositories: what they are, who may do what, their webhooks, statuses of their commits.

use domain::Repository;

/// What a git host knows about a repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepositoryInfo {
    /// Its present name: a renamed repository is found under its old one.
    pub repository: Repository,
    /// The default branch.
    pub default_branch: String,
    /// Only members see it.
    pub private: bool,
    /// Nothing can be pushed any more.
    pub archived: bool,
    /// Whether the token may push; `None` when the answer does not say.
    pub can_push: Option<bool>,
}

/// What somebody may do in a repository; more includes less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// Nothing, or nobody knows them.
    None,
    /// Read.
    Read,
    /// Push.
    Write,
    /// Everything.
    Admin,
}

impl Permission {
    /// Whether it is enough to push.
    #[must_use]
    pub fn may_write(self) -> bool {
        self >= Self::Write
    }
}

/// One registration of a webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepositoryHook {
    /// The git host's id.
    pub id: String,
    /// Where deliveries go.
    pub url: String,
}

/// What a commit status says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommitState {
    /// Not decided yet.
    Pending,
    /// Good.
    Success,
    /// Bad.
    Failure,
}

/// A status on a commit; a later one with the same context replaces it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitStatus {
    /// What it says.
    pub state: CommitState,
    /// Its name, such as `regreen/proof`.
    pub context: String,
    /// A short sentence; cut to 140 characters.
    pub description: String,
    /// The page with more.
    pub url: Option<String>,
}
