//! Root-cause claims: one fix leads, the others wait behind it.

use contract::activities::{
    cause::{CauseKey, Claim, ClaimCause},
    deployment::{CheckInput, CheckSuperseded},
};
use contract::signals::Retry;
use domain::{Deployment, Diagnosis, EndReason, FixStatus, Waiting};

use super::{end::End, options::Work, run::Run};

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
        deployment: &Deployment,
        diagnosis: &Diagnosis,
        retry: &Option<Retry>,
    ) -> Result<CauseKey, End> {
        let (Some(branch), Some(_)) = (&deployment.branch, &deployment.commit) else {
            return Err(End::new(
                EndReason::NotFixable,
                "the deployment was not built from a commit on a branch",
            ));
        };
        let run = self.view(|view| view.run).unwrap_or_default();
        Ok(CauseKey {
            fix: self.input.fix.clone(),
            repository: self.repository.clone(),
            branch: branch.clone(),
            root_directory: self.settings.build.root_directory.clone(),
            fingerprint: diagnosis.fingerprint.clone(),
            granted_by: retry.as_ref().map(|retry| {
                (
                    run.saturating_mul(1_000) + self.retries,
                    retry.actor.clone(),
                )
            }),
        })
    }
}

/// Claims the cause, waiting behind another fix for as long as that one works on it.
pub(super) async fn claim(run: &Run<'_>, key: &CauseKey) -> Result<Standing, End> {
    loop {
        let leader = match run
            .call(
                ClaimCause,
                key.clone(),
                Work::Store,
                "one root cause, one fix",
            )
            .await?
        {
            Claim::Acquired { attempts, granted } => {
                run.change(|view| {
                    view.leader = None;
                    view.waiting = None;
                });
                return Ok(Standing { attempts, granted });
            }
            Claim::Held { leader } => leader,
        };
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
        run.go(FixStatus::Queued, detail).await?;
        wait(run, key).await?;
    }
}

/// Returns when the cause should be claimed anew.
async fn wait(run: &Run<'_>, key: &CauseKey) -> Result<(), End> {
    loop {
        let arrived = run
            .wait(run.windows.claim, "behind the leader", |s| {
                s.mailbox.cause.is_some() || s.mailbox.pushed
            })
            .await?;
        if !arrived {
            return Err(End::new(
                EndReason::Expired,
                "the fix of the same root cause did not end in time",
            ));
        }
        if let Some(event) = run.mailbox(|mailbox| mailbox.cause.take()) {
            run.change(|view| {
                if let Some(leader) = view.leader.as_mut() {
                    leader.pull_request.clone_from(&event.pull_request);
                }
            });
            let link = event
                .pull_request
                .map(|link| format!(": {}", link.url))
                .unwrap_or_default();
            return match event.reason {
                _ if event.lead => Ok(()),
                EndReason::Merged => Err(End::new(
                    EndReason::Duplicate,
                    format!("solved by {}{link}", event.leader),
                )),
                reason if reason.hands_over() => Ok(()),
                reason => Err(End::new(
                    reason,
                    format!(
                        "{} ended {reason} on the same root cause{link}",
                        event.leader
                    ),
                )),
            };
        }
        check_superseded(run, &key.branch).await?;
    }
}

/// Ends the fix when its commit is no longer the one to fix.
pub(super) async fn check_superseded(run: &Run<'_>, branch: &str) -> Result<(), End> {
    run.mailbox(|mailbox| mailbox.pushed = false);
    let commit = run
        .view(|view| view.deployment.as_ref().and_then(|d| d.commit.clone()))
        .flatten();
    let input = CheckInput {
        subscription: run.input.subscription.clone(),
        repository: run.repository.clone(),
        branch: branch.to_owned(),
        commit: commit.map(|commit| commit.sha).unwrap_or_default(),
        deployment: run.input.deployment.clone(),
    };
    match run
        .call(
            CheckSuperseded,
            input,
            Work::Call,
            "still the commit to fix?",
        )
        .await?
        .by
    {
        Some(by) => Err(End::new(EndReason::Superseded, by)),
        None => Ok(()),
    }
}
