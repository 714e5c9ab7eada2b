//! Cancel, retry, approve, reject: the same message through every channel.

use contract::{
    commands::MOST_WORDS,
    signals::{Approve, Cancel, Reject, Retry},
};
use domain::{Actor, FixId, FixStatus};
use serde::Serialize;
use store::FixRow;

use super::start::{StartContext, start_fix};
use crate::{
    Operations,
    engine::{Asked, Delivered, Message},
    error::{Code, OperationError, OperationResult},
};

/// A message that is on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sent {
    /// The fix.
    pub fix: FixId,
    /// Its workflow.
    pub workflow_id: String,
    /// The message's name.
    pub message: &'static str,
    /// What the fix said to it; `None` when it could not be asked, and acts as soon as a worker is there.
    pub said: Option<String>,
    /// Its page in the Temporal Web UI.
    pub web_ui: Option<String>,
}

/// What a person wishes of a fix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// Stop: its sandbox, its waiting, its claim.
    Cancel {
        /// Why; may be empty.
        reason: String,
    },
    /// Try again: at rest, in review, on an open pull request, or after the run has closed (then a new run of the same
    /// workflow goes on where the last one ended). It overrides rules and `auto_fix`.
    Retry {
        /// A hint for the fixer; may be empty.
        hint: String,
    },
    /// Publish the patch under review.
    Approve {
        /// The patch meant; without it the patch then shown.
        patch: Option<String>,
    },
    /// Do not publish the patch under review.
    Reject {
        /// The patch meant; without it the patch then shown.
        patch: Option<String>,
        /// Why; may be empty.
        reason: String,
    },
}

impl Wish {
    /// Its name as a message.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Cancel { .. } => contract::signals::CANCEL,
            Self::Retry { .. } => contract::signals::RETRY,
            Self::Approve { .. } => contract::signals::APPROVE,
            Self::Reject { .. } => contract::signals::REJECT,
        }
    }

    fn message(&self, id: String, actor: Actor) -> OperationResult<Message> {
        Ok(match self {
            Self::Cancel { reason } => Message::Cancel(Cancel {
                id,
                reason: words(reason)?,
                actor,
            }),
            Self::Retry { hint } => Message::Retry(Retry {
                id,
                hint: words(hint)?,
                actor,
            }),
            Self::Approve { patch } => Message::Approve(Approve {
                id,
                patch: patch_name(patch.as_deref())?,
                actor,
            }),
            Self::Reject { patch, reason } => Message::Reject(Reject {
                id,
                patch: patch_name(patch.as_deref())?,
                reason: words(reason)?,
                actor,
            }),
        })
    }
}

impl Operations {
    /// Tells a fix what a person wishes, and answers with what the fix said. A message that changes nothing as the fix
    /// stands is kept as a note of it, with actor and channel, and refused here.
    ///
    /// # Errors
    /// `fix_not_found`, `invalid_argument`, `message_ignored`, `fix_ended`, `fix_merged`, `subscription_not_found`, and
    /// when Temporal is away.
    pub async fn steer_fix(
        &self,
        reference: &str,
        wish: &Wish,
        actor: Actor,
    ) -> OperationResult<Sent> {
        let row = self.find_fix(reference).await?;
        let id = format!("msg_{}", ulid::Ulid::generate().to_string().to_lowercase());
        self.steer_row(row, wish, actor, id).await
    }

    /// Stops a fix. As [`Operations::steer_fix`].
    ///
    /// # Errors
    /// As [`Operations::steer_fix`].
    pub async fn cancel_fix(
        &self,
        reference: &str,
        reason: &str,
        actor: Actor,
    ) -> OperationResult<Sent> {
        let reason = reason.to_owned();
        self.steer_fix(reference, &Wish::Cancel { reason }, actor)
            .await
    }

