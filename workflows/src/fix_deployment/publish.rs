//! Branch, commit, pull request, and a word on the pull request that failed.

use contract::activities::publish::{
    Comment, CommentInput, OpenPullRequest, PullRequestInput, PushBranch, PushInput, SetStatus,
    StatusInput,
};
use domain::{AlertEvent, EndReason, FixStatus, FixView, Proposal};

use super::{
    attempt::Ready,
    decision,
    end::{End, Fault},
    follow, follower,
    job::Job,
    notify,
    options::Work,
    run::Run,
};

/// Makes the patch public. Every effect is idempotent: after a crash the same commit and the same pull request result.
pub(super) async fn publish(run: &Run<'_>, job: &Job, ready: &Ready) -> Result<(), End> {
    let branch = if job.is_published() {
        follow::still_open(run).await?;
        published_branch(run)
    } else {
        follower::check_superseded(run, &job.branch).await?;
        None
    };
    let branch = branch.unwrap_or_else(|| new_branch(run, job, ready));
    run.change(|view| view.proposal = None);
    let push = PushInput {
        fix: run.input.fix.clone(),
        subscription: run.input.subscription.clone(),
        repository: run.repository.clone(),
        attempt: ready.attempt,
        snapshot: ready.snapshot.clone(),
        onto: job.onto.clone(),
        patch: ready.patch.clone(),
        branch: branch.clone(),
        message: report::commit::message(&run.view_copy(), &ready.patch),
    };
    let pushed = run
        .call(PushBranch, push, Work::Transfer, format!("push {branch}"))
        .await?;
    run.happened(format!(
        "pushed {} to {branch}",
        &pushed.commit[..pushed.commit.len().min(10)]
    ));
    let input = PullRequestInput {
        subscription: run.input.subscription.clone(),
        repository: run.repository.clone(),
        branch,
        base: job.branch.clone(),
        head: pushed.commit,
        draft: run.settings.draft || ready.unproved.is_some(),
        settings: run.settings.clone(),
        view: run.view_copy(),
    };
    let link = run
        .call(
            OpenPullRequest,
            input,
            Work::Call,
            "open or update the pull request",
        )
        .await?;
    let detail = format!("pull request #{} is open: {}", link.number, link.url);
    run.change(|view| view.pull_request = Some(link.clone()));
    run.go(FixStatus::PrCreated, detail).await?;
    notify::notify(run, AlertEvent::PrCreated).await;
    status(run, &link.head, false, Work::Courtesy).await;
    status(run, &job.commit, true, Work::Courtesy).await;
    let asked = !decision::questions(&run.settings, &job.rule, &ready.findings).is_empty();
    if asked && job.is_published() {
        // Our own pull request was told that the patch waits.
        return tell(run, Work::Call).await;
    }
    match failed_pull_request(&run.view_copy()) {
        Some(number) => comment(run, number, Work::Call).await,
        None => Ok(()),
    }
}

/// What would have been published, kept in the view; the end of a fix that only observes.
pub(super) fn propose(run: &Run<'_>, job: &Job, ready: &Ready) -> End {
    let branch = published_branch(run).unwrap_or_else(|| new_branch(run, job, ready));
    let questions = decision::questions(&run.settings, &job.rule, &ready.findings);
    let asked = if questions.is_empty() {
        String::new()
    } else {
        format!(", after asking a person: {}", questions.join("; "))
    };
    let detail = format!(
        "proved and kept to itself: it would open a pull request from {branch} to {}{asked}",
        job.branch
    );
    let proposal = Proposal {
        branch,
        base: job.branch.clone(),
        draft: run.settings.draft || ready.unproved.is_some(),
        labels: run.settings.labels.clone(),
    };
    run.change(|view| view.proposal = Some(proposal));
    End::new(EndReason::Observed, detail)
}

/// Our status on a commit. It is told beside the way: a token without the right to set one can still repair.
pub(super) async fn status(run: &Run<'_>, commit: &str, failing: bool, work: Work) {
    if run.settings.observe || commit.is_empty() {
        return;
    }
    let input = StatusInput {
        subscription: run.input.subscription.clone(),
        repository: run.repository.clone(),
        commit: commit.to_owned(),
        failing,
        view: run.view_copy(),
    };
    let summary = format!("status of {}", &commit[..commit.len().min(10)]);
    if failing {
        // Before the call: one that is cut off may have been heard.
        run.ctx.state_mut(|s| s.commit_told = true);
    }
    if let Err(Fault::Failed { message, .. }) = run.call(SetStatus, input, work, summary).await {
        let now = run.now();
        run.change(|view| view.note(now, format!("could not set a commit status: {message}")));
    }
}

/// A branch of its own for what is not public yet. After a pull request that was closed, or a push that led to none, a
/// fresh one: what lies on the old branch is left as it is.
fn new_branch(run: &Run<'_>, job: &Job, ready: &Ready) -> String {
    let prefix = &run.settings.branch_prefix;
    let name = decision::branch_name(prefix, job.diagnosis.error_type, &run.input.fix);
    match &run.lineage.branch {
        Some(_) => format!("{name}-{}", ready.attempt),
        None => name,
    }
}

fn published_branch(run: &Run<'_>) -> Option<String> {
    run.view(|view| view.pull_request.as_ref().map(|link| link.branch.clone()))
        .flatten()
}

/// Our comment, on the pull request whose deployment failed and on our own: the one of this fix, brought up to date.
pub(super) async fn tell(run: &Run<'_>, work: Work) -> Result<(), End> {
    let view = run.view_copy();
    let own = view.pull_request.as_ref().map(|link| link.number);
    for number in [failed_pull_request(&view), own].into_iter().flatten() {
        comment(run, number, work).await?;
    }
    Ok(())
}

/// The pull request whose deployment failed.
pub(super) fn failed_pull_request(view: &FixView) -> Option<u64> {
    let deployment = view.deployment.as_ref()?;
    deployment.pull_request.as_ref().map(|pull| pull.number)
}

async fn comment(run: &Run<'_>, number: u64, work: Work) -> Result<(), End> {
    let comment = CommentInput {
        subscription: run.input.subscription.clone(),
        repository: run.repository.clone(),
        number,
        marker: report::comment::about(&run.input.fix),
        view: run.view_copy(),
    };
    let summary = format!("comment on #{number}");
    let told = run.call(Comment, comment, work, summary).await;
    match told.map_err(End::from) {
        Err(end) if end.reason == EndReason::Cancelled => Err(end),
        Err(end) => {
            // A comment that cannot be written is worth a note, not the fix.
            let now = run.now();
            let note = format!("could not comment on #{number}: {}", end.detail);
            run.change(|view| view.note(now, note));
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}
