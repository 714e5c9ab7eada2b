//! Pull requests in words common to all git hosts.

use std::fmt;

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
