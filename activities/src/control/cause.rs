//! Claims on root causes, and waking those who wait.

use std::sync::Arc;

use contract::{
    activities::cause::{CauseKey, Claim, ClaimCause, ReleaseCause, ReleaseInput},
    signals::{CAUSE_EVENT, CauseEvent},
};
use domain::{FixId, Leader};
use store::GrantedAttempt;
use temporalio_macros::activities;
use temporalio_sdk::activities::{ActivityContext, ActivityError};

use super::{
    ports::{Ports, now},
    signal::signal,
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

impl CauseActivities {
    async fn claim_cause(&self, key: CauseKey) -> Outcome<Claim> {
        let store = &self.ports.store;
        let cause = cause_key(&key);
        match store.root_causes.claim(&cause, &key.fix, now()).await? {
            store::Claim::Held { leader } => {
                let row = store.fixes.get(&leader).await?;
                let leader = Leader {
                    fix: leader,
                    workflow_id: row.workflow_id,
                    pull_request: row.state.pull_request,
                };
                Ok(Claim::Held { leader })
            }
            store::Claim::Acquired => {
                if let Some((ordinal, actor)) = key.granted_by {
                    let grant = GrantedAttempt {
                        key: format!("{}:{ordinal}", key.fix),
                        fix: key.fix.clone(),
                        actor,
                        at: now(),
                    };
                    store.root_causes.grant_attempt(&cause.id(), grant).await?;
                }
                let row = store.root_causes.get(&cause.id()).await?;
                Ok(Claim::Acquired {
                    attempts: row.attempts,
                    granted: row.granted,
                })
            }
        }
    }

    async fn release_cause(&self, input: ReleaseInput) -> Outcome<()> {
        let store = &self.ports.store;
        let cause = cause_key(&input.key).id();
        let fix = &input.key.fix;
        if input.reason.hands_over() {
            let next = store
                .root_causes
                .hand_over(&cause, fix, input.reason, now())
                .await?;
            return match next {
                Some(next) if next != *fix => self.tell(&next, &input, true).await,
                _ => Ok(()),
            };
        }
        let release = store
            .root_causes
            .release(&cause, fix, input.reason, now())
            .await?;
        for follower in &release.followers {
            self.tell(follower, &input, false).await?;
            store.root_causes.detach(&cause, follower).await?;
        }
        Ok(())
    }

    /// Tells a follower. One that is gone has nothing to hear.
    async fn tell(&self, follower: &FixId, input: &ReleaseInput, lead: bool) -> Outcome<()> {
        let row = self.ports.store.fixes.get(follower).await?;
        let event = CauseEvent {
            leader: input.key.fix.clone(),
            reason: input.reason,
            pull_request: input.pull_request.clone(),
            lead,
        };
        signal(&self.ports.temporal, &row.workflow_id, CAUSE_EVENT, &event).await
    }
}
