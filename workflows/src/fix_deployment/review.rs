//! A person's decision on a patch, where the policy or the subscription wants one.

use contract::activities::attempt::Evidence;
use domain::{AlertEvent, AttemptOutcome, EndReason, FixStatus, Waiting};

use super::{
    attempt::Ready, decision, end::End, follow, follower, job::Job, mailbox::Verdict, notify,
    options::Work, publish, run::Run,
};

/// Whether to publish; `false` means: make another attempt.
pub(super) async fn review(run: &Run<'_>, job: &mut Job, ready: &Ready) -> Result<bool, End> {
    let why = decision::questions(&run.settings, &job.rule, &ready.findings);
    if why.is_empty() {
        return Ok(true);
    }
    let patch = ready.patch.id.clone();
    // A retry that came while the last attempt was being judged counts: it asks for another one.
    run.mailbox(|mailbox| mailbox.verdict = None);
    let detail = format!("patch {patch} waits for a person: {}", why.join("; "));
    run.change(|view| {
        view.waiting = Some(Waiting::Approval {
            patch: patch.clone(),
            why,
        })
    });
    run.go(FixStatus::Reviewing, detail).await?;
    notify::notify(run, AlertEvent::Reviewing).await;
    publish::status(run, &job.commit, true, Work::Courtesy).await;
    publish::tell(run, Work::Courtesy).await?;
    let decided = decision_on_patch(run, job).await?;
    run.change(|view| view.waiting = None);
    if !decided {
        return Err(End::new(
            EndReason::Expired,
            format!("nobody decided on patch {patch} in time"),
        ));
    }
    match run.mailbox(|mailbox| mailbox.verdict.take()) {
        Some(Verdict::Approved { actor }) => {
            run.happened(format!("patch {patch} approved by {actor}"));
            Ok(true)
        }
        Some(Verdict::Rejected { actor, reason }) => {
            let words = if reason.is_empty() {
                String::new()
            } else {
                format!(": {reason}")
            };
            Err(End::new(
                EndReason::Rejected,
                format!("patch {patch} rejected by {actor}{words}"),
            ))
        }
        None => {
            again(run, job, ready).await?;
            Ok(false)
        }
    }
}

/// Waits for a person. What happens meanwhile to the branch, or to the pull request, may make the patch pointless.
async fn decision_on_patch(run: &Run<'_>, job: &Job) -> Result<bool, End> {
    let deadline = run.now().saturating_add_unsigned(run.windows.review);
    loop {
        let left = u64::try_from(deadline.saturating_sub(run.now())).unwrap_or_default();
        let heard = run
            .wait(left, "approve, reject or retry", |s| {
                s.mailbox.verdict.is_some() || s.mailbox.retry.is_some() || s.mailbox.pushed
            })
            .await?;
        let decided = run.mailbox(|mailbox| mailbox.verdict.is_some() || mailbox.retry.is_some());
        if decided || !heard {
            return Ok(decided);
        }
        if job.is_published() {
            run.mailbox(|mailbox| mailbox.pushed = false);
            follow::still_open(run).await?;
        } else {
            follower::check_superseded(run, &job.branch).await?;
        }
    }
}

/// A retry in review: the patch is dropped, and its author's successor is told why.
async fn again(run: &Run<'_>, job: &mut Job, ready: &Ready) -> Result<(), End> {
    let Some(retry) = run.mailbox(|mailbox| mailbox.retry.take()) else {
        return Ok(());
    };
    job.grant(run, &retry.actor).await?;
    job.evidence.push(Evidence {
        attempt: ready.attempt,
        fixer: Some(ready.patch.fixer.clone()),
        outcome: "green, but a person asked for another solution".to_owned(),
        patch: Some(ready.patch.diff.clone()),
        excerpt: String::new(),
    });
    let detail = format!("{} asks for another attempt", retry.actor);
    job.hint = Some(retry.hint).filter(|hint| !hint.trim().is_empty());
    run.change(|view| {
        if let Some(attempt) = view.attempts.last_mut() {
            attempt.outcome = AttemptOutcome::Rejected;
            attempt.detail.clone_from(&detail);
        }
    });
    run.go(FixStatus::Fixing, detail).await
}
