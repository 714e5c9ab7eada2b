//! One fix with everything known about it: the live view where Temporal answers, else the mirror.

use domain::{FixStatus, FixView};
use serde::Serialize;
use store::FixRow;

use super::{
    list::FixSummary,
    steps::{is_sandboxed, step_name},
};
use crate::{
    Operations,
    engine::{Description, EngineError, PendingActivity, PendingState, Run},
    error::{OperationError, OperationResult},
};

#[cfg(test)]
mod tests;

/// Where a view comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum ViewSource {
    /// The workflow itself.
    Workflow,
    /// What the store last heard.
    Mirror {
        /// Why the workflow was not asked, or did not answer.
        because: String,
    },
}

/// One fix.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FixDetails {
    /// The line of the list.
    pub summary: FixSummary,
    /// The whole view.
    pub view: FixView,
    /// Where the view comes from.
    pub source: ViewSource,
    /// The run on the server, with the activities it waits for; `None` while Temporal is away, or once it has
    /// forgotten the workflow.
    pub run: Option<Description>,
    /// What is going on, in words: one line for each pending activity.
    pub doing: Vec<String>,
}

impl FixDetails {
    /// Whether nothing more will happen unless a person asks for it.
    #[must_use]
    pub fn is_at_rest(&self) -> bool {
        self.view.status.is_end()
    }
}

impl Operations {
    /// One fix, by its id, workflow id or deployment id.
    ///
    /// # Errors
    /// When there is no such fix, or the store is away. Temporal may be away: then the view is the mirrored one.
    pub async fn show_fix(&self, reference: &str) -> OperationResult<FixDetails> {
        let row = self.find_fix(reference).await?;
        self.details_of(row).await
    }

    pub(crate) async fn details_of(&self, row: FixRow) -> OperationResult<FixDetails> {
        let (state, run) = tokio::join!(
            self.engine.state(&row.workflow_id),
            self.engine.describe(&row.workflow_id)
        );
        let closed = matches!(&run, Ok(Some(run)) if run.run != Run::Open);
        let (view, source) = match state {
            // A workflow that was cut off answers as it stood then; the store has been told more.
            Ok(Some(view)) if closed && !view.status.is_end() => (
                mirrored(&row)?,
                mirror("its workflow was closed from outside"),
            ),
            // The store may know a later run than a server that was reset.
            Ok(Some(view)) if view.fix == row.id => (view, ViewSource::Workflow),
            Ok(_) => (
                mirrored(&row)?,
                mirror("Temporal holds no workflow of this fix"),
            ),
            Err(EngineError::Unavailable(_)) => (
                mirrored(&row)?,
                mirror("the workflow does not answer at the moment"),
            ),
            Err(error @ EngineError::Refused(_)) => {
                tracing::warn!(fix.id = %row.id, error = %error, "the state query was refused");
                (
                    mirrored(&row)?,
                    mirror("the workflow's answer could not be read"),
                )
            }
        };
        let run = run.ok().flatten();
        let doing = run.as_ref().map(doing).unwrap_or_default();
        let waits_for_sandbox = run.as_ref().is_some_and(waits_for_sandbox);
        let web_ui = self.web_ui_of(&row.workflow_id);
        let mut summary = FixSummary::of(row, web_ui);
        refresh(&mut summary, &view);
        summary.waits_for_sandbox = waits_for_sandbox;
        Ok(FixDetails {
            summary,
            view,
            source,
            run,
            doing,
        })
    }
}

fn mirror(because: &str) -> ViewSource {
    ViewSource::Mirror {
        because: because.to_owned(),
    }
}

/// The view as last mirrored, or a fresh one before the first write.
fn mirrored(row: &FixRow) -> OperationResult<FixView> {
    if row.state.detail.is_null() {
        let subscription = row.state.subscription.clone().unwrap_or_default();
        let mut view = FixView::new(
            row.id.clone(),
            row.workflow_id.clone(),
            row.platform,
            row.deployment.clone(),
            subscription,
        );
        view.status = row.state.status;
        view.reason = row.state.reason;
        view.repository = row.state.repository.clone();
        view.pull_request = row.state.pull_request.clone();
        return Ok(view);
    }
    serde_json::from_value(row.state.detail.clone()).map_err(OperationError::internal)
}

/// The live view is newer than the row it was mirrored to.
fn refresh(summary: &mut FixSummary, view: &FixView) {
    summary.status = view.status;
    summary.reason = view.reason;
    summary.waiting.clone_from(&view.waiting);
    if view.pull_request.is_some() {
        summary.pull_request.clone_from(&view.pull_request);
    }
    if view.repository.is_some() {
        summary.repository.clone_from(&view.repository);
    }
    if let Some(diagnosis) = &view.diagnosis {
        summary.error_type = Some(diagnosis.error_type);
        summary.primary_line.clone_from(&diagnosis.primary_line);
    }
    if let Some(deployment) = &view.deployment {
        summary.branch = deployment.branch.clone().or(summary.branch.take());
        summary.commit = deployment
            .commit
            .as_ref()
            .map(|commit| commit.sha.clone())
            .or(summary.commit.take());
    }
    summary.spend = view.spend;
    if let Some(attempt) = view.last_attempt() {
        summary.attempts = summary.attempts.max(attempt.number);
    }
    if let Some(patch) = view
        .shown_attempt()
        .and_then(|attempt| attempt.patch.as_ref())
    {
        summary.fixer = Some(patch.fixer.clone());
    }
    if view.status != FixStatus::Failed && !view.status.is_end() {
        summary.ended_at = None;
    }
}

/// Sandboxed work that no worker has taken yet: all slots are busy, or no sandbox worker runs.
fn waits_for_a_slot(activity: &PendingActivity) -> bool {
    activity.state == PendingState::Scheduled
        && activity.next_try_at.is_none()
        && is_sandboxed(&activity.name)
}

/// Whether a step of the run waits for a free sandbox.
pub(super) fn waits_for_sandbox(run: &Description) -> bool {
    run.activities.iter().any(waits_for_a_slot)
}

fn doing(run: &Description) -> Vec<String> {
    run.activities
        .iter()
        .map(|activity| {
            let mut line = step_name(&activity.name);
            if waits_for_a_slot(activity) {
                line.push_str(": waits for a free sandbox");
            }
            if activity.attempt > 1 {
                line.push_str(&format!(", try {}", activity.attempt));
            }
            if let Some(failure) = &activity.last_failure {
                line.push_str(&format!(" (last: {}: {})", failure.kind, failure.message));
            }
            if let Some(progress) = activity
                .progress
                .as_ref()
                .and_then(super::steps::progress_text)
            {
                line.push_str(&format!(": {progress}"));
            }
            line
        })
        .collect()
}
