//! What differs between two looks at a fix.

use domain::{AttemptOutcome, AttemptView, EndReason, Entry, FixStatus, PullRequestLink};
use serde::Serialize;

use super::{
    details::{FixDetails, ViewSource},
    steps::{progress_text, step_name},
};
use crate::engine::PendingActivity;

#[cfg(test)]
mod tests;

/// News of a fix.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// The first look.
    Seen {
        /// The fix as it was then.
        fix: Box<FixDetails>,
    },
    /// It has another status.
    Status {
        /// The status.
        status: FixStatus,
        /// Why it ended.
        reason: Option<EndReason>,
        /// A sentence.
        detail: String,
    },
    /// Another sentence about the same status.
    Detail {
        /// The sentence.
        detail: String,
    },
    /// Something happened.
    Happened {
        /// When, in Unix milliseconds.
        at: i64,
        /// What.
        text: String,
    },
    /// A message that changed nothing, or another remark.
    Note {
        /// When, in Unix milliseconds.
        at: i64,
        /// What.
        text: String,
    },
    /// A step began, is tried again, or says how far it is.
    Step {
        /// The activity's name on the wire.
        name: String,
        /// The step in words.
        step: String,
        /// Which try.
        attempt: u32,
        /// Why the last try failed.
        failure: Option<String>,
        /// How far it is.
        progress: Option<String>,
    },
    /// An attempt began or ended.
    Attempt {
        /// Its number.
        number: u32,
        /// How it stands.
        outcome: AttemptOutcome,
        /// A sentence.
        detail: String,
    },
    /// The pull request is new, or has another state or head.
    PullRequest {
        /// It.
        pull_request: PullRequestLink,
    },
    /// The view comes from elsewhere now.
    Source {
        /// Where from.
        source: ViewSource,
    },
}

/// What is new since `before`, oldest first. Without a `before` that is the whole fix.
pub(super) fn changes(before: Option<&FixDetails>, now: &FixDetails) -> Vec<Change> {
    let Some(before) = before else {
        return vec![Change::Seen {
            fix: Box::new(now.clone()),
        }];
    };
    let mut news = Vec::new();
    if before.source != now.source {
        news.push(Change::Source {
            source: now.source.clone(),
        });
    }
    let (old, new) = (&before.view, &now.view);
    news.extend(
        entries(&old.timeline, &new.timeline).map(|e| Change::Happened {
            at: e.at,
            text: e.text.clone(),
        }),
    );
    news.extend(entries(&old.notes, &new.notes).map(|e| Change::Note {
        at: e.at,
        text: e.text.clone(),
    }));
    news.extend(
        new.attempts
            .iter()
            .filter(|attempt| !known(&old.attempts, attempt))
            .map(|attempt| Change::Attempt {
                number: attempt.number,
                outcome: attempt.outcome,
                detail: attempt.detail.clone(),
            }),
    );
    if let Some(pull_request) = &new.pull_request
        && old.pull_request.as_ref() != Some(pull_request)
    {
        news.push(Change::PullRequest {
            pull_request: pull_request.clone(),
        });
    }
    if (old.status, old.reason) != (new.status, new.reason) {
        news.push(Change::Status {
            status: new.status,
            reason: new.reason,
            detail: new.detail.clone(),
        });
    } else if old.detail != new.detail {
        news.push(Change::Detail {
            detail: new.detail.clone(),
        });
    }
    let was: &[PendingActivity] = before
        .run
        .as_ref()
        .map(|run| run.activities.as_slice())
        .unwrap_or_default();
    let is: &[PendingActivity] = now
        .run
        .as_ref()
        .map(|run| run.activities.as_slice())
        .unwrap_or_default();
    news.extend(
        is.iter()
            .filter(|activity| differs(was, activity))
            .map(step),
    );
    news
}

fn step(activity: &PendingActivity) -> Change {
    Change::Step {
        name: activity.name.clone(),
        step: step_name(&activity.name),
        attempt: activity.attempt,
        failure: activity
            .last_failure
            .as_ref()
            .map(|failure| format!("{}: {}", failure.kind, failure.message)),
        progress: activity.progress.as_ref().and_then(progress_text),
    }
}

/// A worker's taking it over is no news; a try, a failure and progress are.
fn differs(was: &[PendingActivity], activity: &PendingActivity) -> bool {
    !was.iter().any(|old| {
        old.id == activity.id
            && old.name == activity.name
            && old.attempt == activity.attempt
            && old.last_failure == activity.last_failure
            && old.progress == activity.progress
    })
}

fn known(old: &[AttemptView], attempt: &AttemptView) -> bool {
    old.iter().any(|a| {
        a.number == attempt.number && a.outcome == attempt.outcome && a.detail == attempt.detail
    })
}

/// The entries after the last one known; lists are bounded, so the oldest of them may be gone.
fn entries<'a>(old: &[Entry], new: &'a [Entry]) -> impl Iterator<Item = &'a Entry> {
    let seen = old
        .last()
        .and_then(|last| new.iter().rposition(|entry| entry == last))
        .map_or(0, |at| at + 1);
    new[seen..].iter()
}
