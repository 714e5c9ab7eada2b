//! From the outbox to Temporal: what was accepted is started or signalled, at least once, in spite of outages.
//!
//! A delivery whose turn cannot come (Temporal or the database is away) waits, however long. One that cannot be
//! carried out at all is given up after a bounded number of tries, with its reason.

mod comment;
mod deployment;
mod git;
mod open;
mod outcome;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use contract::polled::Polled;
use domain::{DeliveryId, DeploymentState};
use futures::{StreamExt, stream};
use githosts::webhook::CommentEvent;
use jiff::Timestamp;
use platforms::webhook::DeploymentEvent;
use store::{DeliveryRow, HookRow, HookStatus, Provider, SubscriptionFilter};
use tokio_util::sync::CancellationToken;

use crate::{
    Operations,
    intake::{News, Source},
};
use outcome::{Fault, Outcome};

#[cfg(test)]
mod tests;

/// How the dispatcher works.
#[derive(Debug, Clone, Copy)]
pub struct DispatchOptions {
    /// Longest time between two looks into the outbox; a new delivery wakes it at once.
    pub poll: Duration,
    /// How long a claimed delivery is ours.
    pub lease: Duration,
    /// Deliveries taken at once.
    pub batch: u32,
    /// First delay of a delivery that has to wait; it doubles.
    pub first_delay: Duration,
    /// Longest delay.
    pub longest_delay: Duration,
    /// A delivery that cannot be carried out is given up after so many tries.
    pub most_tries: u32,
}

impl Default for DispatchOptions {
    fn default() -> Self {
        Self {
            poll: Duration::from_secs(2),
            lease: Duration::from_secs(60),
            batch: 32,
            first_delay: Duration::from_millis(250),
            longest_delay: Duration::from_secs(30),
            most_tries: 10,
        }
    }
}

/// The dispatcher. Several may run against one database: leases keep them apart.
pub struct Dispatcher {
    operations: Arc<Operations>,
    options: DispatchOptions,
    /// Failed tries that were the delivery's own fault, as this process saw them. Tries during an outage do not count,
    /// so the row's own counter cannot be used.
    strikes: Mutex<HashMap<DeliveryId, u32>>,
}

impl Dispatcher {
    /// A dispatcher over these operations.
    #[must_use]
    pub fn new(operations: Arc<Operations>, options: DispatchOptions) -> Self {
        Self {
            operations,
            options,
            strikes: Mutex::new(HashMap::new()),
        }
    }

