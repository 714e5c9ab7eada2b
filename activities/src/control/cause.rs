//! Claims on root causes, and waking those who wait.

use std::sync::Arc;

use contract::{
    activities::cause::{CauseKey, Claim, ClaimCause, ReleaseCause, ReleaseInput},
    signals::{CAUSE_EVENT, CauseEvent},
};
use domain::{EndReason, FixId, Leader, PullRequestLink};
use store::{CauseId, GrantedAttempt};
use temporalio_macros::activities;
use temporalio_sdk::activities::{ActivityContext, ActivityError};

use super::{
    ports::{Ports, now},
    signal::{is_open, signal},
};
use crate::failure::Outcome;

/// The group.
pub struct CauseActivities {
    /// Its ports.
    pub ports: Arc<Ports>,
}

/// The store's name for a root cause.
pub(super) fn cause_key(key: &CauseKey) -> store::CauseKey {
    store::CauseKey {
        repository: key.repository.clone(),
        base_branch: key.branch.clone(),
        root_directory: key.root_directory.clone(),
        fingerprint: key.fingerprint.clone(),
    }
}

#[activities]
impl CauseActivities {
    #[activity(definition = ClaimCause)]
    pub async fn claim(
        self: Arc<Self>,
        _: ActivityContext,
        key: CauseKey,
    ) -> Result<Claim, ActivityError> {
        Ok(self.claim_cause(key).await?)
    }

    #[activity(definition = ReleaseCause)]
    pub async fn release(
        self: Arc<Self>,
        _: ActivityContext,
        input: ReleaseInput,
    ) -> Result<(), ActivityError> {
        Ok(self.release_cause(input).await?)
    }
}

/// What those who wait are told.
struct News<'a> {
    leader: &'a FixId,
    reason: EndReason,
    pull_request: Option<PullRequestLink>,
}

impl CauseActivities {
    async fn claim_cause(&self, key: CauseKey) -> Outcome<Claim> {
        let store = &self.ports.store;
        let cause = cause_key(&key);
        loop {
            let leader = match store.root_causes.claim(&cause, &key.fix, now()).await? {
                store::Claim::Acquired => return self.lead(&cause.id(), key).await,
                store::Claim::Held { leader } => leader,
            };
            let row = store.fixes.get(&leader).await?;
            if is_open(&self.ports.temporal, &row.workflow_id).await? {
                let leader = Leader {
                    fix: leader,
                    workflow_id: row.workflow_id,
                    pull_request: row.state.pull_request,
                };
                return Ok(Claim::Held { leader });
            }
            self.take_from(&cause.id(), &leader).await?;
        }
    }

    /// A leader that was terminated, or could not release, owns nothing any more.
    pub(super) async fn take_from(&self, cause: &CauseId, leader: &FixId) -> Outcome<()> {
        let news = News {
            leader,
            reason: EndReason::Internal,
            pull_request: None,
        };
        self.hand_over(cause, &news).await
    }

    async fn lead(&self, cause: &CauseId, key: CauseKey) -> Outcome<Claim> {
        let causes = &self.ports.store.root_causes;
        if let Some((ordinal, actor)) = key.granted_by {
            let grant = GrantedAttempt {
                key: format!("{}:{ordinal}", key.fix),
                fix: key.fix.clone(),
                actor,
                at: now(),
            };
            causes.grant_attempt(cause, grant).await?;
        }
        let row = causes.get(cause).await?;
        Ok(Claim::Acquired {
            attempts: row.attempts,
            granted: row.granted,
        })
    }

    async fn release_cause(&self, input: ReleaseInput) -> Outcome<()> {
        let causes = &self.ports.store.root_causes;
        let cause = cause_key(&input.key).id();
        let fix = &input.key.fix;
        let news = News {
            leader: fix,
            reason: input.reason,
            pull_request: input.pull_request.clone(),
        };
        if !input.led {
            // It only waited; but the cause may have been handed to it while it ended.
            causes.detach(&cause, fix).await?;
            return match causes.get(&cause).await {
                Ok(row) if row.holder.as_ref() == Some(fix) => self.hand_over(&cause, &news).await,
                Ok(_) | Err(store::StoreError::NotFound { .. }) => Ok(()),
                Err(error) => Err(error.into()),
            };
        }
        if input.reason.hands_over() {
            return self.hand_over(&cause, &news).await;
        }
        let release = causes.release(&cause, fix, input.reason, now()).await?;
        for follower in &release.followers {
            self.tell(follower, &news, false).await?;
            causes.detach(&cause, follower).await?;
        }
        Ok(())
    }

    /// Gives the cause to the oldest follower that still runs, and lets the others follow that one.
    async fn hand_over(&self, cause: &CauseId, news: &News<'_>) -> Outcome<()> {
        let causes = &self.ports.store.root_causes;
        let mut holder = news.leader.clone();
        loop {
            let next = causes.hand_over(cause, &holder, news.reason, now()).await?;
            let Some(next) = next.filter(|next| *next != holder) else {
                return Ok(());
            };
            if self.tell(&next, news, true).await? {
                break;
            }
            holder = next;
        }
        for follower in causes.followers(cause).await? {
            self.tell(&follower, news, false).await?;
        }
        Ok(())
    }

    /// Tells a follower; says whether anybody heard it.
    async fn tell(&self, follower: &FixId, news: &News<'_>, lead: bool) -> Outcome<bool> {
        let row = self.ports.store.fixes.get(follower).await?;
        let event = CauseEvent {
            leader: news.leader.clone(),
            reason: news.reason,
            pull_request: news.pull_request.clone(),
            lead,
        };
        signal(&self.ports.temporal, &row.workflow_id, CAUSE_EVENT, &event).await
    }
}
