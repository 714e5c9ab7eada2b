//! Our one comment per marker under a pull request.

use domain::Repository;
use outbound::{FailureKind, Method, json};
use serde_json::{Value, json as object};

use crate::{
    error::GitHostError,
    github::client::{Github, call},
    github::host::{cut, whoami},
    host::Comment,
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
    let is_marker = marker.starts_with("<!-- regreen:")
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
    let marked: Vec<&Value> = all
        .iter()
        .filter(|comment| json::text(comment, "/body").is_some_and(|body| body.contains(marker)))
        .collect();
    if marked.is_empty() {
        return Ok(Vec::new());
    }
    let login = github.login.get_or_try_init(|| async {
        match whoami(github).await {
            Ok(account) => Ok(Some(account.login)),
            // An app has no user; its comments are a bot's.
            Err(error)
                if matches!(error.kind(), FailureKind::Forbidden | FailureKind::NotFound) =>
            {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    });
    let login = login.await?;
    let is_ours = |comment: &&&Value| match login {
        Some(login) => json::text(comment, "/user/login")
            .is_some_and(|author| author.eq_ignore_ascii_case(login)),
        None => json::text(comment, "/user/type").as_deref() == Some("Bot"),
    };
    let mut ours: Vec<(Comment, String)> = marked
        .iter()
        .filter(is_ours)
        .filter_map(|comment| read(comment))
        .collect();
    ours.sort_by_key(|(comment, _)| comment.id);
    Ok(ours)
}

fn read(value: &Value) -> Option<(Comment, String)> {
    let id = json::number(value, "/id").and_then(|id| u64::try_from(id).ok())?;
    Some((
        Comment {
            id,
            url: json::text(value, "/html_url").unwrap_or_default(),
        },
        json::text(value, "/body").unwrap_or_default(),
    ))
}