    /// Publishes the patch under review. As [`Operations::steer_fix`].
    ///
    /// # Errors
    /// As [`Operations::steer_fix`].
    pub async fn approve_fix(
        &self,
        reference: &str,
        patch: Option<String>,
        actor: Actor,
    ) -> OperationResult<Sent> {
        self.steer_fix(reference, &Wish::Approve { patch }, actor)
            .await
    }

    /// Refuses the patch under review. As [`Operations::steer_fix`].
    ///
    /// # Errors
    /// As [`Operations::steer_fix`].
    pub async fn reject_fix(
        &self,
        reference: &str,
        patch: Option<String>,
        reason: &str,
        actor: Actor,
    ) -> OperationResult<Sent> {
        let reason = reason.to_owned();
        self.steer_fix(reference, &Wish::Reject { patch, reason }, actor)
            .await
    }

    /// Tries again. As [`Operations::steer_fix`].
    ///
    /// # Errors
    /// As [`Operations::steer_fix`].
    pub async fn retry_fix(
        &self,
        reference: &str,
        hint: &str,
        actor: Actor,
    ) -> OperationResult<Sent> {
        let hint = hint.to_owned();
        self.steer_fix(reference, &Wish::Retry { hint }, actor)
            .await
    }

    /// As [`Operations::steer_fix`], with the id that makes repetitions of the message count once.
    pub(crate) async fn steer_row(
        &self,
        row: FixRow,
        wish: &Wish,
        actor: Actor,
        id: String,
    ) -> OperationResult<Sent> {
        let message = wish.message(id.clone(), actor.clone())?;
        let name = wish.name();
        if matches!(wish, Wish::Retry { .. }) && row.state.status == FixStatus::Merged {
            return Err(OperationError::new(
                Code::FixMerged,
                "the fix is merged: there is nothing left to try",
            ));
        }
        match self
            .engine
            .ask(&row.workflow_id, message.clone(), &id)
            .await?
        {
            Asked::Answer(answer) if answer.counted => Ok(self.sent(row, name, Some(answer.said))),
            Asked::Answer(answer) => Err(OperationError::new(Code::MessageIgnored, answer.said)),
            Asked::Silence if name != contract::signals::RETRY => {
                match self
                    .engine
                    .send(&row.workflow_id, message, Some(id))
                    .await?
                {
                    Delivered::Yes => Ok(self.sent(row, name, None)),
                    Delivered::Gone => Err(ended(&row, name)),
                }
            }
            Asked::Gone if name != contract::signals::RETRY => Err(ended(&row, name)),
            // A retry reaches the open run, or starts the next one.
            Asked::Silence | Asked::Gone => {
                let Message::Retry(retry) = message else {
                    return Err(ended(&row, name));
                };
                self.begin_again(&row, retry, actor).await?;
                Ok(self.sent(row, name, None))
            }
        }
    }

    /// Signals the open run of a fix, or starts a new one that goes on where the last one ended.
    pub(crate) async fn begin_again(
        &self,
        row: &FixRow,
        retry: Retry,
        actor: Actor,
    ) -> OperationResult<()> {
        let context = self.context_of(row, actor).await?;
        Ok(self.engine.retry(start_fix(context), retry).await?)
    }

    /// What a run of a known fix is started with, under the subscription that its project has now.
    pub(crate) async fn context_of(
        &self,
        row: &FixRow,
        actor: Actor,
    ) -> OperationResult<StartContext> {
        let active = self
            .store
            .subscriptions
            .find_active(row.platform, &row.project)
            .await?;
        let subscription = active.map(|found| found.id).ok_or_else(|| {
            OperationError::new(
                Code::SubscriptionNotFound,
                "the project of this fix is not subscribed any more: `regreen subscription add` it, then try again",
            )
        })?;
        Ok(StartContext {
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
        })
    }

    fn sent(&self, row: FixRow, message: &'static str, said: Option<String>) -> Sent {
        let web_ui = self.web_ui_of(&row.workflow_id);
        Sent {
            fix: row.id,
            workflow_id: row.workflow_id,
            message,
            said,
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
