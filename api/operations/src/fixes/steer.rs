//! Cancel, retry, approve, reject: the same message through every channel.

use contract::signals::{Approve, Cancel, Reject, Retry};
use domain::{Actor, FixId, FixStatus};
use serde::Serialize;
use store::FixRow;

use super::start::{StartContext, start_fix};
use crate::{
    Operations,
    engine::{Delivered, Message},
    error::{Code, OperationError, OperationResult},
};

/// Characters of a person's words that are taken along.
const MOST_WORDS: usize = 2_000;

/// A message that is on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sent {
    /// The fix.
    pub fix: FixId,
    /// Its workflow.
    pub workflow_id: String,
    /// The message's name.
    pub message: &'static str,
    /// Its page in the Temporal Web UI.
    pub web_ui: Option<String>,
}

impl Operations {
    /// Stops a fix: its sandbox, its waiting, its claim.
    ///
    /// # Errors
    /// When there is no such fix, it has ended, or Temporal is away.
    pub async fn cancel_fix(
        &self,
        reference: &str,
        reason: &str,
        actor: Actor,
    ) -> OperationResult<Sent> {
        let message = Message::Cancel(Cancel {
            reason: words(reason)?,
            actor,
        });
        self.send(reference, contract::signals::CANCEL, message)
            .await
    }

    /// Publishes the patch under review. It counts in `reviewing` only, and for the named patch only; anything else
    /// becomes a note of the fix.
    ///
    /// # Errors
    /// When there is no such fix, it has ended, or Temporal is away.
    pub async fn approve_fix(
        &self,
        reference: &str,
        patch: Option<String>,
        actor: Actor,
    ) -> OperationResult<Sent> {
        let message = Message::Approve(Approve {
            patch: patch_name(patch.as_deref())?,
            actor,
        });
        self.send(reference, contract::signals::APPROVE, message)
            .await
    }

    /// Refuses the patch under review; as [`Operations::approve_fix`] otherwise.
    ///
    /// # Errors
    /// When there is no such fix, it has ended, or Temporal is away.
    pub async fn reject_fix(
        &self,
        reference: &str,
        patch: Option<String>,
        reason: &str,
        actor: Actor,
    ) -> OperationResult<Sent> {
        let message = Message::Reject(Reject {
            patch: patch_name(patch.as_deref())?,
            reason: words(reason)?,
            actor,
        });
        self.send(reference, contract::signals::REJECT, message)
            .await
    }

    /// Tries again: at rest, in review, on an open pull request, or after the run has closed (then a new run of the
    /// same workflow goes on where the last one ended). A person's retry overrides rules and `auto_fix`.
    ///
    /// # Errors
    /// When there is no such fix, it is merged, its subscription is gone, or Temporal is away.
    pub async fn retry_fix(
        &self,
        reference: &str,
        hint: &str,
        actor: Actor,
    ) -> OperationResult<Sent> {
        let row = self.find_fix(reference).await?;
        let retry = Retry {
            hint: words(hint)?,
            actor: actor.clone(),
        };
        if row.state.status == FixStatus::Merged {
            return Err(OperationError::new(
                Code::FixMerged,
                "the fix is merged: there is nothing left to try",
            ));
        }
        let subscription = match &row.state.subscription {
            Some(subscription) => subscription.clone(),
            None => {
                let found = self
                    .store
                    .subscriptions
                    .find_active(row.platform, &row.project)
                    .await?;
                found.map(|found| found.id).ok_or_else(|| {
                    OperationError::new(
                        Code::SubscriptionNotFound,
                        "the project of this fix has no subscription any more: add one, then retry",
                    )
                })?
            }
        };
        let context = StartContext {
            fix: row.id.clone(),
            platform: row.platform,
            deployment: row.deployment.clone(),
            subscription,
            project_name: row
                .state
                .project_name
                .clone()
                .unwrap_or_else(|| row.project.clone()),
            repository: row.state.repository.clone(),
            branch: row.state.branch.clone(),
            commit: row.state.commit.clone(),
            page: None,
            started_by: Some(actor),
        };
        self.engine
            .retry(start_fix(context), retry)
            .await
            .map_err(OperationError::from)?;
        Ok(self.sent(row, contract::signals::RETRY))
    }

    async fn send(
        &self,
        reference: &str,
        name: &'static str,
        message: Message,
    ) -> OperationResult<Sent> {
        let row = self.find_fix(reference).await?;
        match self.engine.send(&row.workflow_id, message, None).await? {
            Delivered::Yes => Ok(self.sent(row, name)),
            Delivered::Gone => Err(ended(&row, name)),
        }
    }

    fn sent(&self, row: FixRow, message: &'static str) -> Sent {
        let web_ui = self.web_ui_of(&row.workflow_id);
        Sent {
            fix: row.id,
            workflow_id: row.workflow_id,
            message,
            web_ui,
        }
    }
}

fn ended(row: &FixRow, message: &str) -> OperationError {
    let status = row.state.status;
    let sentence = if status.is_end() {
        format!(
            "the fix has ended ({status}), so it takes no `{message}`: `regreen fix retry` starts it again"
        )
    } else {
        format!(
            "Temporal holds no open workflow of this fix, so it takes no `{message}`: `regreen fix retry` starts one"
        )
    };
    OperationError::new(Code::FixEnded, sentence)
}

fn words(text: &str) -> OperationResult<String> {
    let text = text.trim();
    if text.chars().count() > MOST_WORDS {
        return Err(OperationError::invalid(format!(
            "the text is too long: {MOST_WORDS} characters at most"
        )));
    }
    Ok(text.to_owned())
}

fn patch_name(patch: Option<&str>) -> OperationResult<Option<String>> {
    match patch.map(str::trim) {
        None | Some("") => Ok(None),
        Some(name) if name.len() <= 64 && name.bytes().all(|b| b.is_ascii_hexdigit()) => {
            Ok(Some(name.to_lowercase()))
        }
        Some(_) => Err(OperationError::invalid(
            "a patch is named by the hex digits that `regreen fix show` prints; leave it out for the one shown there",
        )),
    }
}
