//! What messages mean in which status: the table of signals × states, in one pure function.

use std::collections::BTreeSet;

use contract::signals::{
    Approve, Cancel, CauseEvent, DeploymentEvent, PullRequestEvent, PushEvent, Reject, Retry,
};
use domain::{Actor, FixStatus, FixView, Waiting};

#[cfg(test)]
mod tests;

/// So many delivery ids are remembered; a platform repeats a delivery within hours, not after hundreds of others.
const REMEMBERED_DELIVERIES: usize = 500;

/// A message as it arrived.
#[derive(Debug, Clone)]
pub(super) enum Message {
    Cancel(Cancel),
    Retry(Retry),
    Approve(Approve),
    Reject(Reject),
    Deployment(DeploymentEvent),
    PullRequest(PullRequestEvent),
    Push(PushEvent),
    Cause(CauseEvent),
}

/// A person's decision on a patch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    Approved { actor: Actor },
    Rejected { actor: Actor, reason: String },
}

/// Messages that count and wait to be acted upon.
#[derive(Debug, Default)]
pub(super) struct Mailbox {
    pub(super) cancel: Option<Cancel>,
    pub(super) retry: Option<Retry>,
    pub(super) verdict: Option<Verdict>,
    pub(super) cause: Option<CauseEvent>,
    /// Something happened to the pull request, its branch or its preview: look again.
    pub(super) news: bool,
    /// Somebody pushed to the failing branch: check whether the fix is superseded.
    pub(super) pushed: bool,
    seen: BTreeSet<String>,
    order: Vec<String>,
}

impl Mailbox {
    /// Takes a message in. Returns a remark for people when it changes nothing.
    pub(super) fn accept(&mut self, view: &FixView, message: Message) -> Option<String> {
        match message {
            Message::Cancel(cancel) => self.cancel(view, cancel),
            Message::Retry(retry) => self.retry(view, retry),
            Message::Approve(Approve { patch, actor }) => self.decide(
                view,
                patch.as_deref(),
                "approve",
                Verdict::Approved { actor },
            ),
            Message::Reject(Reject {
                patch,
                reason,
                actor,
            }) => self.decide(
                view,
                patch.as_deref(),
                "reject",
                Verdict::Rejected { actor, reason },
            ),
            Message::Deployment(event) => self.event(view, &event.delivery, "a deployment"),
            Message::PullRequest(event) => self.event(view, &event.delivery, "the pull request"),
            Message::Push(event) => {
                if !self.is_new(&event.delivery) {
                    return None;
                }
                let on_fix_branch = view
                    .pull_request
                    .as_ref()
                    .is_some_and(|link| link.branch == event.branch);
                if on_fix_branch {
                    self.news = true;
                } else {
                    self.pushed = true;
                }
                None
            }
            Message::Cause(event) => self.cause(view, event),
        }
    }

    fn cancel(&mut self, view: &FixView, cancel: Cancel) -> Option<String> {
        if view.status.is_end() {
            return Some(format!(
                "cancel by {}: ignored, the fix has already ended",
                cancel.actor
            ));
        }
        if self.cancel.is_some() {
            return Some(format!(
                "cancel by {}: ignored, the fix is already being cancelled",
                cancel.actor
            ));
        }
        self.cancel = Some(cancel);
        None
    }

    fn retry(&mut self, view: &FixView, retry: Retry) -> Option<String> {
        match view.status {
            // Pending: the retry is what started this run; whether it counts is known once the past is loaded.
            FixStatus::Pending
            | FixStatus::Failed
            | FixStatus::Reviewing
            | FixStatus::PrCreated => {
                if self.retry.is_some() {
                    return Some(format!(
                        "retry by {}: ignored, another retry is already waiting",
                        retry.actor
                    ));
                }
                self.retry = Some(retry);
                None
            }
            FixStatus::Merged | FixStatus::Skipped | FixStatus::Cancelled => Some(format!(
                "retry by {}: ignored, this run is over; send it again in a moment",
                retry.actor
            )),
            status => Some(format!(
                "retry by {}: ignored, the fix is {status} and busy already",
                retry.actor
            )),
        }
    }

    fn decide(
        &mut self,
        view: &FixView,
        patch: Option<&str>,
        word: &str,
        verdict: Verdict,
    ) -> Option<String> {
        let (Verdict::Approved { actor } | Verdict::Rejected { actor, .. }) = &verdict;
        let Some(Waiting::Approval { patch: shown, .. }) = &view.waiting else {
            return Some(format!(
                "{word} by {actor}: ignored, no patch is under review"
            ));
        };
        if patch.is_some_and(|named| named != shown) {
            let named = patch.unwrap_or_default();
            return Some(format!(
                "{word} by {actor}: ignored, it names patch {named} but {shown} is under review"
            ));
        }
        if self.verdict.is_some() {
            return Some(format!(
                "{word} by {actor}: ignored, the patch has been decided on"
            ));
        }
        self.verdict = Some(verdict);
        None
    }

    fn event(&mut self, view: &FixView, delivery: &str, what: &str) -> Option<String> {
        if !self.is_new(delivery) {
            return None;
        }
        match view.status {
            FixStatus::PrCreated => {
                self.news = true;
                None
            }
            FixStatus::Queued | FixStatus::Analyzing | FixStatus::Fixing | FixStatus::Reviewing => {
                // A sibling of the failed deployment may have become green.
                self.pushed = true;
                None
            }
            status => Some(format!("news of {what}: ignored, the fix is {status}")),
        }
    }

    /// A leader's end counts while this fix claims or waits; who the leader was is known only once the claim has
    /// answered, so the name is compared later.
    fn cause(&mut self, view: &FixView, event: CauseEvent) -> Option<String> {
        if !matches!(view.status, FixStatus::Analyzing | FixStatus::Queued) {
            return Some(format!(
                "news of {}: ignored, this fix does not wait for it",
                event.leader
            ));
        }
        self.cause = Some(event);
        None
    }

    /// Whether a delivery is seen for the first time; one without an id always is.
    fn is_new(&mut self, delivery: &str) -> bool {
        if delivery.is_empty() {
            return true;
        }
        if !self.seen.insert(delivery.to_owned()) {
            return false;
        }
        self.order.push(delivery.to_owned());
        if self.order.len() > REMEMBERED_DELIVERIES {
            let oldest = self.order.remove(0);
            self.seen.remove(&oldest);
        }
        true
    }
}
