//! Our one comment per marker under a pull request.

use domain::Repository;
use outbound::{FailureKind, Method, json};
use serde_json::{Value, json as object};

use crate::{
    comment::Comment,
    error::GitHostError,
    github::{
        client::{Github, call},
        discussion::MARKER,
        host::cut,
    },
};

/// GitHub refuses bodies above 65,536 characters.
pub(super) const MOST_CHARACTERS: usize = 65_000;

pub(super) async fn upsert(
    github: &Github,
    repository: &Repository,
    number: u64,
    marker: &str,
    body: &str,
) -> Result<Comment, GitHostError> {
    let is_marker = marker.starts_with(MARKER)
        && marker.ends_with("-->")
        && !marker.contains('\n')
        && marker.len() <= 200;
    if !is_marker {
        return Err(GitHostError::Invalid(format!(
            "`{marker}` is no marker of a comment"
        )));
    }
    // The marker comes first, so that cutting the text cannot lose it.
    let text = body.replace(marker, "");
    let body = cut(&format!("{marker}\n{}", text.trim_start()), MOST_CHARACTERS);
    let mut ours = find(github, repository, number, marker).await?.into_iter();
    let Some((first, old)) = ours.next() else {
        let path = ["issues", &number.to_string(), "comments"];
        let response = github
            .send(
                Method::POST,
                repository,
                &path,
                &[],
                Some(&object!({"body": body})),
            )
            .await?;
        let value = response.json().map_err(call)?;
        return read(&value)
            .map(|(comment, _)| comment)
            .ok_or_else(|| call(response.invalid("a comment without an id")));
    };
    for (duplicate, _) in ours {
        let path = ["issues", "comments", &duplicate.id.to_string()];
        match github
            .send(Method::DELETE, repository, &path, &[], None)
            .await
        {
            Err(error) if error.kind() != FailureKind::NotFound => return Err(error),
            _ => {
                tracing::info!(repository = %repository, comment = duplicate.id, "removed a duplicate comment")
            }
        }
    }
    if old.replace("\r\n", "\n") != body {
        let path = ["issues", "comments", &first.id.to_string()];
        github
            .send(
                Method::PATCH,
                repository,
                &path,
                &[],
                Some(&object!({"body": body})),
            )
            .await?;
    }
    Ok(first)
}

/// Our comments with the marker, oldest first. Anybody can copy a marker, so the author counts, too.
async fn find(
    github: &Github,
    repository: &Repository,
    number: u64,
    marker: &str,
) -> Result<Vec<(Comment, String)>, GitHostError> {
    let all = github
        .list(
            repository,
            &["issues", &number.to_string(), "comments"],
            &[],
        )
        .await?;
    let unreadable = |reason| github.unreadable(repository, "comments of a pull request", reason);
    let mut marked = Vec::new();
    for comment in &all {
        // A comment of ours that cannot be recognised would be written a second time.
        let body = comment
            .get("body")
            .and_then(Value::as_str)
            .ok_or_else(|| unreadable("a comment without a text"))?;
        if body.contains(marker) {
            marked.push(comment);
        }
    }
    if marked.is_empty() {
        return Ok(Vec::new());
    }
    let login = github.own_login().await?;
    let mut ours = Vec::new();
    for comment in marked {
        // An account that is gone is null; ours is not.
        let is_ours = match comment.get("user") {
            Some(Value::Null) => false,
            user => {
                let of_user = |pointer| {
                    user.and_then(|user| json::string(user, pointer))
                        .ok_or_else(|| unreadable("a comment without an author"))
                };
                match login {
                    Some(login) => of_user("/login")?.eq_ignore_ascii_case(login),
                    None => of_user("/type")? == "Bot",
                }
            }
        };
        if is_ours {
            ours.push(read(comment).ok_or_else(|| unreadable("a comment without an id"))?);
        }
    }
    ours.sort_by_key(|(comment, _)| comment.id);
    Ok(ours)
}

fn read(value: &Value) -> Option<(Comment, String)> {
    let id = json::positive(value, "/id")?;
    Some((
        Comment {
            id,
            url: json::string(value, "/html_url").unwrap_or_default(),
        },
        json::string(value, "/body").unwrap_or_default(),
    ))
}
