//! What messages mean in which status: the table of signals × states, in one pure function.

use std::collections::BTreeMap;

use contract::signals::{
    Approve, Cancel, CauseEvent, DeploymentEvent, PullRequestEvent, PushEvent, Reject, Retry,
};
use domain::{Actor, FixStatus, FixView, Waiting};

#[cfg(test)]
mod tests;

/// So many ids of messages are remembered; a sender repeats one within hours, not after hundreds of others.
const REMEMBERED: usize = 500;

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reception {
    /// It will be acted upon; the sentence says what that means.
    Counts(String),
    /// It changes nothing, for a reason that people are told.
    Ignored(String),
    /// It was there before, and counted then or not.
    Repeated(bool),
}

impl Reception {
    /// The remark that a message leaves which changes nothing.
    pub(super) fn remark(&self) -> Option<&str> {
        match self {
            Self::Ignored(why) => Some(why),
            Self::Counts(_) | Self::Repeated(_) => None,
        }
    }
}

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
    /// Whether the message with this id counted.
    seen: BTreeMap<String, bool>,
    order: Vec<String>,
}

impl Message {
    /// Names a message whose repetitions count once; empty where the sender gave no name.
    fn id(&self) -> &str {
        match self {
            Self::Cancel(Cancel { id, .. })
            | Self::Retry(Retry { id, .. })
            | Self::Approve(Approve { id, .. })
            | Self::Reject(Reject { id, .. }) => id,
            Self::Deployment(event) => &event.delivery,
            Self::PullRequest(event) => &event.delivery,
            Self::Push(event) => &event.delivery,
            Self::Cause(_) => "",
        }
    }
}

impl Mailbox {
    /// Takes a message in.
    pub(super) fn accept(&mut self, view: &FixView, message: Message) -> Reception {
        let id = message.id().to_owned();
        if let Some(counted) = self.seen.get(&id) {
            return Reception::Repeated(*counted);
        }
        let reception = self.judge(view, message);
        self.remember(id, matches!(reception, Reception::Counts(_)));
        reception
    }

    fn judge(&mut self, view: &FixView, message: Message) -> Reception {
        match message {
            Message::Cancel(cancel) => self.cancel(view, cancel),
            Message::Retry(retry) => self.retry(view, retry),
            Message::Approve(Approve { patch, actor, .. }) => self.decide(
                view,
                patch.as_deref(),
                "approve",
                Verdict::Approved { actor },
            ),
            Message::Reject(Reject {
                patch,
                reason,
                actor,
                ..
            }) => self.decide(
                view,
                patch.as_deref(),
                "reject",
                Verdict::Rejected { actor, reason },
            ),
            Message::Deployment(_) => self.event(view, "a deployment"),
            Message::PullRequest(_) => self.event(view, "the pull request"),
            Message::Push(event) => self.push(view, &event),
            Message::Cause(event) => self.cause(view, event),
        }
    }

    fn cancel(&mut self, view: &FixView, cancel: Cancel) -> Reception {
        if view.status.is_end() {
            return Reception::Ignored(format!(
                "cancel by {}: ignored, the fix has already ended",
                cancel.actor
            ));
        }
        if self.cancel.is_some() {
            return Reception::Ignored(format!(
                "cancel by {}: ignored, the fix is already being cancelled",
                cancel.actor
            ));
        }
        self.cancel = Some(cancel);
        Reception::Counts("the fix is being cancelled".to_owned())
    }

    fn retry(&mut self, view: &FixView, retry: Retry) -> Reception {
        match view.status {
            // Pending: the retry is what started this run; whether it counts is known once the past is loaded.
            FixStatus::Pending
            | FixStatus::Failed
            | FixStatus::Reviewing
            | FixStatus::PrCreated => {
                if self.retry.is_some() {
                    return Reception::Ignored(format!(
                        "retry by {}: ignored, another retry is already waiting",
                        retry.actor
                    ));
                }
                self.retry = Some(retry);
                Reception::Counts("another attempt will be made".to_owned())
            }
            FixStatus::Merged | FixStatus::Skipped | FixStatus::Cancelled => {
                Reception::Ignored(format!(
                    "retry by {}: ignored, this run is over; send it again in a moment",
                    retry.actor
                ))
            }
            status => Reception::Ignored(format!(
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
    ) -> Reception {
        let (Verdict::Approved { actor } | Verdict::Rejected { actor, .. }) = &verdict;
        let Some(Waiting::Approval { patch: shown, .. }) = &view.waiting else {
            return Reception::Ignored(format!(
                "{word} by {actor}: ignored, no patch is under review"
            ));
        };
        if let Some(named) = patch.filter(|named| named != shown) {
            return Reception::Ignored(format!(
                "{word} by {actor}: ignored, it names patch {named} but {shown} is under review"
            ));
        }
        if self.verdict.is_some() {
            return Reception::Ignored(format!(
                "{word} by {actor}: ignored, the patch has been decided on"
            ));
        }
        let said = match &verdict {
            Verdict::Approved { .. } => format!("patch {shown} will be published"),
            Verdict::Rejected { .. } => format!("patch {shown} will not be published"),
        };
        self.verdict = Some(verdict);
        Reception::Counts(said)
    }

    fn event(&mut self, view: &FixView, what: &str) -> Reception {
        match view.status {
            FixStatus::PrCreated => {
                self.news = true;
                Reception::Counts(format!("news of {what}: looking again"))
            }
            FixStatus::Queued | FixStatus::Analyzing | FixStatus::Fixing | FixStatus::Reviewing => {
                // A sibling of the failed deployment may have become green.
                self.pushed = true;
                Reception::Counts(format!(
                    "news of {what}: checking whether the fix is needed"
                ))
            }
            status => Reception::Ignored(format!("news of {what}: ignored, the fix is {status}")),
        }
    }

    fn push(&mut self, view: &FixView, event: &PushEvent) -> Reception {
        if view.status.is_end() {
            return Reception::Ignored(format!(
                "a push to {}: ignored, the fix is {}",
                event.branch, view.status
            ));
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
        Reception::Counts(format!("a push to {}: looking again", event.branch))
    }

    /// A leader's end counts while this fix claims or waits; who the leader was is known only once the claim has
    /// answered, so the name is compared later.
    fn cause(&mut self, view: &FixView, event: CauseEvent) -> Reception {
        if !matches!(view.status, FixStatus::Analyzing | FixStatus::Queued) {
            return Reception::Ignored(format!(
                "news of {}: ignored, this fix does not wait for it",
                event.leader
            ));
        }
        let said = format!("{} has ended", event.leader);
        self.cause = Some(event);
        Reception::Counts(said)
    }

    /// Keeps what became of a message; one without an id always is a new one.
    fn remember(&mut self, id: String, counted: bool) {
        if id.is_empty() {
            return;
        }
        self.seen.insert(id.clone(), counted);
        self.order.push(id);
        if self.order.len() > REMEMBERED {
            let oldest = self.order.remove(0);
            self.seen.remove(&oldest);
        }
    }
}
