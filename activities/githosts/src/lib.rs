//! Git hosts behind one trait (pull requests, labels, comments, statuses), the authentic reading of their webhooks,
//! and git itself.
//!
//! To add a git host, write a folder with the same file names as `github/` and add its registration to the list in
//! `registry.rs`. `git/` drives the `git` program and is common to all hosts. What a pull request says is written
//! elsewhere, and nothing here retries: `kind()` of the errors tells the caller whether a retry makes sense.

mod error;
pub mod git;
mod github;
mod host;
mod registry;
pub mod webhook;

pub use error::GitHostError;
pub use host::{
    Account, Comment, CommitState, CommitStatus, Credentials, GitHost, NewPullRequest, PullRequest,
    PullRequestState, RepositoryInfo,
};
pub use registry::{connect, supported};
