//! Refs that moved, whoever moved them: events, pull requests that follow, listeners.

use std::collections::BTreeMap;

use super::{
    GitHub, Push, events,
    state::{Merged, PullRequest},
};
use crate::{
    WorldError, clock,
    git::{BareRepository, CommitInfo, FileDiff},
};

/// New commits looked at per push.
const COMMITS_READ: usize = 50;

/// One ref before and after; `None` where it did not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RefChange {
    pub(super) name: String,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
}

/// What changed between two lists of refs.
pub(super) fn changes(
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
) -> Vec<RefChange> {
    let gone = before.keys().filter(|name| !after.contains_key(*name));
    gone.chain(after.keys())
        .filter(|name| before.get(*name) != after.get(*name))
        .map(|name| RefChange {
            name: name.clone(),
            before: before.get(name).cloned(),
            after: after.get(name).cloned(),
        })
        .collect()
}

impl GitHub {
    /// Runs `work` with the refs of a repository to itself, then tells the world what moved.
    pub(super) async fn moving<T>(
        &self,
        key: &str,
        who: &str,
        git: &BareRepository,
        work: impl Future<Output = Result<T, WorldError>>,
    ) -> Result<T, WorldError> {
        let gate = self.gate(key);
        let _one_at_a_time = gate.lock().await;
        let before = git.refs().await?;
        let result = work.await;
        let after = git.refs().await?;
        for change in changes(&before, &after) {
            self.moved(key, who, git, &change).await?;
        }
        result
    }

    async fn moved(
        &self,
        key: &str,
        who: &str,
        git: &BareRepository,
        change: &RefChange,
    ) -> Result<(), WorldError> {
        let commits = new_commits(git, change).await?;
        let head = match &change.after {
            Some(sha) => match commits.last() {
                Some(last) if last.0.sha == *sha => Some(last.clone()),
                _ => described(git, sha).await?,
            },
            None => None,
        };
        let forced = match (&change.before, &change.after) {
            (Some(before), Some(after)) => !git.is_ancestor(before, after).await?,
            _ => false,
        };
        let payload = {
            let mut state = self.state();
            if let Some(repository) = state.repositories.get_mut(key) {
                repository.pushed = clock::now_seconds();
            }
            let facts = events::PushFacts {
                name: &change.name,
                before: change.before.as_deref(),
                after: change.after.as_deref(),
                forced,
                commits: &commits,
                head: head.as_ref(),
                pusher: who,
            };
            state
                .repositories
                .get(key)
                .map(|repository| events::push(self, &state, repository, &facts))
        };
        if let Some(payload) = payload {
            self.emit(key, "push", &payload);
        }
        if let Some(branch) = change.name.strip_prefix("refs/heads/") {
            self.pulls_follow(key, who, git, branch, change).await?;
            self.tell(
                key,
                who,
                branch,
                change,
                head.as_ref().map(|(commit, _)| commit),
            );
        }
        Ok(())
    }

    /// Pull requests from the branch get its new tip or are closed with it; those into it may turn out to be merged.
    async fn pulls_follow(
        &self,
        key: &str,
        who: &str,
        git: &BareRepository,
        branch: &str,
        change: &RefChange,
    ) -> Result<(), WorldError> {
        let pulls: Vec<PullRequest> = match self.state().repositories.get(key) {
            Some(repository) => repository
                .pulls
                .values()
                .filter(|pull| pull.open)
                .cloned()
                .collect(),
            None => return Ok(()),
        };
        for pull in pulls {
            if pull.head == branch {
                match &change.after {
                    Some(sha) => self.synchronize(key, who, pull.number, sha),
                    None => self.close(key, who, pull.number),
                }
            } else if let (true, Some(sha)) = (pull.base == branch, &change.after)
                && git.is_ancestor(&pull.head_sha, sha).await?
            {
                let merged = Merged {
                    sha: sha.clone(),
                    by: who.to_owned(),
                    at: clock::now_seconds(),
                };
                self.set_merged(key, who, pull.number, merged);
            }
        }
        Ok(())
    }

    fn tell(
        &self,
        key: &str,
        who: &str,
        branch: &str,
        change: &RefChange,
        head: Option<&CommitInfo>,
    ) {
        let push = {
            let state = self.state();
            let Some(repository) = state.repositories.get(key) else {
                return;
            };
            let author = head.map(|commit| commit.author.clone());
            Push {
                owner: repository.owner.clone(),
                repository: repository.name.clone(),
                repository_id: repository.id,
                private: repository.private,
                git_dir: repository.git.path().to_owned(),
                branch: branch.to_owned(),
                sha: change.after.clone(),
                message: head
                    .map(|commit| commit.message.clone())
                    .unwrap_or_default(),
                author_login: author
                    .as_ref()
                    .and_then(|author| state.account_by_email(&author.email))
                    .map(|account| account.login.clone()),
                author_name: author
                    .as_ref()
                    .map(|author| author.name.clone())
                    .unwrap_or_default(),
                author_email: author.map(|author| author.email).unwrap_or_default(),
                pusher: who.to_owned(),
                pull_request: repository.open_pull_from(branch).map(|pull| pull.number),
            }
        };
        let listeners: Vec<_> = self
            .listeners
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone();
        for listener in listeners {
            listener(&push);
        }
    }
}

/// The commits a change brought, oldest first.
async fn new_commits(
    git: &BareRepository,
    change: &RefChange,
) -> Result<Vec<(CommitInfo, Vec<FileDiff>)>, WorldError> {
    let Some(after) = &change.after else {
        return Ok(Vec::new());
    };
    // A new branch shows no commits of the past: GitHub lists only what no other branch has.
    let Some(before) = &change.before else {
        return Ok(described(git, after).await?.into_iter().collect());
    };
    let mut commits = Vec::new();
    for commit in git
        .log(&format!("{before}..{after}"), COMMITS_READ)
        .await?
        .into_iter()
        .rev()
    {
        let files = changed(git, &commit).await?;
        commits.push((commit, files));
    }
    Ok(commits)
}

async fn described(
    git: &BareRepository,
    sha: &str,
) -> Result<Option<(CommitInfo, Vec<FileDiff>)>, WorldError> {
    match git.commit(sha).await? {
        Some(commit) => {
            let files = changed(git, &commit).await?;
            Ok(Some((commit, files)))
        }
        None => Ok(None),
    }
}

/// What a commit changed against its first parent.
pub(super) async fn changed(
    git: &BareRepository,
    commit: &CommitInfo,
) -> Result<Vec<FileDiff>, WorldError> {
    /// The tree with nothing in it.
    const EMPTY: &str = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
    git.diff(
        commit.parents.first().map_or(EMPTY, String::as_str),
        &commit.sha,
        false,
    )
    .await
}
