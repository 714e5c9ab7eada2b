//! After the pull request: its preview, its fate, and what people ask for meanwhile.

use contract::activities::{
    attempt::Evidence,
    pull_request::{FollowInput, FollowPullRequest, News},
};
use domain::{AttemptOutcome, DeploymentId, EndReason, FixStatus, PullRequestLink, Waiting};
use temporalio_workflow::{WaitConditionOptions, WorkflowCancellationToken, workflows};

use super::{
    attempt,
    end::{End, Fault},
    job::Job,
    options::Work,
    redeploy,
    run::Run,
};

/// What interrupts a poll or ends it.
enum Turn {
    News(News),
    LookAgain,
    Retry,
}

/// Follows until another attempt is due; every other outcome is an end.
pub(super) async fn follow(run: &Run<'_>, job: &mut Job) -> Result<(), End> {
    let mut deadline = run.now().saturating_add_unsigned(run.windows.follow);
    let preview_deadline = run.now().saturating_add_unsigned(run.windows.preview);
    job.preview_known = false;
    let link = published(run)?;
    // What is watched can be somebody else's commit; what regreen builds on is only ever its own.
    let mut watched = link.clone();
    let (mut foreign, mut missing) = (false, false);
    run.change(|view| view.waiting = Some(Waiting::PullRequest));
    loop {
        match turn(run, job, &watched, deadline, preview_deadline).await? {
            Turn::LookAgain => {
                deadline = run.now().saturating_add_unsigned(run.windows.follow);
                // A preview that was given up may have come after all.
                job.preview_known &= !missing || foreign;
            }
            Turn::Retry if foreign => refuse_retry(run, &link),
            Turn::Retry => return hint(run, job, &link).await,
            Turn::News(News::Merged) => return Err(decided(run, &link, EndReason::Merged)),
            Turn::News(News::Closed) => {
                return Err(decided(run, &link, EndReason::PullRequestClosed));
            }
            Turn::News(News::StillOpen) => {
                let detail = format!("nothing happened to pull request #{} for long", link.number);
                return Err(End::new(EndReason::Expired, detail));
            }
            Turn::News(News::ForeignCommit { head }) => {
                foreign = true;
                job.preview_known = true;
                watched.head = head;
                run.happened(
                    "somebody else works on the fix branch: regreen only watches from now on",
                );
                run.mirror(Work::Mirror, run.token.clone()).await;
            }
            Turn::News(News::PreviewReady { deployment }) => {
                job.preview_known = true;
                run.happened(format!(
                    "the platform built the fix: deployment {deployment} is green"
                ));
                run.mirror(Work::Mirror, run.token.clone()).await;
            }
            Turn::News(News::PreviewMissing { why }) => {
                job.preview_known = true;
                missing = true;
                run.happened(format!("the platform has not built the fix: {why}"));
                run.mirror(Work::Mirror, run.token.clone()).await;
            }
            Turn::News(News::PreviewFailed { deployment }) => {
                job.preview_known = true;
                if preview_failed(run, job, &link, &deployment).await? {
                    return Ok(());
                }
            }
        }
    }
}

/// The pull request as the view has it.
fn published(run: &Run<'_>) -> Result<PullRequestLink, End> {
    run.view(|view| view.pull_request.clone())
        .flatten()
        .ok_or_else(|| End::new(EndReason::Internal, "there is no pull request to follow"))
}

/// Ends the fix when its pull request was decided on, or its branch taken over, while another attempt was being made.
pub(super) async fn still_open(run: &Run<'_>) -> Result<(), End> {
    let link = published(run)?;
    let input = follow_input(run, &link, false, run.now(), run.now());
    let summary = format!("is #{} still open?", link.number);
    let window = run.windows.poll_most;
    match run
        .call(FollowPullRequest, input, Work::Poll { window }, summary)
        .await?
    {
        News::Merged => Err(decided(run, &link, EndReason::Merged)),
        News::Closed => Err(decided(run, &link, EndReason::PullRequestClosed)),
        News::ForeignCommit { .. } => Err(End::new(
            EndReason::Rejected,
            format!("somebody else has committed to {}", link.branch),
        )),
        _ => Ok(()),
    }
}

/// The pull request's fate as the end of the fix.
fn decided(run: &Run<'_>, link: &PullRequestLink, reason: EndReason) -> End {
    let (state, what) = match reason {
        EndReason::Merged => ("merged", "was merged"),
        _ => ("closed", "was closed without being merged"),
    };
    run.change(|view| {
        view.waiting = None;
        if let Some(link) = view.pull_request.as_mut() {
            state.clone_into(&mut link.state);
        }
    });
    End::new(reason, format!("pull request #{} {what}", link.number))
}

async fn turn(
    run: &Run<'_>,
    job: &Job,
    link: &PullRequestLink,
    deadline: i64,
    preview_deadline: i64,
) -> Result<Turn, End> {
    run.mailbox(|mailbox| mailbox.news = false);
    if run.mailbox(|mailbox| mailbox.retry.is_some()) {
        return Ok(Turn::Retry);
    }
    let poll_token = run.token.child_token();
    let poll = poll(
        run,
        job,
        link,
        deadline,
        preview_deadline,
        poll_token.clone(),
    );
    let mut poll = std::pin::pin!(futures::FutureExt::fuse(poll));
    let message = WaitConditionOptions::builder()
        .cancellation_token(run.token.clone())
        .build();
    let turn = workflows::select! {
        news = poll => return Ok(Turn::News(news?)),
        met = run.ctx.wait_condition_with_options(|s| s.mailbox.news || s.mailbox.retry.is_some(), message) => met,
    };
    poll_token.cancel();
    let last = poll.await;
    if turn.is_err() || run.token.is_cancelled() {
        return Err(Fault::Cancelled.into());
    }
    match last {
        Ok(news) => Ok(Turn::News(news)),
        Err(Fault::Cancelled) if run.mailbox(|mailbox| mailbox.retry.is_some()) => Ok(Turn::Retry),
        Err(Fault::Cancelled) => Ok(Turn::LookAgain),
        Err(fault) => Err(fault.into()),
    }
}

