//! The life of a pull request, for the REST API and for the verbs alike.

use serde_json::{Value, json};

use super::{
    GitHub, errors,
    errors::Refusal,
    events,
    state::{Comment, Merged, PullRequest, Repository},
    view::Mergeable,
};
use crate::{clock, git::BareRepository};

/// GitHub's limit on the length of a comment or description, in characters.
const BODY_LIMIT: usize = 65_536;

pub(super) struct NewPull {
    pub(super) author: String,
    pub(super) title: String,
    pub(super) body: Option<String>,
    pub(super) head: String,
    pub(super) base: String,
    pub(super) draft: bool,
    pub(super) maintainer_can_modify: bool,
}

/// What an edit changes; `None` leaves it.
#[derive(Default)]
pub(super) struct PullEdit {
    pub(super) title: Option<String>,
    pub(super) body: Option<String>,
    pub(super) base: Option<String>,
    pub(super) open: Option<bool>,
}

impl GitHub {
    pub(super) async fn open_pull(
        &self,
        key: &str,
        git: &BareRepository,
        new: NewPull,
    ) -> Result<u64, Refusal> {
        let invalid = |field: &str| errors::invalid_field("PullRequest", field, "invalid");
        let head_sha = git.tip(&new.head).await?.ok_or_else(|| invalid("head"))?;
        let base_sha = git.tip(&new.base).await?.ok_or_else(|| invalid("base"))?;
        if git.count(&format!("{base_sha}..{head_sha}")).await? == 0 {
            let message = format!("No commits between {} and {}", new.base, new.head);
            return Err(errors::invalid_custom("PullRequest", &message));
        }
        check_length("PullRequest", new.body.as_deref().unwrap_or_default())?;
        let number = {
            let mut state = self.state();
            let repository = state
                .repositories
                .get_mut(key)
                .ok_or_else(errors::not_found)?;
            // Looked at and made under one lock, so that of two at once one is refused.
            if repository
                .pulls
                .values()
                .any(|pull| pull.open && pull.head == new.head && pull.base == new.base)
            {
                let message = format!(
                    "A pull request already exists for {}:{}.",
                    repository.owner, new.head
                );
                return Err(errors::invalid_custom("PullRequest", &message));
            }
            let (number, now) = (repository.next_number(), clock::now_seconds());
            let pull = PullRequest {
                id: self.ids.number() + 1_000_000,
                number,
                author: new.author.clone(),
                title: new.title,
                body: new.body,
                head: new.head,
                head_sha,
                base: new.base,
                base_sha,
                open: true,
                draft: new.draft,
                labels: std::collections::BTreeSet::new(),
                merged: None,
                created: now,
                updated: now,
                closed: None,
                maintainer_can_modify: new.maintainer_can_modify,
            };
            repository.pulls.insert(number, pull);
            number
        };
        self.emit_pull(key, number, "opened", &new.author, json!({}));
        Ok(number)
    }

    pub(super) async fn edit_pull(
        &self,
        key: &str,
        git: &BareRepository,
        who: &str,
        number: u64,
        edit: PullEdit,
    ) -> Result<(), Refusal> {
        if let Some(body) = &edit.body {
            check_length("PullRequest", body)?;
        }
        let base = match edit.base {
            Some(base) => {
                let sha = git
                    .tip(&base)
                    .await?
                    .ok_or_else(|| errors::invalid_field("PullRequest", "base", "invalid"))?;
                Some((base, sha))
            }
            None => None,
        };
        let pull = self.pull(key, number).ok_or_else(errors::not_found)?;
        if edit.open == Some(true) && !pull.open {
            self.reopen(key, git, who, &pull).await?;
        }
        let mut changes = serde_json::Map::new();
        let mut note =
            |name: &str, before: &str| changes.insert(name.to_owned(), json!({"from": before}));
        self.with_pull(key, number, |pull| {
            if let Some(title) = edit.title.filter(|title| *title != pull.title) {
                note("title", &pull.title);
                pull.title = title;
            }
            if let Some(body) = edit.body.filter(|body| Some(body) != pull.body.as_ref()) {
                note("body", pull.body.as_deref().unwrap_or_default());
                pull.body = Some(body);
            }
            if let Some((base, sha)) = base {
                note("base", &pull.base);
                (pull.base, pull.base_sha) = (base, sha);
            }
        });
        if !changes.is_empty() {
            self.emit_pull(key, number, "edited", who, json!({"changes": changes}));
        }
        if edit.open == Some(false) {
            self.close(key, who, number);
        }
        Ok(())
    }

    async fn reopen(
        &self,
        key: &str,
        git: &BareRepository,
        who: &str,
        pull: &PullRequest,
    ) -> Result<(), Refusal> {
        let refuse = |message: &str| errors::invalid_custom("PullRequest", message);
        if pull.merged.is_some() {
            return Err(refuse(
                "state cannot be changed. The pull request cannot be reopened.",
            ));
        }
        let Some(sha) = git.tip(&pull.head).await? else {
            return Err(refuse(&format!(
                "state cannot be changed. The {} branch has been deleted.",
                pull.head
            )));
        };
        self.with_pull(key, pull.number, |pull| {
            (pull.open, pull.closed, pull.head_sha) = (true, None, sha);
        });
        self.emit_pull(key, pull.number, "reopened", who, json!({}));
        Ok(())
    }

