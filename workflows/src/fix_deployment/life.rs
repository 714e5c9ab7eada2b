//! The order of a fix's life: load, look, log, diagnose, rules, claim, then attempts until a pull request is decided,
//! then the end and the rest after it.

use std::{convert::Infallible, pin::pin};

use contract::{
    activities::{
        cause::CauseKey,
        deployment::{Look, LookAtDeployment, LookInput, LookVerdict},
        record::{LoadFix, LoadInput, Loaded},
    },
    signals::Retry,
    start::{FixInput, FixOutcome},
};
use domain::{EndReason, FixStatus, Windows};
use futures::FutureExt;
use temporalio_workflow::{
    WaitConditionOptions, WorkflowCancellationToken, WorkflowResult, WorkflowTermination, workflows,
};

use super::{
    attempt, decision,
    end::{End, Fault},
    ending, follow, follower,
    job::Job,
    options::{Work, options},
    publish, redeploy, review,
    run::{Context, Run, milliseconds},
};

/// A root cause that was asked for, and whether the fix leads it.
pub(super) struct Claimed {
    pub(super) key: CauseKey,
    pub(super) led: bool,
}

/// Lives until the fix has ended and nobody asked for another try.
pub(super) async fn run(ctx: &Context, input: FixInput) -> WorkflowResult<FixOutcome> {
    let mut retry = None;
    loop {
        ctx.state_mut(|s| s.lives += 1);
        let (end, windows) = Box::pin(live(ctx, &input, retry.take())).await;
        if ctx.cancellation_token().is_cancelled() {
            return Err(WorkflowTermination::cancelled());
        }
        if end.reason.status() == FixStatus::Failed {
            retry = ending::rest(ctx, &windows).await;
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
    let run = run.unwrap_or_else(|| Run::unloaded(ctx, input.clone(), token.clone()));
    let windows = run.windows;
    ending::conclude(run, &end, claim).await;
    (end, windows)
}

async fn steps<'a>(
    ctx: &'a Context,
    input: &FixInput,
    token: &WorkflowCancellationToken,
    retry: Option<Retry>,
    slot: &mut Option<Run<'a>>,
    claim: &mut Option<Claimed>,
) -> Result<Infallible, End> {
    let loaded = load(ctx, input, token).await?;
    let retry = admit(ctx, &loaded, retry);
    let automatic = loaded.active && loaded.settings.auto_fix;
    let run = slot.insert(Run::new(ctx, input.clone(), token.clone(), loaded));
    run.requeue(&retry).await?;
    if !automatic && input.started_by.is_none() && retry.is_none() {
        return Err(End::new(
            EndReason::AutoFixDisabled,
            "the subscription does not want automatic fixes",
        ));
    }
    run.go(FixStatus::Analyzing, "looking at the deployment")
        .await?;
    let look = look(run, retry.is_some()).await?;
    let analysis = redeploy::analyse(run, &look.deployment).await?;
    let rule = decision::rule(run, &analysis).await?;
    let key = run.cause_key(&look, &analysis.diagnosis, &retry)?;
    // From here on there is something to give up, even if the claim's answer is never heard.
    let claimed = claim.insert(Claimed {
        key: key.clone(),
        led: false,
    });
    let standing = follower::claim(run, &key).await?;
    claimed.led = true;
    let mut job = Job::new(run, &look.deployment, analysis, rule, key, standing, retry);
    loop {
        let ready = attempt::attempts(run, &mut job).await?;
        if run.settings.observe {
            return Err(publish::propose(run, &job, &ready));
        }
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
    let (admitted, dropped, why) = match (retry, waiting) {
        (Some(retry), second) => (Some(retry), second, "another retry has just begun"),
        (None, Some(waiting)) if loaded.run > 1 => (Some(waiting), None, ""),
        (None, early) => (None, early, "the first attempt has not begun"),
    };
    if let Some(dropped) = dropped {
        let now = milliseconds(ctx.workflow_time());
        let note = format!("retry by {}: ignored, {why}", dropped.actor);
        ctx.state_mut(|s| {
            if let Some(view) = s.view.as_mut() {
                view.note(now, note);
            }
        });
    }
    admitted
}

async fn look(run: &Run<'_>, retry: bool) -> Result<Look, End> {
    let input = LookInput {
        fix: run.input.fix.clone(),
        subscription: run.input.subscription.clone(),
        deployment: run.input.deployment.clone(),
        any_branch: retry || run.input.started_by.is_some(),
    };
    let look = run
        .call(
            LookAtDeployment,
            input,
            Work::Call,
            "deployment, branch and siblings",
        )
        .await?;
    run.change(|view| {
        view.deployment = Some(look.deployment.clone());
        view.root_directory.clone_from(&look.root_directory);
    });
    match &look.verdict {
        LookVerdict::Proceed => {
            if look.branch_excluded {
                run.happened(
                    "the subscription leaves this branch alone; overridden, since a person asked for the fix",
                );
            }
            Ok(look)
        }
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