async fn poll(
    run: &Run<'_>,
    job: &Job,
    link: &PullRequestLink,
    deadline: i64,
    preview_deadline: i64,
    token: WorkflowCancellationToken,
) -> Result<News, Fault> {
    let window = u64::try_from(deadline.saturating_sub(run.now())).unwrap_or_default();
    let input = follow_input(run, link, !job.preview_known, preview_deadline, deadline);
    let summary = format!("follow pull request #{}", link.number);
    run.call_with(
        FollowPullRequest,
        input,
        Work::Poll { window },
        summary,
        token,
    )
    .await
}

fn follow_input(
    run: &Run<'_>,
    link: &PullRequestLink,
    watch_preview: bool,
    preview_deadline: i64,
    deadline: i64,
) -> FollowInput {
    FollowInput {
        fix: run.input.fix.clone(),
        subscription: run.input.subscription.clone(),
        repository: run.repository.clone(),
        pull_request: link.clone(),
        watch_preview,
        preview_deadline,
        deadline,
        poll_first: run.windows.poll_first,
        poll_most: run.windows.poll_most,
    }
}

fn refuse_retry(run: &Run<'_>, link: &PullRequestLink) {
    let Some(retry) = run.mailbox(|mailbox| mailbox.retry.take()) else {
        return;
    };
    let now = run.now();
    let note = format!(
        "retry by {}: ignored, branch {} has commits of somebody else",
        retry.actor, link.branch
    );
    run.change(|view| view.note(now, note));
}

/// A person wants another attempt on the open pull request: a commit on top of its head.
async fn hint(run: &Run<'_>, job: &mut Job, link: &PullRequestLink) -> Result<(), End> {
    let Some(retry) = run.mailbox(|mailbox| mailbox.retry.take()) else {
        return Ok(());
    };
    job.grant(run, &retry.actor).await?;
    let last = run.view(|view| view.attempts.last().cloned()).flatten();
    let patch = last.as_ref().and_then(|attempt| attempt.patch.as_ref());
    job.evidence.push(Evidence {
        attempt: last.as_ref().map_or(0, |attempt| attempt.number),
        fixer: patch.map(|patch| patch.fixer.clone()),
        outcome: "green, but a person asked for another solution".to_owned(),
        patch: patch.map(|patch| patch.diff.clone()),
        excerpt: String::new(),
    });
    let detail = format!(
        "{} asks for another attempt on pull request #{}",
        retry.actor, link.number
    );
    job.hint = Some(retry.hint).filter(|hint| !hint.trim().is_empty());
    job.start_over(link.head.clone());
    mark_last(run, AttemptOutcome::Rejected, &detail);
    run.change(|view| view.waiting = None);
    run.go(FixStatus::Fixing, detail).await
}

/// The platform failed to build the fix. `true`: another attempt is due.
async fn preview_failed(
    run: &Run<'_>,
    job: &mut Job,
    link: &PullRequestLink,
    deployment: &DeploymentId,
) -> Result<bool, End> {
    run.happened(format!(
        "the platform failed to build the fix: deployment {deployment}"
    ));
    let analysis = redeploy::read_log(run, deployment, None).await?;
    let diagnosis = &analysis.diagnosis;
    run.happened(report::details::diagnosed(diagnosis));
    if diagnosis.transient || !diagnosis.fixable_in_repository {
        run.happened("the preview failed for a reason outside the repository; the pull request stays as it is");
        run.mirror(Work::Mirror, run.token.clone()).await;
        return Ok(false);
    }
    let detail = format!("preview {deployment} failed: {}", diagnosis.primary_line);
    let last = run.view(|view| view.attempts.last().cloned()).flatten();
    job.evidence.push(Evidence {
        attempt: last.as_ref().map_or(0, |attempt| attempt.number),
        fixer: last
            .as_ref()
            .and_then(|attempt| attempt.patch.as_ref())
            .map(|patch| patch.fixer.clone()),
        outcome: "green in the sandbox, but the platform failed to build it".to_owned(),
        patch: last
            .and_then(|attempt| attempt.patch)
            .map(|patch| patch.diff),
        excerpt: analysis
            .excerpt
            .chars()
            .take(attempt::EVIDENCE_CHARACTERS)
            .collect(),
    });
    mark_last(run, AttemptOutcome::PreviewFailed, &detail);
    run.change(|view| view.waiting = None);
    job.hint = None;
    job.turn_to_preview(link.head.clone(), analysis);
    run.go(FixStatus::Fixing, detail).await?;
    Ok(true)
}

fn mark_last(run: &Run<'_>, outcome: AttemptOutcome, detail: &str) {
    run.change(|view| {
        if let Some(attempt) = view.attempts.last_mut() {
            attempt.outcome = outcome;
            detail.clone_into(&mut attempt.detail);
        }
    });
}
