//! What is stored against what runs: fixes whose workflows were terminated or reset are noticed, and put right.
//!
//! Temporal is the truth for open fixes and the store mirrors it. Nothing of this is needed while workflows end by
//! themselves; a terminated one can tell nobody, and one that was reset goes on as another run.

use std::collections::HashMap;

use contract::{
    signals::{CANCEL, Cancel},
    start::AlertInput,
};
use domain::{Actor, AlertEvent, EndReason, FixStatus, FixView, Waiting};
use jiff::SignedDuration;
use store::{FixFilter, FixRow, HookStatus, MirrorWrite, PageRequest, RootCauseRow};

use super::{
    cause::CauseActivities,
    executions::{self, Execution},
    ports::{Ports, now},
    record,
    signal::signal,
};
use crate::failure::Outcome;

/// What is not an end.
const OPEN: [FixStatus; 6] = [
    FixStatus::Pending,
    FixStatus::Queued,
    FixStatus::Analyzing,
    FixStatus::Fixing,
    FixStatus::Reviewing,
    FixStatus::PrCreated,
];

/// A mirror that was written so lately may be on its way still.
const SETTLED: SignedDuration = SignedDuration::from_secs(2);

/// Deliveries are kept for so long after they were processed, and deployments after they were last heard of.
const KEPT_DELIVERIES: SignedDuration = SignedDuration::from_hours(24 * 30);
const KEPT_DEPLOYMENTS: SignedDuration = SignedDuration::from_hours(24 * 180);

impl Ports {
    /// One pass over everything. What fails for one fix is left for the next pass.
    pub(super) async fn reconcile(self: &std::sync::Arc<Self>) -> Outcome<()> {
        let running = executions::open_fixes(&self.temporal).await?;
        for row in self.stored_as_open().await? {
            if now().duration_since(row.updated_at) < SETTLED {
                continue;
            }
            if let Err(failure) = self.compare(&row, &running).await {
                tracing::warn!(fix.id = %row.id, failure = ?failure, "a fix could not be reconciled");
            }
        }
        self.follow_resets(&running).await?;
        self.free_causes().await?;
        self.keep_polling().await?;
        let before = now();
        self.store
            .deliveries
            .purge(before - KEPT_DELIVERIES)
            .await?;
        self.store
            .deployments
            .purge(before - KEPT_DEPLOYMENTS)
            .await?;
        Ok(())
    }

    /// Rows that are not at an end.
    async fn stored_as_open(&self) -> Outcome<Vec<FixRow>> {
        let filter = FixFilter {
            statuses: OPEN.to_vec(),
            ..FixFilter::default()
        };
        let mut page = PageRequest::first(PageRequest::MOST);
        let mut found = Vec::new();
        loop {
            let fixes = self.store.fixes.list(filter.clone(), page).await?;
            found.extend(fixes.items);
            match fixes.next {
                Some(next) => {
                    page = PageRequest {
                        limit: PageRequest::MOST,
                        after: Some(next),
                    };
                }
                None => return Ok(found),
            }
        }
    }

    /// A fix that is stored as open must run.
    async fn compare(
        self: &std::sync::Arc<Self>,
        row: &FixRow,
        running: &HashMap<String, String>,
    ) -> Outcome<()> {
        if running.contains_key(&row.workflow_id) {
            return Ok(());
        }
        // Visibility lags behind: the workflow itself decides.
        match executions::newest(&self.temporal, &row.workflow_id).await? {
            Some(execution) if execution.open => Ok(()),
            // Not started yet: its delivery waits in the outbox.
            None if row.run_ordinal == 0 => Ok(()),
            Some(execution) => self.close(row, Some(&execution)).await,
            None => self.close(row, None).await,
        }
    }

