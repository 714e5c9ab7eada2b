//! The fake's state as plain values, for tests and for the demo's screen.

use std::collections::BTreeMap;

use super::{
    FakeGitHub, HookDelivery,
    hooks::Hook,
    rest::latest,
    state::{PullRequest, Repository, StatusState},
};
use crate::WorldError;

/// One repository at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepositorySnapshot {
    /// `owner/name`.
    pub full_name: String,
    /// Branch names with their tips.
    pub branches: BTreeMap<String, String>,
    /// All pull requests, by number.
    pub pull_requests: Vec<PullRequestSnapshot>,
    /// The registered webhooks, oldest first.
    pub hooks: Vec<HookSnapshot>,
}

/// One registered webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HookSnapshot {
    /// Its number.
    pub id: u64,
    /// Where events are posted to.
    pub url: String,
    /// The key of its signatures.
    pub secret: Option<String>,
    /// Such as `pull_request`.
    pub events: Vec<String>,
    /// False where it was switched off.
    pub active: bool,
    /// JSON bodies, as opposed to forms.
    pub json: bool,
}

/// One pull request at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullRequestSnapshot {
    /// Its number.
    pub number: u64,
    /// Its page.
    pub url: String,
    /// The title.
    pub title: String,
    /// The description, empty where there is none.
    pub body: String,
    /// Login of who opened it.
    pub author: String,
    /// Branch it comes from.
    pub head: String,
    /// Tip of that branch.
    pub head_sha: String,
    /// Branch it goes to.
    pub base: String,
    /// Open, as opposed to closed or merged.
    pub open: bool,
    /// Merged.
    pub merged: bool,
    /// The merge commit.
    pub merge_sha: Option<String>,
    /// A draft.
    pub draft: bool,
    /// Sorted.
    pub labels: Vec<String>,
    /// Oldest first.
    pub comments: Vec<CommentSnapshot>,
    /// The latest status of each context at the head commit.
    pub statuses: Vec<StatusSnapshot>,
}

/// One comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentSnapshot {
    /// Its number.
    pub id: u64,
    /// Login of who wrote it.
    pub author: String,
    /// Markdown.
    pub body: String,
    /// Oldest first.
    pub reactions: Vec<ReactionSnapshot>,
}

/// One person's emoji on a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReactionSnapshot {
    /// Login of whose it is.
    pub author: String,
    /// Such as `+1` or `eyes`.
    pub content: String,
}

/// One commit status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusSnapshot {
    /// Which check.
    pub context: String,
    /// What it says.
    pub state: StatusState,
    /// The sentence beside it.
    pub description: String,
    /// Where it leads to.
    pub target_url: Option<String>,
    /// Login of who set it.
    pub creator: String,
}

impl FakeGitHub {
    /// Branches, pull requests, comments and statuses of a repository, `owner/name`.
    ///
    /// # Errors
    /// Fails for an unknown repository, or where git fails.
    pub async fn snapshot(&self, full_name: &str) -> Result<RepositorySnapshot, WorldError> {
        let branches = self.repository(full_name)?.branches().await?;
        let state = self.world.state();
        let repository = state
            .repositories
            .get(&full_name.to_lowercase())
            .ok_or_else(|| WorldError::missing("repository", full_name))?;
        let pull_requests = repository
            .pulls
            .values()
            .map(|pull| pull_snapshot(&self.url(), repository, pull))
            .collect();
        Ok(RepositorySnapshot {
            full_name: repository.full_name(),
            branches,
            pull_requests,
            hooks: repository.hooks.values().map(hook_snapshot).collect(),
        })
    }

    /// The latest status of each context of any commit.
    ///
    /// # Errors
    /// Fails for an unknown repository.
    pub fn statuses(&self, full_name: &str, sha: &str) -> Result<Vec<StatusSnapshot>, WorldError> {
        let state = self.world.state();
        let repository = state
            .repositories
            .get(&full_name.to_lowercase())
            .ok_or_else(|| WorldError::missing("repository", full_name))?;
        Ok(statuses(repository, sha))
    }

    /// Every webhook delivery still remembered (the newest 5,000), oldest first.
    pub fn deliveries(&self) -> Vec<HookDelivery> {
        self.world.state().deliveries.iter().cloned().collect()
    }
}

fn pull_snapshot(url: &str, repository: &Repository, pull: &PullRequest) -> PullRequestSnapshot {
    let comments = repository
        .comments
        .values()
        .filter(|comment| comment.issue == pull.number);
    PullRequestSnapshot {
        number: pull.number,
        url: format!("{url}/{}/pull/{}", repository.full_name(), pull.number),
        title: pull.title.clone(),
        body: pull.body.clone().unwrap_or_default(),
        author: pull.author.clone(),
        head: pull.head.clone(),
        head_sha: pull.head_sha.clone(),
        base: pull.base.clone(),
        open: pull.open,
        merged: pull.merged.is_some(),
        merge_sha: pull.merged.as_ref().map(|merged| merged.sha.clone()),
        draft: pull.draft,
        labels: pull.labels.iter().cloned().collect(),
        comments: comments
            .map(|comment| CommentSnapshot {
                id: comment.id,
                author: comment.author.clone(),
                body: comment.body.clone(),
                reactions: reactions(repository, comment.id),
            })
            .collect(),
        statuses: statuses(repository, &pull.head_sha),
    }
}

fn reactions(repository: &Repository, comment: u64) -> Vec<ReactionSnapshot> {
    let on_it = repository
        .reactions
        .iter()
        .filter(|reaction| reaction.comment == comment);
    on_it
        .map(|reaction| ReactionSnapshot {
            author: reaction.author.clone(),
            content: reaction.content.clone(),
        })
        .collect()
}

fn statuses(repository: &Repository, sha: &str) -> Vec<StatusSnapshot> {
    latest(&repository.statuses, sha)
        .into_iter()
        .map(|status| StatusSnapshot {
            context: status.context.clone(),
            state: status.state,
            description: status.description.clone().unwrap_or_default(),
            target_url: status.target_url.clone(),
            creator: status.creator.clone(),
        })
        .collect()
}

fn hook_snapshot(hook: &Hook) -> HookSnapshot {
    HookSnapshot {
        id: hook.id,
        url: hook.url.clone(),
        secret: hook.secret.clone(),
        events: hook.events.clone(),
        active: hook.active,
        json: !hook.form,
    }
}
