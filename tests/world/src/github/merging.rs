//! The merge button.

use super::{
    GitHub, errors,
    errors::Refusal,
    state::{Merged, PullRequest},
};
use crate::{
    clock,
    git::{BareRepository, MergeMethod, Signature},
};

/// What the merge button was told.
pub(super) struct MergeOrder {
    pub(super) method: MergeMethod,
    /// Refused where the branch's tip is another one.
    pub(super) expected: Option<String>,
    pub(super) title: Option<String>,
    pub(super) message: Option<String>,
}

impl Default for MergeOrder {
    fn default() -> Self {
        Self {
            method: MergeMethod::Merge,
            expected: None,
            title: None,
            message: None,
        }
    }
}

impl GitHub {
    /// Merges into the base branch and gives the new tip.
    pub(super) async fn merge(
        &self,
        key: &str,
        git: &BareRepository,
        who: &str,
        number: u64,
        order: MergeOrder,
    ) -> Result<String, Refusal> {
        let pull = self.pull(key, number).ok_or_else(errors::not_found)?;
        if pull.draft && pull.open {
            return Err(errors::refuse(405, "Pull Request is still a draft"));
        }
        if !pull.open {
            return Err(errors::refuse(405, "Pull Request is not mergeable"));
        }
        let email = self
            .state()
            .accounts
            .get(&who.to_lowercase())
            .map(|account| account.email.clone());
        let signature = Signature::now(
            who,
            &email.unwrap_or_else(|| format!("{who}@users.noreply.github.com")),
        );
        let mut refused = None;
        let merged = self
            .moving(key, who, git, async {
                // Read again inside the gate: a push may have come between.
                let Some(pull) = self.pull(key, number).filter(|pull| pull.open) else {
                    refused = Some(errors::refuse(405, "Pull Request is not mergeable"));
                    return Ok(None);
                };
                if order
                    .expected
                    .as_ref()
                    .is_some_and(|expected| *expected != pull.head_sha)
                {
                    refused = Some(errors::refuse(
                        409,
                        "Head branch was modified. Review and try the merge again.",
                    ));
                    return Ok(None);
                }
                let Some(base) = git.tip(&pull.base).await? else {
                    return Ok(None);
                };
                let message = message(key, &pull, &order);
                let Some(sha) = git
                    .merge_commit(order.method, &base, &pull.head_sha, &message, &signature)
                    .await?
                else {
                    return Ok(None);
                };
                // Before the ref moves, so that the move is not taken for a merge by hand.
                let merged = Merged {
                    sha: sha.clone(),
                    by: who.to_owned(),
                    at: clock::now_seconds(),
                };
                self.set_merged(key, who, number, merged);
                git.update_ref(
                    &format!("refs/heads/{}", pull.base),
                    Some(&sha),
                    Some(&base),
                )
                .await?;
                Ok(Some(sha))
            })
            .await?;
        merged.ok_or_else(|| {
            refused.unwrap_or_else(|| errors::refuse(405, "Pull Request is not mergeable"))
        })
    }
}

fn message(key: &str, pull: &PullRequest, order: &MergeOrder) -> String {
    let owner = key.split('/').next().unwrap_or_default();
    let (title, text) = match order.method {
        MergeMethod::Squash => (
            format!("{} (#{})", pull.title, pull.number),
            pull.body.clone().unwrap_or_default(),
        ),
        _ => (
            format!(
                "Merge pull request #{} from {owner}/{}",
                pull.number, pull.head
            ),
            pull.title.clone(),
        ),
    };
    let title = order.title.clone().unwrap_or(title);
    format!("{title}\n\n{}", order.message.clone().unwrap_or(text))
}
