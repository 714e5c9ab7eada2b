//! The trait that every git host implements, and what goes in and out.

use std::fmt;

use async_trait::async_trait;
use domain::Repository;
use secrecy::SecretString;
use url::Url;

use crate::{error::GitHostError, git::Remote};

/// How to reach an account on a git host.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The API token; git uses it, too.
    pub token: SecretString,
    /// Another API address than the public one, such as `https://github.example.com/api/v3`. Its host must be among
    /// the client's allowed hosts unless it is public and speaks TLS.
    pub api_url: Option<Url>,
    /// Where repositories live when that does not follow from `api_url`: `<git_url>/<owner>/<name>.git`.
    pub git_url: Option<Url>,
}

/// Who a token belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The git host's id.
    pub id: String,
    /// The login.
    pub login: String,
}

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

/// Where a pull request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PullRequestState {
    /// Open, draft or not.
    Open,
    /// Merged.
    Merged,
    /// Closed without being merged.
    Closed,
}

impl PullRequestState {
    /// `open`, `merged` or `closed`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Merged => "merged",
            Self::Closed => "closed",
        }
    }
}

impl fmt::Display for PullRequestState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A pull request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullRequest {
    /// The number.
    pub number: u64,
    /// The page for people.
    pub url: String,
    /// Title.
    pub title: String,
    /// Text.
    pub body: String,
    /// Where it stands.
    pub state: PullRequestState,
    /// Head branch.
    pub head_branch: String,
    /// Head commit.
    pub head_sha: String,
    /// `owner/name` of the head's repository; `None` when it was deleted.
    pub head_repository: Option<String>,
    /// Base branch.
    pub base_branch: String,
    /// Not ready for review.
    pub draft: bool,
    /// Whether it merges without conflict; `None` while the host has not found out, and in lists.
    pub mergeable: Option<bool>,
    /// Who opened it.
    pub author: Option<String>,
    /// Unix time in milliseconds.
    pub updated_at: Option<i64>,
}

/// A pull request as it should be. The head branch identifies it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPullRequest {
    /// Head branch, in the same repository.
    pub head: String,
    /// Base branch.
    pub base: String,
    /// Title; cut to 256 characters.
    pub title: String,
    /// Text; cut to 65,000 characters.
    pub body: String,
    /// Open it as a draft. Ignored where the host has none, and for one that exists.
    pub draft: bool,
    /// Reopen one that was closed. Otherwise a closed one is returned as it is, and no second one is made.
    pub reopen: bool,
}

/// A comment of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// The git host's id.
    pub id: u64,
    /// The page for people.
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

/// One account on a git host. Every call is bounded in time and size and makes no retries; those that change
/// something look first and are safe to repeat.
#[async_trait]
pub trait GitHost: Send + Sync {
    /// Which git host it is.
    fn host(&self) -> domain::GitHost;

    /// Where git finds a repository, with the credential.
    ///
    /// # Errors
    /// When owner or name cannot be part of an address.
    fn remote(&self, repository: &Repository) -> Result<Remote, GitHostError>;

    /// A repository, also by a former name.
    async fn repository(&self, repository: &Repository) -> Result<RepositoryInfo, GitHostError>;

    /// The commit at the tip of a branch; `None` when there is no such branch.
    async fn branch_head(
        &self,
        repository: &Repository,
        branch: &str,
    ) -> Result<Option<String>, GitHostError>;

    /// The pull request of a branch in the same repository, whatever its state: the open one, else the newest.
    async fn find_pull_request(
        &self,
        repository: &Repository,
        head: &str,
        base: Option<&str>,
    ) -> Result<Option<PullRequest>, GitHostError>;

    /// Makes the pull request of a branch be as wanted: finds it by its head, or creates it. Never a second one.
    async fn upsert_pull_request(
        &self,
        repository: &Repository,
        wanted: &NewPullRequest,
    ) -> Result<PullRequest, GitHostError>;

    /// A pull request by number.
    async fn pull_request(
        &self,
        repository: &Repository,
        number: u64,
    ) -> Result<PullRequest, GitHostError>;

    /// The pull requests that contain a commit, open ones first.
    async fn commit_pull_requests(
        &self,
        repository: &Repository,
        sha: &str,
    ) -> Result<Vec<PullRequest>, GitHostError>;

    /// Adds labels; labels that are there already stay.
    async fn add_labels(
        &self,
        repository: &Repository,
        number: u64,
        labels: &[String],
    ) -> Result<(), GitHostError>;

    /// Makes our one comment with this marker (`<!-- regreen:… -->`) say `body`: finds it by marker and author on
    /// all pages, writes only what differs, and removes duplicates of ours. `body` is cut to 65,000 characters.
    async fn upsert_comment(
        &self,
        repository: &Repository,
        number: u64,
        marker: &str,
        body: &str,
    ) -> Result<Comment, GitHostError>;

    /// Sets a status on a commit.
    async fn set_status(
        &self,
        repository: &Repository,
        sha: &str,
        status: &CommitStatus,
    ) -> Result<(), GitHostError>;

    /// Whose token it is. An app's installation token belongs to nobody and is refused with `Forbidden`.
    async fn whoami(&self) -> Result<Account, GitHostError>;
}