    /// Closes without merging; nothing happens to a pull request that is closed already.
    pub(super) fn close(&self, key: &str, who: &str, number: u64) {
        let closed = self.with_pull(key, number, |pull| {
            let was_open = std::mem::replace(&mut pull.open, false);
            pull.closed.get_or_insert_with(clock::now_seconds);
            was_open
        });
        if closed == Some(true) {
            self.emit_pull(key, number, "closed", who, json!({}));
        }
    }

    pub(super) fn set_merged(&self, key: &str, who: &str, number: u64, merged: Merged) {
        self.with_pull(key, number, |pull| {
            (pull.open, pull.closed) = (false, Some(merged.at));
            pull.merged = Some(merged);
        });
        self.emit_pull(key, number, "closed", who, json!({}));
    }

    pub(super) fn synchronize(&self, key: &str, who: &str, number: u64, sha: &str) {
        let before = self.with_pull(key, number, |pull| {
            std::mem::replace(&mut pull.head_sha, sha.to_owned())
        });
        if let Some(before) = before.filter(|before| before != sha) {
            self.emit_pull(
                key,
                number,
                "synchronize",
                who,
                json!({"before": before, "after": sha}),
            );
        }
    }

    pub(super) fn add_comment(
        &self,
        key: &str,
        author: &str,
        number: u64,
        body: &str,
    ) -> Result<Comment, Refusal> {
        if body.trim().is_empty() {
            return Err(errors::invalid(&json!({
                "resource": "IssueComment", "code": "unprocessable", "field": "data", "message": "Body cannot be blank",
            })));
        }
        check_length("IssueComment", body)?;
        let (id, now) = (self.ids.number() + 2_000_000, clock::now_seconds());
        let comment = Comment {
            id,
            issue: number,
            author: author.to_owned(),
            body: body.to_owned(),
            created: now,
            updated: now,
        };
        {
            let mut state = self.state();
            let repository = state
                .repositories
                .get_mut(key)
                .ok_or_else(errors::not_found)?;
            if !repository.pulls.contains_key(&number) {
                return Err(errors::not_found());
            }
            repository.comments.insert(id, comment.clone());
        }
        self.emit_comment(key, &comment, "created", author);
        Ok(comment)
    }

    pub(super) fn emit_comment(&self, key: &str, comment: &Comment, action: &str, sender: &str) {
        let payload = {
            let state = self.state();
            let repository = state.repositories.get(key);
            repository.and_then(|repository| {
                events::issue_comment(self, &state, repository, comment, action, sender)
            })
        };
        if let Some(payload) = payload {
            self.emit(key, "issue_comment", &payload);
        }
    }

    pub(super) fn emit_pull(
        &self,
        key: &str,
        number: u64,
        action: &str,
        sender: &str,
        extra: Value,
    ) {
        let payload = {
            let state = self.state();
            let Some(repository) = state.repositories.get(key) else {
                return;
            };
            let Some(pull) = repository.pulls.get(&number) else {
                return;
            };
            events::pull_request(self, &state, repository, pull, action, sender, extra)
        };
        self.emit(key, "pull_request", &payload);
    }

    pub(super) fn pull(&self, key: &str, number: u64) -> Option<PullRequest> {
        self.state()
            .repositories
            .get(key)?
            .pulls
            .get(&number)
            .cloned()
    }

    /// Whether it merges cleanly, and how large it is.
    pub(super) async fn mergeable(
        &self,
        git: &BareRepository,
        pull: &PullRequest,
    ) -> Result<Mergeable, Refusal> {
        if !pull.open {
            return Ok(Mergeable::Known {
                clean: false,
                commits: 0,
                additions: 0,
                deletions: 0,
                files: 0,
            });
        }
        let base = git
            .tip(&pull.base)
            .await?
            .unwrap_or_else(|| pull.base_sha.clone());
        let files = git.diff(&base, &pull.head_sha, true).await?;
        Ok(Mergeable::Known {
            clean: git.merged_tree(&base, &pull.head_sha).await?.is_some(),
            commits: git.count(&format!("{base}..{}", pull.head_sha)).await?,
            additions: files.iter().map(|file| file.additions).sum(),
            deletions: files.iter().map(|file| file.deletions).sum(),
            files: files.len() as u64,
        })
    }

    pub(super) fn with_pull<T>(
        &self,
        key: &str,
        number: u64,
        change: impl FnOnce(&mut PullRequest) -> T,
    ) -> Option<T> {
        let mut state = self.state();
        let pull = state
            .repositories
            .get_mut(key)
            .and_then(|repository: &mut Repository| repository.pulls.get_mut(&number))?;
        pull.updated = clock::now_seconds();
        Some(change(pull))
    }
}

fn check_length(resource: &str, body: &str) -> Result<(), Refusal> {
    if body.chars().count() <= BODY_LIMIT {
        return Ok(());
    }
    let message = format!("body is too long (maximum is {BODY_LIMIT} characters)");
    Err(errors::invalid(
        &json!({"resource": resource, "code": "custom", "field": "body", "message": message}),
    ))
}