    /// Stores the end of a fix whose workflow is closed: its own word where it had one, else that it was cut off.
    async fn close(
        self: &std::sync::Arc<Self>,
        row: &FixRow,
        execution: Option<&Execution>,
    ) -> Outcome<()> {
        // Lists leave the view out.
        let row = &self.store.fixes.get(&row.id).await?;
        let said = executions::view(&self.temporal, &row.workflow_id).await;
        let stored = || serde_json::from_value::<FixView>(row.state.detail.clone()).ok();
        let said = said.filter(|view| view.fix == row.id).or_else(stored);
        let mut view = said.unwrap_or_else(|| unknown(row));
        let cut_off = !view.status.is_end();
        if cut_off {
            let how = execution.map_or("lost", |execution| execution.how);
            view.detail = format!("its workflow was {how} from outside before it had ended");
            view.status = FixStatus::Failed;
            view.reason = Some(EndReason::Internal);
            view.waiting = Some(Waiting::Retry);
            let text = format!("{}: {}", view.status, view.detail);
            view.happened(now().as_millisecond(), text);
        }
        // A retry may have begun another run meanwhile: that one speaks for itself.
        let newest = executions::newest(&self.temporal, &row.workflow_id).await?;
        if newest.as_ref().map(|e| &e.run_id) != execution.map(|e| &e.run_id) {
            return Ok(());
        }
        // Stored last: until then the next pass does all of it again, and each step counts once.
        self.store.budgets.forfeit(&row.id, now()).await?;
        if cut_off {
            tracing::warn!(fix.id = %row.id, detail = %view.detail, "a fix was cut off");
            self.tell_of_the_end(row, &view).await?;
        }
        self.write(row, view, execution.map(|e| e.run_id.as_str()))
            .await
    }

    /// Writes a view over whatever is stored.
    async fn write(&self, row: &FixRow, mut view: FixView, run_id: Option<&str>) -> Outcome<()> {
        let ordinal = match run_id {
            Some(run_id) => self.store.fixes.run_ordinal(&row.id, run_id).await?,
            None => row.run_ordinal,
        };
        view.run = ordinal;
        let mut revision = u64::from(view.revision);
        if ordinal == row.run_ordinal {
            revision = revision.max(row.revision + 1);
        }
        let write = MirrorWrite {
            ordinal,
            revision,
            at: now(),
            state: record::state(view)?,
        };
        self.store.fixes.mirror(&row.id, write).await?;
        Ok(())
    }

    /// What the workflow would have said to those who could see its work.
    async fn tell_of_the_end(&self, row: &FixRow, view: &FixView) -> Outcome<()> {
        let Some(subscription) = &row.state.subscription else {
            return Ok(());
        };
        let subscription = self.store.subscriptions.get(subscription).await?;
        if !subscription.settings.observe
            && let Err(failure) = self.comment_on_the_end(row, view, &subscription.id).await
        {
            if failure.kind().is_retryable() {
                return Err(failure);
            }
            tracing::warn!(fix.id = %row.id, failure = ?failure, "nobody is told of the end where it was seen");
        }
        for channel in &subscription.settings.notify {
            let alert = AlertInput {
                channel: channel.clone(),
                id: format!("{}.{}.{}.cut_off", row.id, AlertEvent::Failed, view.run),
                event: AlertEvent::Failed,
                view: view.in_short(),
                window: self.windows.outage,
            };
            executions::deliver(&self.temporal, &alert).await?;
        }
        Ok(())
    }

    /// On the pull requests that were told of the fix, and on the commit that it worked on.
    async fn comment_on_the_end(
        &self,
        row: &FixRow,
        view: &FixView,
        subscription: &domain::SubscriptionId,
    ) -> Outcome<()> {
        let Some(repository) = &view.repository else {
            return Ok(());
        };
        let git = self.git(subscription).await?;
        let own = view.pull_request.as_ref().map(|link| link.number);
        let original = row.state.source_pull_request.filter(|_| own.is_some());
        let marker = report::comment::marker(&report::comment::about(&row.id));
        for number in own.into_iter().chain(original) {
            let body = report::comment::text(view, number);
            git.host
                .upsert_comment(repository, number, &marker, &body)
                .await?;
        }
        let worked = !view.attempts.is_empty() || own.is_some();
        let commit = view.deployment.as_ref().and_then(|d| d.commit.as_ref());
        if let (Some(commit), true) = (commit, worked) {
            let status = self.commit_status(view, true);
            git.host
                .set_status(repository, &commit.sha, &status)
                .await?;
        }
        Ok(())
    }

