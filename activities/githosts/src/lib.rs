//! Git hosts behind one trait (pull requests, comments, statuses, webhooks, permissions), the authentic reading of their webhooks,
//! and git itself.
//!
//! To add a git host, write a folder with the same file names as `github/` and add its registration to the list in
//! `registry.rs`. `git/` drives the `git` program and is common to all hosts. What a pull request says is written
//! elsewhere, and nothing here retries: `kind()` of the errors tells the caller whether a retry makes sense.

mod comment;
mod error;
pub mod git;
mod github;
mod host;
mod pull_request;
mod registry;
mod repository;
pub mod webhook;

pub use comment::{Comment, Reaction, WrittenComment};
pub use error::GitHostError;
pub use host::{Account, Credentials, GitHost};
pub use pull_request::{NewPullRequest, PullRequest, PullRequestState};
pub use registry::{connect, supported};
pub use repository::{CommitState, CommitStatus, Permission, RepositoryHook, RepositoryInfo};
