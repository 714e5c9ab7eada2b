//! Root-cause claims: one fix leads, the others wait behind it.

use contract::activities::{
    cause::{CauseKey, Claim, ClaimCause},
    deployment::{CheckInput, CheckSuperseded, Look},
};
use contract::signals::{CauseEvent, Retry};
use domain::{Actor, Diagnosis, EndReason, FixStatus, Leader, Waiting};

use super::{end::End, options::Work, run::Run};

/// Milliseconds that a leader has to end after its pull request was merged: it hears of it by the same webhook.
const LEADER_SPEAKS: u64 = 60_000;

/// A follower asks again so often, in milliseconds, in case nobody told it: its leader may have been terminated.
const ASK_AGAIN: u64 = 600_000;

/// What a leader starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing {
    /// Attempts made on the cause.
    pub(super) attempts: u32,
    /// Attempts granted by people.
    pub(super) granted: u32,
}

impl Run<'_> {
    /// The root cause of a diagnosed deployment.
    pub(super) fn cause_key(
        &self,
        look: &Look,
        diagnosis: &Diagnosis,
        retry: &Option<Retry>,
    ) -> Result<CauseKey, End> {
        let (Some(branch), Some(_)) = (&look.deployment.branch, &look.deployment.commit) else {
            return Err(End::new(
                EndReason::NotFixable,
                "the deployment was not built from a commit on a branch",
            ));
        };
        Ok(CauseKey {
            fix: self.input.fix.clone(),
            repository: self.repository.clone(),
            branch: branch.clone(),
            root_directory: look.root_directory.clone(),
            fingerprint: diagnosis.fingerprint.clone(),
            granted_by: retry.as_ref().map(|retry| self.grant(&retry.actor)),
        })
    }

    /// A person's retry as the cause counts it: each one once.
    pub(super) fn grant(&self, actor: &Actor) -> (u32, Actor) {
        let run = self.view(|view| view.run).unwrap_or_default();
        let retries = self.ctx.state_mut(|s| {
            s.retries += 1;
            s.retries
        });
        (run.saturating_mul(1_000) + retries, actor.clone())
    }
}

/// Claims the cause, waiting behind another fix for as long as that one works on it.
pub(super) async fn claim(run: &Run<'_>, key: &CauseKey) -> Result<Standing, End> {
    let deadline = run.now().saturating_add_unsigned(run.windows.claim);
    loop {
        let leader = match ask(run, key).await? {
            Claim::Acquired { attempts, granted } => {
                run.mailbox(|mailbox| mailbox.cause = None);
                run.change(|view| {
                    view.leader = None;
                    view.waiting = None;
                });
                return Ok(Standing { attempts, granted });
            }
            Claim::Held { leader } => leader,
        };
        follow(run, leader).await?;
        wait(run, key, deadline).await?;
    }
}

async fn ask(run: &Run<'_>, key: &CauseKey) -> Result<Claim, End> {
    let summary = "one root cause, one fix";
    Ok(run
        .call(ClaimCause, key.clone(), Work::Store, summary)
        .await?)
}

/// Shows whom the fix waits for.
async fn follow(run: &Run<'_>, leader: Leader) -> Result<(), End> {
    let known = run
        .view(|view| view.leader.as_ref().map(|known| known.fix.clone()))
        .flatten();
    if known.as_ref() == Some(&leader.fix) {
        return Ok(());
    }
    let detail = format!(
        "waiting behind {}, which works on the same root cause",
        leader.fix
    );
    run.change(|view| {
        view.waiting = Some(Waiting::Leader {
            leader: leader.fix.clone(),
        });
        view.leader = Some(leader);
    });
    run.go(FixStatus::Queued, detail).await
}

/// Returns when the cause should be claimed anew.
async fn wait(run: &Run<'_>, key: &CauseKey, deadline: i64) -> Result<(), End> {
    let left = u64::try_from(deadline.saturating_sub(run.now())).unwrap_or_default();
    if left == 0 {
        return Err(End::new(
            EndReason::Expired,
            "the fix of the same root cause did not end in time",
        ));
    }
    run.wait(left.min(ASK_AGAIN), "behind the leader", |s| {
        s.mailbox.cause.is_some() || s.mailbox.pushed
    })
    .await?;
    if heard(run)? {
        return Ok(());
    }
    if !run.mailbox(|mailbox| mailbox.pushed) {
        return Ok(());
    }
    if let Some(by) = superseded(run, &key.branch).await? {
        // What moved the branch may be the merge of the leader's own pull request: then the leader says so.
        let told = run
            .wait(LEADER_SPEAKS, "was it the leader's merge?", |s| {
                s.mailbox.cause.is_some()
            })
            .await?;
        if !told || !heard(run)? {
            return Err(End::new(EndReason::Superseded, by));
        }
    }
    Ok(())
}

/// What the leader's end means, when it was told: an end of this fix too, or (`true`) to claim anew.
fn heard(run: &Run<'_>) -> Result<bool, End> {
    let Some(event) = run.mailbox(|mailbox| mailbox.cause.take()) else {
        return Ok(false);
    };
    let mine = run
        .view(|view| {
            view.leader
                .as_ref()
                .is_some_and(|leader| leader.fix == event.leader)
        })
        .unwrap_or_default();
    // What a leader only observed is still to be fixed by those who do more.
    let kept = event.reason == EndReason::Observed && !run.settings.observe;
    if event.lead || !mine || kept || event.reason.hands_over() {
        return Ok(true);
    }
    run.change(|view| {
        if let Some(leader) = view.leader.as_mut() {
            leader.pull_request.clone_from(&event.pull_request);
        }
    });
    Err(end_with(event))
}

/// The same money is not spent twice: a failure of the leader is a failure of its followers.
fn end_with(event: CauseEvent) -> End {
    let link = event
        .pull_request
        .map(|link| format!(": {}", link.url))
        .unwrap_or_default();
    match event.reason {
        EndReason::Merged => End::new(
            EndReason::Duplicate,
            format!("solved by {}{link}", event.leader),
        ),
        reason => End::new(
            reason,
            format!(
                "{} ended {reason} on the same root cause{link}",
                event.leader
            ),
        ),
    }
}

/// Ends the fix when its commit is no longer the one to fix.
pub(super) async fn check_superseded(run: &Run<'_>, branch: &str) -> Result<(), End> {
    match superseded(run, branch).await? {
        Some(by) => Err(End::new(EndReason::Superseded, by)),
        None => Ok(()),
    }
}

/// What makes the commit no longer the one to fix.
async fn superseded(run: &Run<'_>, branch: &str) -> Result<Option<String>, End> {
    run.mailbox(|mailbox| mailbox.pushed = false);
    let Some(deployment) = run.view(|view| view.deployment.clone()).flatten() else {
        return Ok(None);
    };
    let input = CheckInput {
        subscription: run.input.subscription.clone(),
        repository: run.repository.clone(),
        branch: branch.to_owned(),
        deployment,
    };
    let summary = "still the commit to fix?";
    Ok(run
        .call(CheckSuperseded, input, Work::Call, summary)
        .await?
        .by)
}
