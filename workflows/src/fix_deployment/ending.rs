//! The end of a life: told everywhere, everything given up; and the rest after a failure.

use std::time::Duration;

use contract::{
    activities::{
        cause::{ReleaseCause, ReleaseInput},
        publish::{Comment, CommentInput},
    },
    signals::Retry,
};
use domain::{Actor, EndReason, FixStatus, Waiting, Windows};
use temporalio_workflow::{TimerOptions, WorkflowCancellationToken, workflows};

use super::{
    FixDeployment,
    end::End,
    life::Claimed,
    notify,
    options::Work,
    publish,
    run::{Context, Run},
};

/// Says the end everywhere, under a token that the fix's cancellation does not reach.
pub(super) async fn conclude(mut run: Run<'_>, end: &End, claim: Option<Claimed>) {
    run.token = WorkflowCancellationToken::new();
    let cancel = run.mailbox(|mailbox| mailbox.cancel.take());
    let to = end.reason.status();
    run.change(|view| {
        view.reason = Some(end.reason);
        view.waiting = (to == FixStatus::Failed).then_some(Waiting::Retry);
        if end.reason == EndReason::Cancelled {
            view.cancelled_by = Some(
                cancel
                    .as_ref()
                    .map_or_else(Actor::default, |cancel| cancel.actor.clone()),
            );
        }
    });
    let detail = match &cancel {
        Some(cancel) if end.reason == EndReason::Cancelled && !cancel.reason.is_empty() => {
            format!("cancelled by {}: {}", cancel.actor, cancel.reason)
        }
        Some(cancel) if end.reason == EndReason::Cancelled => {
            format!("cancelled by {}", cancel.actor)
        }
        _ => end.detail.clone(),
    };
    run.announce(to, detail).await;
    if let Some(Claimed { key, led }) = claim {
        let pull_request = run.view(|view| view.pull_request.clone()).flatten();
        let release = ReleaseInput {
            key,
            led,
            reason: end.reason,
            pull_request,
        };
        // A claim that could not be released is taken from us when the next fix finds this workflow closed.
        let _kept = run
            .call(ReleaseCause, release, Work::Store, "release the root cause")
            .await;
    }
    comment_on_end(&run, end).await;
    status_at_end(&run).await;
    if let Some(event) = notify::at_end(end) {
        notify::notify(&run, event).await;
    }
    run.mirror(Work::Store, run.token.clone()).await;
}

/// The failing commit was said to be worked on: now it is said what came of it.
async fn status_at_end(run: &Run<'_>) {
    let commit = run
        .view(|view| view.deployment.as_ref().and_then(|d| d.commit.clone()))
        .flatten();
    let told = run.ctx.state(|s| s.commit_told);
    if let (Some(commit), true) = (commit, told) {
        publish::status(run, &commit.sha, true, Work::Farewell).await;
    }
}

/// One honest comment where something was public.
async fn comment_on_end(run: &Run<'_>, end: &End) {
    if run.settings.observe {
        return;
    }
    let view = run.view_copy();
    let own = view.pull_request.as_ref().map(|link| link.number);
    let original = publish::failed_pull_request(&view);
    // Whose deployment failed hears of work that came to nothing, too.
    let worked = own.is_some() || !view.attempts.is_empty();
    let numbers = [
        own.filter(|_| end.reason != EndReason::Merged),
        original.filter(|_| worked),
    ];
    for number in numbers.into_iter().flatten() {
        let comment = CommentInput {
            subscription: run.input.subscription.clone(),
            repository: run.repository.clone(),
            number,
            marker: report::comment::about(&run.input.fix),
            view: view.clone(),
        };
        let _unsaid = run
            .call(
                Comment,
                comment,
                Work::Farewell,
                format!("comment on #{number}"),
            )
            .await;
    }
}

/// Rests, holding nothing but the open workflow, until a person asks for a retry or the window is over.
pub(super) async fn rest(ctx: &Context, windows: &Windows) -> Option<Retry> {
    let timer_token = ctx.cancellation_token().child_token();
    let timer = TimerOptions::builder(Duration::from_millis(windows.rest))
        .summary("open for a retry".to_owned())
        .cancellation_token(timer_token.clone())
        .build();
    workflows::select! {
        _ = ctx.wait_condition(|s: &FixDeployment| s.mailbox.retry.is_some()) => {}
        _ = ctx.timer(timer) => {}
    }
    timer_token.cancel();
    ctx.state_mut(|s| s.mailbox.retry.take())
}
