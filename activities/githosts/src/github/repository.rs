//! A repository and its branches, as GitHub describes them.

use domain::Repository;
use outbound::json;
use serde_json::Value;

use crate::{
    github::pull_request::{flag, names, sha},
    repository::RepositoryInfo,
};

/// # Errors
/// What a repository is useless without.
pub(super) fn read(value: &Value) -> Result<RepositoryInfo, &'static str> {
    let full = json::string(value, "/full_name").unwrap_or_default();
    let (owner, name) = names(&full).ok_or("a repository without a name")?;
    Ok(RepositoryInfo {
        repository: named(owner, name),
        default_branch: json::string(value, "/default_branch")
            .ok_or("a repository without a default branch")?,
        // What is not said to be public is not shown to anybody.
        private: json::flag(value, "/private").unwrap_or(true),
        archived: flag(value, "/archived")
            .ok_or("a repository of which it is unclear whether it is archived")?
            .unwrap_or(false),
        can_push: json::flag(value, "/permissions/push"),
    })
}

pub(super) fn named(owner: &str, name: &str) -> Repository {
    Repository {
        host: domain::GitHost::Github,
        owner: owner.to_owned(),
        name: name.to_owned(),
    }
}

/// The tip of a branch. An older server answers with all branches that begin so: then there is none of just this name,
/// which must not be confused with an answer that says nothing.
///
/// # Errors
/// When it does not say.
pub(super) fn branch_head(value: &Value, branch: &str) -> Result<Option<String>, &'static str> {
    let wanted = format!("refs/heads/{branch}");
    match value {
        Value::Array(others) if !others.is_empty() => {
            let are_others = others.iter().all(|other| {
                json::string(other, "/ref")
                    .is_some_and(|name| name != wanted && name.starts_with(&wanted))
            });
            are_others
                .then_some(None)
                .ok_or("an unclear list of branches")
        }
        _ => match json::string(value, "/ref") {
            Some(name) if name == wanted => sha(value, "/object/sha")
                .map(Some)
                .ok_or("a branch without a commit"),
            Some(name) if name.starts_with(&wanted) => Ok(None),
            _ => Err("another branch than asked for"),
        },
    }
}