    /// A fix that was reset goes on as another run, perhaps from before what is stored of it.
    async fn follow_resets(
        self: &std::sync::Arc<Self>,
        running: &HashMap<String, String>,
    ) -> Outcome<()> {
        for (workflow_id, run_id) in running {
            if let Err(failure) = self.follow_reset(workflow_id, run_id).await {
                tracing::warn!(workflow.id = %workflow_id, failure = ?failure, "a run could not be followed");
            }
        }
        Ok(())
    }

    async fn follow_reset(&self, workflow_id: &str, run_id: &str) -> Outcome<()> {
        let Some(row) = self.store.fixes.find_by_workflow(workflow_id).await? else {
            return Ok(());
        };
        let settled = now().duration_since(row.updated_at) >= SETTLED;
        if row.run_id.as_deref() == Some(run_id) || !settled {
            return Ok(());
        }
        let said = executions::view(&self.temporal, workflow_id).await;
        let Some(view) = said.filter(|view| view.fix == row.id) else {
            return Ok(());
        };
        tracing::info!(fix.id = %row.id, run.id = %run_id, "a fix goes on as another run");
        self.claim_again(&row, &view).await?;
        self.write(&row, view, Some(run_id)).await
    }

    /// A run that was reset believes that it owns its root cause, which may have been given up or taken since.
    async fn claim_again(&self, row: &FixRow, view: &FixView) -> Outcome<()> {
        let working = matches!(
            view.status,
            FixStatus::Fixing | FixStatus::Reviewing | FixStatus::PrCreated
        );
        let (Some(repository), Some(diagnosis), Some(branch), true) = (
            &view.repository,
            &view.diagnosis,
            view.deployment.as_ref().and_then(|d| d.branch.as_ref()),
            working,
        ) else {
            return Ok(());
        };
        let key = store::CauseKey {
            repository: repository.clone(),
            base_branch: branch.clone(),
            root_directory: view.root_directory.clone(),
            fingerprint: diagnosis.fingerprint.clone(),
        };
        let causes = &self.store.root_causes;
        let store::Claim::Held { leader } = causes.claim(&key, &row.id, now()).await? else {
            return Ok(());
        };
        // One root cause, one pull request: the one that works on it now goes on.
        causes.detach(&key.id(), &row.id).await?;
        let cancel = Cancel {
            id: format!("reset:{}:{leader}", row.id),
            reason: format!("{leader} works on the same root cause since this fix was reset"),
            actor: Actor::system(),
        };
        signal(&self.temporal, &row.workflow_id, CANCEL, &cancel).await?;
        Ok(())
    }

    /// A claim whose owner is gone goes to the oldest follower.
    async fn free_causes(self: &std::sync::Arc<Self>) -> Outcome<()> {
        let causes = CauseActivities {
            ports: std::sync::Arc::clone(self),
        };
        for cause in self.store.root_causes.held().await? {
            if let Err(failure) = self.free_cause(&causes, &cause).await {
                tracing::warn!(cause.id = %cause.id, failure = ?failure, "a claim could not be checked");
            }
        }
        Ok(())
    }

    async fn free_cause(&self, causes: &CauseActivities, cause: &RootCauseRow) -> Outcome<()> {
        let Some(holder) = &cause.holder else {
            return Ok(());
        };
        let row = self.store.fixes.get(holder).await?;
        let open = match executions::newest(&self.temporal, &row.workflow_id).await? {
            Some(execution) => execution.open,
            None => row.run_ordinal == 0,
        };
        if open {
            return Ok(());
        }
        tracing::info!(cause.id = %cause.id, fix.id = %holder, "a root cause is taken from a fix that is gone");
        causes.take_from(&cause.id, holder).await
    }

    /// Polls that were ended from outside go on.
    async fn keep_polling(&self) -> Outcome<()> {
        for hook in self.store.hooks.list().await? {
            if hook.status == HookStatus::Poll {
                executions::poll(&self.temporal, &hook.connection, hook.provider).await?;
            }
        }
        Ok(())
    }
}

/// The view of a fix that ended before anything was mirrored.
fn unknown(row: &FixRow) -> FixView {
    FixView::new(
        row.id.clone(),
        row.workflow_id.clone(),
        row.platform,
        row.deployment.clone(),
        row.state.subscription.clone().unwrap_or_default(),
    )
}
