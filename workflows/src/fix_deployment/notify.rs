//! Alerts: told by workflows of their own, so that a receiver who is away holds nothing up.

use contract::start::AlertInput;
use domain::{AlertEvent, EndReason, FixStatus};
use temporalio_workflow::{ChildWorkflowOptions, ParentClosePolicy};

use super::{end::End, run::Run};
use crate::deliver_alert::DeliverAlert;

/// Channels that are told at most.
const MOST_CHANNELS: usize = 20;

/// Tells the subscription's channels. What cannot even be started is noted, and costs the fix nothing.
pub(super) async fn notify(run: &Run<'_>, event: AlertEvent) {
    let view = run.view_copy();
    let attempt = view.last_attempt().map_or(0, |attempt| attempt.number);
    let lives = run.ctx.state(|s| s.lives);
    // The same after a reset: what a receiver has heard already keeps its id.
    let id = format!("{}.{event}.{}.{lives}.{attempt}", run.input.fix, view.run);
    for channel in run.settings.notify.iter().take(MOST_CHANNELS) {
        let input = AlertInput {
            channel: channel.clone(),
            id: id.clone(),
            event,
            view: view.in_short(),
            window: run.windows.outage,
        };
        let options = ChildWorkflowOptions::builder()
            .workflow_id(format!("alert:{id}:{channel}"))
            .parent_close_policy(ParentClosePolicy::Abandon)
            .cancellation_token(run.token.clone())
            .static_summary(format!("{event} to {channel}"))
            .build();
        let started = run
            .ctx
            .start_child_workflow(DeliverAlert::run, input, options)
            .await;
        if let Err(error) = started {
            let now = run.now();
            run.change(|view| view.note(now, format!("{channel} could not be told: {error}")));
        }
    }
}

/// What an end is to those who want to hear of it. Ends that are mere bookkeeping are told to nobody.
pub(super) fn at_end(end: &End) -> Option<AlertEvent> {
    match (end.reason.status(), end.reason) {
        (FixStatus::Merged, _) => Some(AlertEvent::Merged),
        (FixStatus::Failed, _) => Some(AlertEvent::Failed),
        (FixStatus::Cancelled, _) => Some(AlertEvent::Cancelled),
        (_, EndReason::Observed) => Some(AlertEvent::Observed),
        (_, EndReason::NotFixable | EndReason::PlatformFault) => Some(AlertEvent::Skipped),
        (_, EndReason::Rule) if end.told => Some(AlertEvent::Skipped),
        _ => None,
    }
}
