//! The trait that every git host implements, and how to reach one.

use async_trait::async_trait;
use domain::Repository;
use secrecy::SecretString;
use url::Url;

use crate::{
    comment::{Comment, Reaction, WrittenComment},
    error::GitHostError,
    git::Remote,
    pull_request::{NewPullRequest, PullRequest},
    repository::{CommitStatus, Permission, RepositoryHook, RepositoryInfo},
};

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
    /// Name, for people.
    pub name: Option<String>,
    /// What the token may do, in the git host's words; `None` when it does not say, as with fine-grained tokens.
    pub scopes: Option<Vec<String>>,
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

    /// The repository's webhooks.
    ///
    /// # Errors
    /// `NotFound` also where the token may not see them.
    async fn hooks(&self, repository: &Repository) -> Result<Vec<RepositoryHook>, GitHostError>;

    /// Makes the repository's one webhook with this `url` tell of pushes, pull requests and comments, as JSON signed
    /// with `secret`: finds it, or creates it. Never a second one.
    async fn ensure_hook(
        &self,
        repository: &Repository,
        url: &str,
        secret: &SecretString,
    ) -> Result<RepositoryHook, GitHostError>;

    /// Removes a webhook. One that is not there is fine.
    async fn delete_hook(&self, repository: &Repository, id: &str) -> Result<(), GitHostError>;

    /// What somebody may do in a repository; [`Permission::None`] for whom the git host does not know.
    ///
    /// # Errors
    /// `Forbidden` when the token may not ask.
    async fn permission(
        &self,
        repository: &Repository,
        login: &str,
    ) -> Result<Permission, GitHostError>;

    /// Reacts to a comment; once, however often it is called.
    async fn react(
        &self,
        repository: &Repository,
        comment: u64,
        reaction: Reaction,
    ) -> Result<(), GitHostError>;

    /// What people wrote under a pull request at or after `since` (Unix time in milliseconds), oldest first, at most
    /// 3,000 comments; without those that [`Self::upsert_comment`] wrote. The git host counts in seconds, so those of
    /// the same second come, too.
    async fn comments_since(
        &self,
        repository: &Repository,
        number: u64,
        since: i64,
    ) -> Result<Vec<WrittenComment>, GitHostError>;
}