    /// Works until it is told to stop; finishes what it has claimed.
    pub async fn run(&self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let idle = match self.dispatch_due().await {
                Ok(0) => true,
                Ok(_) => false,
                Err(error) => {
                    tracing::warn!(error = %error, "the outbox cannot be read; trying again");
                    true
                }
            };
            if idle {
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = self.operations.wake.notified() => {}
                    () = tokio::time::sleep(self.options.poll) => {}
                }
            }
        }
    }

    /// Takes what is due, once; says how many deliveries that were.
    ///
    /// # Errors
    /// When the outbox cannot be read.
    pub async fn dispatch_due(&self) -> Result<usize, store::StoreError> {
        let due = self
            .operations
            .store
            .deliveries
            .claim(self.options.batch, self.options.lease, Timestamp::now())
            .await?;
        let count = due.len();
        stream::iter(due)
            .for_each_concurrent(8, |delivery| self.take(delivery))
            .await;
        Ok(count)
    }

    async fn take(&self, delivery: DeliveryRow) {
        // A try that outlives its lease would race with the next one.
        let result = tokio::time::timeout(self.options.lease / 2, self.carry_out(&delivery))
            .await
            .unwrap_or_else(|_| Err(Fault::Later("it took too long".to_owned())));
        let deliveries = &self.operations.store.deliveries;
        let now = Timestamp::now();
        let written = match self.judge(&delivery, result) {
            Ok(outcome) => {
                tracing::info!(delivery.id = %delivery.id, outcome = %outcome, "delivery processed");
                deliveries.mark_processed(&delivery.id, &outcome, now).await
            }
            Err(error) => {
                tracing::warn!(delivery.id = %delivery.id, delivery.tries = delivery.tries, error = %error, "delivery has to wait");
                deliveries
                    .mark_failed(
                        &delivery.id,
                        delivery.tries,
                        &error,
                        now + self.delay(delivery.tries),
                    )
                    .await
            }
        };
        if let Err(error) = written {
            // The lease runs out, and the delivery is taken again: every step of it may be repeated.
            tracing::warn!(delivery.id = %delivery.id, error = %error, "the delivery's fate could not be written");
        }
    }

    /// The outcome to write, or why the delivery waits.
    fn judge(
        &self,
        delivery: &DeliveryRow,
        result: Result<Outcome, Fault>,
    ) -> Result<String, String> {
        let mut strikes = self.strikes.lock().unwrap_or_else(PoisonError::into_inner);
        match result {
            Ok(outcome) => {
                strikes.remove(&delivery.id);
                Ok(outcome.to_string())
            }
            Err(Fault::Later(why)) => Err(why),
            Err(Fault::Broken(why)) => {
                let count = strikes.entry(delivery.id.clone()).or_default();
                *count += 1;
                if *count >= self.options.most_tries {
                    strikes.remove(&delivery.id);
                    tracing::error!(delivery.id = %delivery.id, error = %why, "delivery given up");
                    return Ok(format!("given up: {why}"));
                }
                Err(why)
            }
        }
    }

    fn delay(&self, tries: u32) -> Duration {
        let doubled = self
            .options
            .first_delay
            .saturating_mul(2_u32.saturating_pow(tries.saturating_sub(1).min(20)));
        doubled.min(self.options.longest_delay)
    }

    /// What a poll found before it was ended still counts: it may have waited for Temporal since.
    async fn of_ended_polls(
        &self,
        delivery: &DeliveryRow,
        provider: Provider,
        body: &[u8],
    ) -> Result<Option<HookRow>, Fault> {
        let subscriptions = &self.operations.store.subscriptions;
        let connection = match (serde_json::from_slice(body), provider) {
            (Ok(Polled::Deployment { project, .. }), Provider::Platform(platform)) => subscriptions
                .find_active(platform, &project)
                .await?
                .map(|found| found.platform_connection),
            (Ok(Polled::Comment { repository, .. }), Provider::GitHost(_)) => {
                let filter = SubscriptionFilter {
                    repository: Some(repository),
                    ..SubscriptionFilter::default()
                };
                let found = subscriptions.list(filter).await?;
                found.into_iter().next().map(|found| found.git_connection)
            }
            _ => None,
        };
        Ok(connection.map(|connection| HookRow {
            id: delivery.hook.clone(),
            provider,
            connection,
            status: HookStatus::Poll,
            remote_id: None,
            target: None,
            secret: None,
            previous_secret: None,
            previous_until: None,
            created_at: delivery.received_at,
        }))
    }

    async fn carry_out(&self, delivery: &DeliveryRow) -> Result<Outcome, Fault> {
        let Some(body) = &delivery.body else {
            return Ok(Outcome::Ignored("it was processed before".to_owned()));
        };
        let provider: Provider = delivery.source.parse().map_err(Fault::Broken)?;
        let headers = delivery
            .headers
            .iter()
            .filter_map(|(name, value)| Some((name.parse().ok()?, value.parse().ok()?)))
            .collect();
        let hook = match self.operations.store.hooks.find(&delivery.hook).await? {
            Some(hook) => hook,
            None => match self.of_ended_polls(delivery, provider, body).await? {
                Some(hook) => hook,
                None => return Ok(Outcome::Refused("its hook has been removed".to_owned())),
            },
        };
        let news = match hook.status {
            HookStatus::Poll => polled(body)?,
            HookStatus::Active | HookStatus::Disabled => Source::of(provider)
                .parse(&headers, body)
                .map_err(Fault::Broken)?,
        };
        match news {
            News::DeploymentFailed(event) => self.deployment_failed(delivery, &hook, event).await,
            News::DeploymentFinished(event) => {
                self.deployment_finished(delivery, &hook, event).await
            }
            News::PullRequest(event) => self.pull_request(delivery, &hook, event).await,
            News::Push(event) => self.push(delivery, &hook, event).await,
            News::Comment(event) => self.comment(delivery, &hook, said(event)).await,
            News::Ignored { kind } => Ok(Outcome::Ignored(format!("no use for `{kind}`"))),
        }
    }
}

fn said(event: CommentEvent) -> comment::Said {
    comment::Said {
        repository: event.repository,
        number: event.number,
        comment: event.comment,
        author: event.author,
        by_bot: event.author_is_bot,
        body: event.body,
    }
}

/// What our own poll wrote.
fn polled(body: &[u8]) -> Result<News, Fault> {
    let polled: Polled =
        serde_json::from_slice(body).map_err(|error| Fault::Broken(error.to_string()))?;
    Ok(match polled {
        Polled::Deployment {
            deployment,
            project,
            state,
            branch,
            commit,
            created_at,
        } => {
            let event = DeploymentEvent {
                deployment,
                project: Some(project),
                team: None,
                state,
                branch,
                commit,
                created_at: Some(created_at),
            };
            if state == DeploymentState::Failed {
                News::DeploymentFailed(event)
            } else {
                News::DeploymentFinished(event)
            }
        }
        Polled::Comment {
            repository,
            number,
            comment,
            author,
            body,
        } => News::Comment(CommentEvent {
            repository,
            action: "created".to_owned(),
            number,
            comment,
            body,
            author,
            author_is_bot: false,
            association: None,
            created_at: None,
        }),
    })
}
