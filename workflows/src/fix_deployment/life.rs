//! The order of a fix's life: load, look, log, diagnose, rules, claim, then attempts until a pull request is decided,
//! then the end and the rest after it.

use std::{convert::Infallible, pin::pin, time::Duration};

use contract::{
    activities::{
        cause::{CauseKey, ReleaseCause, ReleaseInput},
        deployment::{Look, LookAtDeployment, LookInput, LookVerdict},
        publish::{Comment, CommentInput},
        record::{LoadFix, LoadInput, Loaded},
    },
    signals::Retry,
    start::{FixInput, FixOutcome},
};
use domain::{Actor, EndReason, FixStatus, Waiting, Windows};
use futures::FutureExt;
use temporalio_workflow::{
    TimerOptions, WaitConditionOptions, WorkflowCancellationToken, WorkflowResult,
    WorkflowTermination, workflows,
};

use super::{
    FixDeployment, attempt, decision,
    end::{End, Fault},
    follow, follower,
    job::Job,
    options::{Work, options},
    publish, redeploy, review,
    run::{Context, Run, milliseconds},
};

/// Lives until the fix has ended and nobody asked for another try.
pub(super) async fn run(ctx: &Context, input: FixInput) -> WorkflowResult<FixOutcome> {
    let mut retry = None;
    loop {
        let (end, windows) = Box::pin(live(ctx, &input, retry.take())).await;
        if ctx.cancellation_token().is_cancelled() {
            return Err(WorkflowTermination::cancelled());
        }
        if end.reason.status() == FixStatus::Failed {
            retry = rest(ctx, &windows).await;
            if retry.is_some() {
                continue;
            }
        }
        let pull_request =
            ctx.state(|s| s.view.as_ref().and_then(|view| view.pull_request.clone()));
        return Ok(FixOutcome {
            fix: input.fix,
            reason: end.reason,
            detail: end.detail,
            pull_request,
        });
    }
}

/// One life: from loading to its end, with everything public told and every claim given up.
async fn live(ctx: &Context, input: &FixInput, retry: Option<Retry>) -> (End, Windows) {
    let token = ctx.cancellation_token().child_token();
    let mut claim = None;
    let mut run = None;
    let end = {
        let mut steps = pin!(steps(ctx, input, &token, retry, &mut run, &mut claim).fuse());
        let asked_to_stop = WaitConditionOptions::builder()
            .cancellation_token(token.clone())
            .build();
        workflows::select! {
            end = steps => end,
            _ = ctx.wait_condition_with_options(|s| s.mailbox.cancel.is_some(), asked_to_stop) => {
                token.cancel();
                steps.await
            }
        }
    };
    let Err(end) = end;
    match run {
        Some(run) => {
            let windows = run.windows;
            conclude(run, &end, claim).await;
            (end, windows)
        }
        None => (end, Windows::default()),
    }
}

async fn steps<'a>(
    ctx: &'a Context,
    input: &FixInput,
    token: &WorkflowCancellationToken,
    retry: Option<Retry>,
    slot: &mut Option<Run<'a>>,
    claim: &mut Option<CauseKey>,
) -> Result<Infallible, End> {
    let loaded = load(ctx, input, token).await?;
    let retry = admit(ctx, &loaded, retry);
    let run = slot.insert(Run::new(ctx, input.clone(), token.clone(), loaded, &retry));
    run.requeue(&retry).await?;
    if !run.settings.auto_fix && input.started_by.is_none() && retry.is_none() {
        return Err(End::new(
            EndReason::AutoFixDisabled,
            "the subscription does not want automatic fixes",
        ));
    }
    run.go(FixStatus::Analyzing, "looking at the deployment")
        .await?;
    let look = look(run).await?;
    let analysis = redeploy::analyse(run, &look.deployment).await?;
    let rule = decision::rule(run, &analysis).await?;
    let key = run.cause_key(&look.deployment, &analysis.diagnosis, &retry)?;
    let standing = follower::claim(run, &key).await?;
    *claim = Some(key.clone());
    let mut job = Job::new(run, &look.deployment, analysis, rule, key, standing, retry);
    loop {
        let ready = attempt::attempts(run, &mut job).await?;
        if !review::review(run, &mut job, &ready).await? {
            continue;
        }
        publish::publish(run, &job, &ready).await?;
        follow::follow(run, &mut job).await?;
    }
}

