//! Events of git hosts: told to the fixes whose pull request or branch they are about.

use contract::signals;
use domain::Repository;
use githosts::webhook::{PullRequestEvent, PushEvent};
use store::{DeliveryRow, FixRow, HookRow, StoreError};

use super::{
    Dispatcher,
    outcome::{Fault, Outcome},
};
use crate::engine::Message;

impl Dispatcher {
    pub(super) async fn pull_request(
        &self,
        delivery: &DeliveryRow,
        hook: &HookRow,
        event: PullRequestEvent,
    ) -> Result<Outcome, Fault> {
        let lineages = &self.operations.store.lineages;
        let mut owner = lineages
            .find_by_pull_request(&event.repository, event.number)
            .await?;
        // The pull request's number may reach us before the fix has written it down. Only a branch of the same
        // repository can be ours.
        let own_head = event
            .head_repository
            .as_deref()
            .is_some_and(|head| head.eq_ignore_ascii_case(&event.repository.full_name()));
        if owner.is_none() && own_head {
            owner = lineages
                .find_by_branch(&event.repository, &event.head_branch)
                .await?;
        }
        let Some(owner) = owner else {
            return Ok(Outcome::Ignored(
                "the pull request is none of ours".to_owned(),
            ));
        };
        let fix = self.operations.store.fixes.get(&owner).await?;
        if !self.may_speak_for(hook, &fix).await? {
            return Ok(Outcome::Refused(
                "the repository belongs to another connection than the hook".to_owned(),
            ));
        }
        let message = Message::PullRequest(signals::PullRequestEvent {
            delivery: delivery.id.to_string(),
            number: event.number,
            action: event.action,
        });
        Ok(Outcome::Told(vec![
            self.tell(delivery, &fix, message).await?,
        ]))
    }

    pub(super) async fn push(
        &self,
        delivery: &DeliveryRow,
        hook: &HookRow,
        event: PushEvent,
    ) -> Result<Outcome, Fault> {
        let mut told = Vec::new();
        for fix in self.fixes_on(&event.repository, &event.branch).await? {
            if !self.may_speak_for(hook, &fix).await? {
                continue;
            }
            let message = Message::Push(signals::PushEvent {
                delivery: delivery.id.to_string(),
                branch: event.branch.clone(),
                head: event.after.clone().unwrap_or_default(),
            });
            told.push(self.tell(delivery, &fix, message).await?);
        }
        Ok(if told.is_empty() {
            Outcome::Ignored("no open fix is on this branch".to_owned())
        } else {
            Outcome::Told(told)
        })
    }

    /// Open fixes whose failing branch or fix branch this is.
    async fn fixes_on(&self, repository: &Repository, branch: &str) -> Result<Vec<FixRow>, Fault> {
        self.open_fixes(repository, |fix| {
            fix.state.branch.as_deref() == Some(branch)
                || fix.lineage.branch.as_deref() == Some(branch)
        })
        .await
    }

    /// Whether the hook's connection is the one through which the fix's repository is read and written.
    pub(super) async fn may_speak_for(&self, hook: &HookRow, fix: &FixRow) -> Result<bool, Fault> {
        let Some(subscription) = &fix.state.subscription else {
            return Ok(false);
        };
        match self.operations.store.subscriptions.get(subscription).await {
            Ok(subscription) => Ok(subscription.git_connection == hook.connection),
            Err(StoreError::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}
