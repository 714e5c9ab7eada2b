//! Looks that are made again and again: at platforms and comments without webhooks, and at what is stored.

use std::{sync::Arc, time::Duration};

use contract::activities::standing::{
    Day, PollComments, PollDeployments, PollLook, ReconcileFixes, ReconcileLook,
};
use temporalio_macros::activities;
use temporalio_sdk::activities::{ActivityContext, ActivityError};

use super::ports::{Ports, now};
use crate::{
    failure::{Failure, Outcome},
    poll::Schedule,
};

/// The group.
pub struct StandingActivities {
    /// Its ports.
    pub ports: Arc<Ports>,
}

/// What one look came to.
pub(super) enum Look {
    /// Look again after the usual time, or a longer one.
    Again { after: Duration },
    /// Nothing is left to look at.
    Last { why: String },
}

#[activities]
impl StandingActivities {
    #[activity(definition = PollDeployments)]
    pub async fn deployments(
        self: Arc<Self>,
        _: ActivityContext,
        input: PollLook,
    ) -> Result<Day, ActivityError> {
        let look = self.ports.look_at_deployments(&input.connection).await?;
        Ok(self.next(look, input.since, self.ports.windows.poll)?)
    }

    #[activity(definition = PollComments)]
    pub async fn comments(
        self: Arc<Self>,
        _: ActivityContext,
        input: PollLook,
    ) -> Result<Day, ActivityError> {
        let look = self.ports.look_at_comments(&input.connection).await?;
        Ok(self.next(look, input.since, self.ports.windows.poll)?)
    }

    #[activity(definition = ReconcileFixes)]
    pub async fn reconcile(
        self: Arc<Self>,
        _: ActivityContext,
        input: ReconcileLook,
    ) -> Result<Day, ActivityError> {
        self.ports.reconcile().await?;
        let look = Look::Again {
            after: Duration::ZERO,
        };
        Ok(self.next(look, input.since, self.ports.windows.reconcile)?)
    }
}

impl StandingActivities {
    /// The end of the day, or the failure that lets Temporal look again.
    fn next(&self, look: Look, since: i64, interval: u64) -> Outcome<Day> {
        let after = match look {
            Look::Last { why } => return Ok(Day::Last { why }),
            Look::Again { after } => after.max(Duration::from_millis(interval)),
        };
        let interval = u64::try_from(after.as_millis()).unwrap_or(u64::MAX);
        let schedule = Schedule {
            first: interval,
            most: interval,
            deadline: since.saturating_add_unsigned(self.ports.windows.renew),
        };
        match schedule.next(1, now().as_millisecond()) {
            Some(delay) => Err(Failure::still_open("looking again", delay)),
            None => Ok(Day::Over),
        }
    }
}
