//! Looking for comments that address regreen, where a repository sends no webhooks.

use std::{collections::BTreeSet, time::Duration};

use contract::polled::Polled;
use domain::{ConnectionId, FixStatus, Repository};
use jiff::{SignedDuration, Timestamp};
use store::{FixFilter, FixRow, HookRow, HookStatus, PageRequest, StoreError};

use super::{
    ports::{Ports, now},
    standing::Look,
};
use crate::failure::Outcome;

/// Statuses in which a person can steer a fix by words.
const STEERABLE: [FixStatus; 8] = [
    FixStatus::Queued,
    FixStatus::Analyzing,
    FixStatus::Fixing,
    FixStatus::Reviewing,
    FixStatus::PrCreated,
    FixStatus::Failed,
    FixStatus::Skipped,
    FixStatus::Cancelled,
];

/// Pull requests that are looked at in one pass: those of the newest fixes.
const MOST_PULL_REQUESTS: usize = 300;

/// A git host's hourly allowance must be left for the work itself: so long for each pull request.
const EACH: Duration = Duration::from_secs(2);

/// Clocks differ, and a comment may show late.
const OVERLAP: SignedDuration = SignedDuration::from_mins(5);

/// A fix rests no longer than this.
const OLDEST: SignedDuration = SignedDuration::from_hours(24 * 60);

impl Ports {
    /// One look at the pull requests of a connection's fixes.
    pub(super) async fn look_at_comments(&self, connection: &ConnectionId) -> Outcome<Look> {
        let hook = match self.poll_hook(connection).await? {
            Ok(hook) => hook,
            Err(why) => return Ok(Look::Last { why }),
        };
        let begun = now();
        let key = format!("poll:{connection}");
        let last = self.store.settings.find(&key).await?;
        let last = last
            .and_then(|value| value.as_i64())
            .and_then(|at| Timestamp::from_millisecond(at).ok());
        // What was said before the polls began was heard otherwise, or by nobody.
        let since = last.map_or(hook.created_at, |last| {
            (last - OVERLAP).max(hook.created_at)
        });
        let places = self.steerable(connection).await?;
        let mut complete = true;
        for (fix, repository, number) in &places {
            if let Err(failure) = self
                .look_at_pull_request(&hook, fix, repository, *number, since)
                .await
            {
                tracing::warn!(repository = %repository, number, failure = ?failure, "comments could not be looked at");
                // What is gone for good must not hold the others' place.
                complete &= !failure.kind().is_retryable();
            }
        }
        if complete {
            let at = begun.as_millisecond().into();
            self.store.settings.put(&key, at, begun).await?;
        }
        let after = EACH.saturating_mul(u32::try_from(places.len()).unwrap_or(u32::MAX));
        // A handful is looked at as often as configured.
        let after = if places.len() <= 10 {
            Duration::ZERO
        } else {
            after
        };
        Ok(Look::Again { after })
    }

    /// The pull requests on which people may steer fixes, each once, where no hook tells of comments.
    async fn steerable(
        &self,
        connection: &ConnectionId,
    ) -> Outcome<Vec<(FixRow, Repository, u64)>> {
        let hooks = self.store.hooks.by_connection(connection).await?;
        let told: BTreeSet<String> = hooks
            .into_iter()
            .filter(|hook| hook.status == HookStatus::Active)
            .filter_map(|hook| hook.target)
            .collect();
        let filter = FixFilter {
            statuses: STEERABLE.to_vec(),
            since: Some(now() - OLDEST),
            ..FixFilter::default()
        };
        let mut page = PageRequest::first(PageRequest::MOST);
        let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
        loop {
            let fixes = self.store.fixes.list(filter.clone(), page).await?;
            for row in fixes.items {
                let Some(repository) = row.state.repository.clone() else {
                    continue;
                };
                if told.contains(&repository.to_string()) || !self.is_of(&row, connection).await? {
                    continue;
                }
                for number in numbers(&row) {
                    if found.len() < MOST_PULL_REQUESTS
                        && seen.insert((repository.to_string(), number))
                    {
                        found.push((row.clone(), repository.clone(), number));
                    }
                }
            }
            match fixes.next {
                Some(next) if found.len() < MOST_PULL_REQUESTS => {
                    page = PageRequest {
                        limit: PageRequest::MOST,
                        after: Some(next),
                    };
                }
                _ => return Ok(found),
            }
        }
    }

    /// Whether a fix writes through this connection.
    async fn is_of(&self, row: &FixRow, connection: &ConnectionId) -> Outcome<bool> {
        let Some(subscription) = &row.state.subscription else {
            return Ok(false);
        };
        match self.store.subscriptions.get(subscription).await {
            Ok(subscription) => Ok(subscription.git_connection == *connection),
            Err(StoreError::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    async fn look_at_pull_request(
        &self,
        hook: &HookRow,
        fix: &FixRow,
        repository: &Repository,
        number: u64,
        since: Timestamp,
    ) -> Outcome<()> {
        let Some(subscription) = &fix.state.subscription else {
            return Ok(());
        };
        let git = self.git(subscription).await?;
        let since = since.max(fix.created_at).as_millisecond();
        let comments = git.host.comments_since(repository, number, since).await?;
        for comment in comments {
            if comment.author_is_bot || !contract::commands::addresses_us(&comment.body) {
                continue;
            }
            let polled = Polled::Comment {
                repository: repository.clone(),
                number,
                comment: comment.id,
                author: comment.author,
                body: comment.body,
            };
            self.deliver_polled(hook, &polled).await?;
        }
        Ok(())
    }
}

/// The fix's own pull request, and the one whose deployment failed.
fn numbers(row: &FixRow) -> Vec<u64> {
    let own = row.state.pull_request.as_ref().map(|link| link.number);
    own.into_iter()
        .chain(row.state.source_pull_request)
        .collect()
}
