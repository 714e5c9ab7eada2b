//! The merge button's endpoint.

use serde_json::json;

use super::{Scope, text};
use crate::{
    git::MergeMethod,
    github::{errors, merging::MergeOrder, router::Answer, state::Access},
    http::Reply,
};

/// 204 where the pull request is merged, 404 where it is not.
pub(super) fn check(scope: &Scope<'_>, number: &str) -> Answer {
    if scope.pull(number)?.merged.is_some() {
        Ok(Reply::status(204))
    } else {
        Err(errors::not_found())
    }
}

pub(super) async fn merge(mut scope: Scope<'_>, number: &str) -> Answer {
    scope.require(Access::Write)?;
    let body = scope.body().await?;
    let pull = scope.pull(number)?;
    let method = match text(&body, "merge_method") {
        None | Some("merge") => MergeMethod::Merge,
        Some("squash") => MergeMethod::Squash,
        Some("rebase") => MergeMethod::Rebase,
        Some(_) => {
            return Err(errors::invalid_field(
                "PullRequest",
                "merge_method",
                "invalid",
            ));
        }
    };
    let order = MergeOrder {
        method,
        expected: text(&body, "sha").map(str::to_owned),
        title: text(&body, "commit_title").map(str::to_owned),
        message: text(&body, "commit_message").map(str::to_owned),
    };
    let sha = scope
        .github
        .merge(&scope.key, &scope.git, scope.login(), pull.number, order)
        .await?;
    Ok(Reply::json(
        200,
        &json!({"sha": sha, "merged": true, "message": "Pull Request successfully merged"}),
    ))
}
