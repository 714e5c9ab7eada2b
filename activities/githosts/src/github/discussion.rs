//! What others write under a pull request, and how we react to it.

use domain::Repository;
use outbound::{Method, json};
use serde_json::{Value, json as object};

use crate::{
    comment::{Reaction, WrittenComment},
    error::GitHostError,
    github::{client::Github, people::is_bot, time},
};

/// How every marker of a comment of ours begins.
pub(super) const MARKER: &str = "<!-- regreen:";

impl Github {
    pub(super) async fn react_to(
        &self,
        repository: &Repository,
        comment: u64,
        reaction: Reaction,
    ) -> Result<(), GitHostError> {
        let content = match reaction {
            Reaction::Understood => "+1",
            Reaction::NotUnderstood => "confused",
        };
        let path = ["issues", "comments", &comment.to_string(), "reactions"];
        self.send(
            Method::POST,
            repository,
            &path,
            &[],
            Some(&object!({"content": content})),
        )
        .await
        .map(drop)
    }

    pub(super) async fn written_since(
        &self,
        repository: &Repository,
        number: u64,
        since: i64,
    ) -> Result<Vec<WrittenComment>, GitHostError> {
        let since = time::second(since)
            .ok_or_else(|| GitHostError::Invalid(format!("{since} is no point in time")))?;
        let path = ["issues", &number.to_string(), "comments"];
        let items = self
            .list(repository, &path, &[("since", &since.to_string())])
            .await?;
        let all = read(&items)
            .map_err(|reason| self.unreadable(repository, "comments of a pull request", reason))?;
        if all.is_empty() {
            return Ok(all);
        }
        let own = self.own_login().await?;
        // A token's owner is often a person, who may command like others: what is ours begins with a marker, too.
        let is_ours = |comment: &WrittenComment| {
            let is_own = match own {
                Some(login) => comment.author.eq_ignore_ascii_case(login),
                None => comment.author_is_bot,
            };
            is_own && comment.body.trim_start().starts_with(MARKER)
        };
        // The filter of the git host is about the last change.
        let mut found: Vec<WrittenComment> = all
            .into_iter()
            .filter(|comment| comment.created_at >= since.as_millisecond() && !is_ours(comment))
            .collect();
        found.sort_by_key(|comment| (comment.created_at, comment.id));
        Ok(found)
    }
}

/// Comments of accounts that are gone are left out: nobody stands for them.
///
/// # Errors
/// What a comment is useless without: left out, it would never be answered.
pub(super) fn read(items: &[Value]) -> Result<Vec<WrittenComment>, &'static str> {
    let is_by_somebody = |item: &&Value| item.get("user").is_none_or(|user| !user.is_null());
    let comment = |item: &Value| {
        Ok(WrittenComment {
            id: json::positive(item, "/id").ok_or("a comment without an id")?,
            author: json::string(item, "/user/login").ok_or("a comment without an author")?,
            author_is_bot: is_bot(item.get("user").unwrap_or(&Value::Null)),
            body: item
                .get("body")
                .and_then(Value::as_str)
                .ok_or("a comment without a text")?
                .to_owned(),
            created_at: time::milliseconds(item, "/created_at")
                .ok_or("a comment without the time of its creation")?,
        })
    };
    items.iter().filter(is_by_somebody).map(comment).collect()
}
