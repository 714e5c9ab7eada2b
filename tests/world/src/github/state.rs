//! What the fake GitHub knows. Git's own objects are on disk, and commits, trees and refs are not repeated here.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use super::hooks::{Hook, HookDelivery};
use crate::git::BareRepository;

/// What a token or a collaborator may do with a repository; each includes the ones before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// See and clone.
    Read,
    /// Push, comment, open and merge pull requests.
    Write,
    /// Also manage webhooks.
    Admin,
}

impl Access {
    /// GitHub's word for it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Admin => "admin",
        }
    }
}

#[derive(Default)]
pub(crate) struct State {
    pub(super) accounts: BTreeMap<String, Account>,
    pub(super) tokens: HashMap<String, Grant>,
    /// By `owner/name` in lower case.
    pub(super) repositories: BTreeMap<String, Repository>,
    /// The newest 5,000.
    pub(super) deliveries: VecDeque<HookDelivery>,
}

pub(crate) struct Account {
    pub(super) id: u64,
    pub(super) login: String,
    pub(super) email: String,
    pub(super) organization: bool,
}

/// What a token stands for.
#[derive(Clone)]
pub(crate) struct Grant {
    pub(super) login: String,
    pub(super) access: Access,
    /// `None`: every repository its account may see.
    pub(super) repositories: Option<BTreeSet<String>>,
    /// The scopes of a classic token; `None` is a fine-grained one.
    pub(super) scopes: Option<Vec<String>>,
}

impl Grant {
    pub(super) fn has_scope(&self, names: &[&str]) -> bool {
        let scopes = self.scopes.iter().flatten();
        scopes
            .into_iter()
            .any(|scope| names.contains(&scope.as_str()))
    }
}

pub(crate) struct Repository {
    pub(super) id: u64,
    pub(super) owner: String,
    pub(super) name: String,
    pub(super) private: bool,
    pub(super) default_branch: String,
    pub(super) created: i64,
    pub(super) pushed: i64,
    pub(super) git: BareRepository,
    pub(super) collaborators: BTreeMap<String, Access>,
    pub(super) pulls: BTreeMap<u64, PullRequest>,
    pub(super) comments: BTreeMap<u64, Comment>,
    /// Oldest first.
    pub(super) reactions: Vec<Reaction>,
    /// Name to colour.
    pub(super) labels: BTreeMap<String, (u64, String)>,
    pub(super) statuses: Vec<Status>,
    pub(super) hooks: BTreeMap<u64, Hook>,
}

impl Repository {
    pub(super) fn key(owner: &str, name: &str) -> String {
        format!("{owner}/{name}").to_lowercase()
    }

    pub(super) fn full_name(&self) -> String {
        format!("{}/{}", self.owner, self.name)
    }

    /// The next issue or pull-request number.
    pub(super) fn next_number(&self) -> u64 {
        self.pulls.keys().next_back().map_or(1, |last| last + 1)
    }

    pub(super) fn open_pull_from(&self, branch: &str) -> Option<&PullRequest> {
        self.pulls
            .values()
            .find(|pull| pull.open && pull.head == branch)
    }
}

#[derive(Clone)]
pub(crate) struct PullRequest {
    pub(super) id: u64,
    pub(super) number: u64,
    pub(super) author: String,
    pub(super) title: String,
    pub(super) body: Option<String>,
    /// Branch it comes from, and that branch's last known tip.
    pub(super) head: String,
    pub(super) head_sha: String,
    pub(super) base: String,
    pub(super) base_sha: String,
    pub(super) open: bool,
    pub(super) draft: bool,
    pub(super) labels: BTreeSet<String>,
    pub(super) merged: Option<Merged>,
    pub(super) created: i64,
    pub(super) updated: i64,
    pub(super) closed: Option<i64>,
    pub(super) maintainer_can_modify: bool,
}

#[derive(Clone)]
pub(crate) struct Merged {
    pub(super) sha: String,
    pub(super) by: String,
    pub(super) at: i64,
}

#[derive(Clone)]
pub(crate) struct Comment {
    pub(super) id: u64,
    /// The pull request it is on.
    pub(super) issue: u64,
    pub(super) author: String,
    pub(super) body: String,
    pub(super) created: i64,
    pub(super) updated: i64,
}

/// The emoji that there are.
pub(super) const REACTIONS: [&str; 8] = [
    "+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes",
];

/// One person's emoji on a comment.
#[derive(Clone)]
pub(crate) struct Reaction {
    pub(super) id: u64,
    pub(super) comment: u64,
    pub(super) author: String,
    /// Such as `+1` or `eyes`.
    pub(super) content: String,
    pub(super) created: i64,
}

/// What a commit status says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusState {
    /// Could not be judged.
    Error,
    /// Judged and bad.
    Failure,
    /// Not judged yet.
    Pending,
    /// Judged and good.
    Success,
}

impl StatusState {
    pub(super) const ALL: [Self; 4] = [Self::Error, Self::Failure, Self::Pending, Self::Success];

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Failure => "failure",
            Self::Pending => "pending",
            Self::Success => "success",
        }
    }

    pub(super) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

#[derive(Clone)]
pub(crate) struct Status {
    pub(super) id: u64,
    pub(super) sha: String,
    pub(super) state: StatusState,
    pub(super) context: String,
    pub(super) description: Option<String>,
    pub(super) target_url: Option<String>,
    pub(super) creator: String,
    pub(super) created: i64,
}

impl State {
    pub(super) fn account_by_email(&self, email: &str) -> Option<&Account> {
        self.accounts
            .values()
            .find(|account| account.email.eq_ignore_ascii_case(email))
    }
}
