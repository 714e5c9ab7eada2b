//! Commands in comments: read, checked against the writer's rights, carried out, and answered.
//!
//! Every step may be repeated: the message has the comment's id, a reaction counts once, an answer is found by its
//! marker.

use contract::commands::{self, Command};
use domain::{Actor, Channel, FixStatus, Repository};
use githosts::{GitHost, GitHostError, Reaction};
use store::{DeliveryRow, FixFilter, FixRow, HookRow, PageRequest};

use super::{
    Dispatcher,
    outcome::{Fault, Outcome},
};
use crate::{
    error::{Code, OperationError},
    fixes::Wish,
};

/// A comment as it arrived, by webhook or by a poll.
#[derive(Debug, Clone)]
pub(super) struct Said {
    pub(super) repository: Repository,
    pub(super) number: u64,
    pub(super) comment: u64,
    pub(super) author: String,
    pub(super) by_bot: bool,
    pub(super) body: String,
}

impl Dispatcher {
    pub(super) async fn comment(
        &self,
        delivery: &DeliveryRow,
        hook: &HookRow,
        said: Said,
    ) -> Result<Outcome, Fault> {
        // Bots quote commands, and our own answers show them; an account may be regreen's and a person's.
        let ours = said.body.starts_with("<!-- regreen:");
        let Some(command) = commands::parse(&said.body).filter(|_| !said.by_bot && !ours) else {
            return Ok(Outcome::Ignored("the comment is no command".to_owned()));
        };
        let Some(fix) = self.fix_of(&said).await? else {
            return Ok(Outcome::Ignored(
                "the pull request is none of ours".to_owned(),
            ));
        };
        if !self.may_speak_for(hook, &fix).await? {
            return Ok(Outcome::Refused(
                "the repository belongs to another connection than the hook".to_owned(),
            ));
        }
        let host = self.host_of(hook).await?;
        let permission = host.permission(&said.repository, &said.author).await?;
        if !permission.may_write() {
            host.react(&said.repository, said.comment, Reaction::NotUnderstood)
                .await?;
            return Ok(Outcome::Refused(format!(
                "{} may not write to {}",
                said.author, said.repository
            )));
        }
        let answer = self.obey(&fix, command, &said).await?;
        let (reaction, text) = match answer {
            Answered::Done => (Reaction::Understood, None),
            Answered::Said(text) => (Reaction::Understood, Some(text)),
            Answered::Not(text) => (Reaction::NotUnderstood, Some(text)),
        };
        // The command has been carried out: an answer that cannot be given must not have it carried out again.
        if let Err(error) = self.answer(host.as_ref(), &said, reaction, text).await {
            tracing::warn!(fix.id = %fix.id, %error, "a command in a comment stays without an answer");
        }
        tracing::info!(delivery.id = %delivery.id, fix.id = %fix.id, author = %said.author, "a command in a comment");
        Ok(Outcome::Told(vec![fix.id]))
    }

    async fn answer(
        &self,
        host: &dyn GitHost,
        said: &Said,
        reaction: Reaction,
        text: Option<String>,
    ) -> Result<(), GitHostError> {
        host.react(&said.repository, said.comment, reaction).await?;
        if let Some(text) = text {
            let marker = report::comment::marker(&report::comment::answer_to(said.comment));
            host.upsert_comment(&said.repository, said.number, &marker, &text)
                .await?;
        }
        Ok(())
    }

    async fn obey(&self, fix: &FixRow, command: Command, said: &Said) -> Result<Answered, Fault> {
        let wish = match command {
            Command::Retry { hint } => Wish::Retry { hint },
            Command::Cancel { reason } => Wish::Cancel { reason },
            Command::Approve { patch } => Wish::Approve { patch },
            Command::Reject { patch, reason } => Wish::Reject { patch, reason },
            Command::Help => return Ok(Answered::Said(report::answer::help(&fix.id))),
            Command::Unknown { word } => {
                return Ok(Answered::Not(report::answer::unknown(&fix.id, &word)));
            }
        };
        let actor = Actor::new(&said.author, Channel::PullRequest);
        let id = format!("comment:{}", said.comment);
        let steered = self
            .operations
            .steer_row(fix.clone(), &wish, actor, id)
            .await;
        match steered {
            Ok(_) => Ok(Answered::Done),
            Err(error) if error.status() < 500 => Ok(Answered::Not(report::answer::ignored(
                &fix.id,
                error.sentence(),
            ))),
            Err(error) => Err(error.into()),
        }
    }

    /// The fix whose own pull request it is; else, of those that work on what failed there, one that waits for a person,
    /// one that is at work, one that waits behind another, the newest.
    async fn fix_of(&self, said: &Said) -> Result<Option<FixRow>, Fault> {
        let store = &self.operations.store;
        if let Some(owner) = store
            .lineages
            .find_by_pull_request(&said.repository, said.number)
            .await?
        {
            return Ok(Some(store.fixes.get(&owner).await?));
        }
        let filter = FixFilter {
            repository: Some(said.repository.clone()),
            source_pull_request: Some(said.number),
            ..FixFilter::default()
        };
        let fixes = store
            .fixes
            .list(filter, PageRequest::first(MOST_FIXES))
            .await?;
        Ok(fixes
            .items
            .into_iter()
            .min_by_key(|fix| urgency(fix.state.status)))
    }

    async fn host_of(&self, hook: &HookRow) -> Result<std::sync::Arc<dyn GitHost>, Fault> {
        let connection = self
            .operations
            .find_connection(hook.connection.as_str())
            .await?;
        Ok(self.operations.git_account(&connection)?)
    }
}

/// So many fixes of one pull request are looked at: the newest ones.
const MOST_FIXES: u32 = 50;

/// What a comment is about first, when it could be about several fixes.
fn urgency(status: FixStatus) -> u8 {
    match status {
        FixStatus::Reviewing => 0,
        FixStatus::Queued => 2,
        status if status.is_end() => 3,
        _ => 1,
    }
}

/// What the writer is told.
enum Answered {
    /// A reaction says it all.
    Done,
    /// Something that was asked for.
    Said(String),
    /// Why it changed nothing.
    Not(String),
}

impl From<OperationError> for Fault {
    fn from(error: OperationError) -> Self {
        match error.code() {
            Code::StoreUnavailable | Code::TemporalUnavailable | Code::BlobsUnavailable => {
                Self::Later(error.to_string())
            }
            _ => Self::Broken(error.to_string()),
        }
    }
}

impl From<GitHostError> for Fault {
    fn from(error: GitHostError) -> Self {
        if error.kind().is_retryable() {
            Self::Later(error.to_string())
        } else {
            Self::Broken(error.to_string())
        }
    }
}