async fn load(
    ctx: &Context,
    input: &FixInput,
    token: &WorkflowCancellationToken,
) -> Result<Loaded, End> {
    let load = LoadInput {
        fix: input.fix.clone(),
        subscription: input.subscription.clone(),
        platform: input.platform,
        run_id: ctx.run_id().to_owned(),
    };
    let options = options(
        Work::Store,
        &Windows::default(),
        "settings as of now".to_owned(),
        token.clone(),
    );
    ctx.execute_activity(LoadFix, load, options)
        .await
        .map_err(|error| End::from(Fault::from(error)))
}

/// A retry that started this run counts if there was a run before it; otherwise it came too early.
fn admit(ctx: &Context, loaded: &Loaded, retry: Option<Retry>) -> Option<Retry> {
    let waiting = ctx.state_mut(|s| s.mailbox.retry.take());
    if retry.is_some() || loaded.run > 1 {
        return retry.or(waiting);
    }
    if let Some(early) = waiting {
        let now = milliseconds(ctx.workflow_time());
        ctx.state_mut(|s| {
            if let Some(view) = s.view.as_mut() {
                view.note(
                    now,
                    format!(
                        "retry by {}: ignored, the first attempt has not begun",
                        early.actor
                    ),
                );
            }
        });
    }
    None
}

async fn look(run: &Run<'_>) -> Result<Look, End> {
    let input = LookInput {
        fix: run.input.fix.clone(),
        subscription: run.input.subscription.clone(),
        deployment: run.input.deployment.clone(),
    };
    let look = run
        .call(
            LookAtDeployment,
            input,
            Work::Call,
            "deployment, branch and siblings",
        )
        .await?;
    run.change(|view| view.deployment = Some(look.deployment.clone()));
    match &look.verdict {
        LookVerdict::Proceed => Ok(look),
        LookVerdict::NotAFailure { why } => Err(End::new(EndReason::Superseded, why)),
        LookVerdict::Superseded { by } => Err(End::new(EndReason::Superseded, by)),
        LookVerdict::NotFixable { why } => Err(End::new(EndReason::NotFixable, why)),
        LookVerdict::BranchExcluded { branch } => Err(End::new(
            EndReason::AutoFixDisabled,
            format!("the subscription leaves branch {branch} alone"),
        )),
        LookVerdict::OwnBranch { parent } => Err(End::new(
            EndReason::OwnBranch,
            format!("built for fix {parent}, which has been told"),
        )),
    }
}

/// Says the end everywhere, under a token that the fix's cancellation does not reach.
async fn conclude(mut run: Run<'_>, end: &End, claim: Option<CauseKey>) {
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
    comment_on_end(&run, end).await;
    if let Some(key) = claim {
        let pull_request = run.view(|view| view.pull_request.clone()).flatten();
        let release = ReleaseInput {
            key,
            reason: end.reason,
            pull_request,
        };
        // Unreleased claims are found by looking at whether the leader's workflow is open.
        let _kept = run
            .call(ReleaseCause, release, Work::Store, "release the root cause")
            .await;
    }
    run.mirror(Work::Store, run.token.clone()).await;
}

/// One honest comment where something was public.
async fn comment_on_end(run: &Run<'_>, end: &End) {
    let view = run.view_copy();
    let own = view.pull_request.as_ref().map(|link| link.number);
    let original = view
        .deployment
        .as_ref()
        .and_then(|d| d.pull_request.as_ref())
        .map(|pull| pull.number);
    let numbers = [
        own.filter(|_| end.reason != EndReason::Merged),
        original.filter(|_| own.is_some()),
    ];
    for number in numbers.into_iter().flatten() {
        let comment = CommentInput {
            subscription: run.input.subscription.clone(),
            repository: run.repository.clone(),
            number,
            marker: publish::comment_marker(&run.input.fix),
            view: view.clone(),
        };
        let _unsaid = run
            .call(
                Comment,
                comment,
                Work::Call,
                format!("comment on #{number}"),
            )
            .await;
    }
}

/// Rests, holding nothing but the open workflow, until a person asks for a retry or the window is over.
async fn rest(ctx: &Context, windows: &Windows) -> Option<Retry> {
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
