//! Loading, mirroring and recording.

use std::sync::Arc;

use contract::activities::{
    attempt::{Reservation, ReserveBudget, ReserveInput},
    record::{AttemptRecord, LoadFix, LoadInput, Loaded, MirrorFix, RecordAttempt},
};
use domain::{AttemptView, Budget, FixId, FixView, Lineage};
use store::{AttemptRow, Caps, FixEvent, FixState, MirrorOutcome, MirrorWrite, Reserve};
use temporalio_macros::activities;
use temporalio_sdk::activities::{ActivityContext, ActivityError};

use super::{
    cause::cause_key,
    ports::{Ports, now},
};
use crate::failure::Outcome;

/// An attempt may reserve this part of what the fix has left, so that a lost one does not take it all.
const PART: u64 = 2;

/// Attempts of earlier runs that a new one is told of.
const MOST_ATTEMPTS: usize = 20;

/// The group.
pub struct RecordActivities {
    /// Its ports.
    pub ports: Arc<Ports>,
}

#[activities]
impl RecordActivities {
    #[activity(definition = LoadFix)]
    pub async fn load(
        self: Arc<Self>,
        _: ActivityContext,
        input: LoadInput,
    ) -> Result<Loaded, ActivityError> {
        Ok(self.load_fix(input).await?)
    }

    #[activity(definition = MirrorFix)]
    pub async fn mirror(
        self: Arc<Self>,
        ctx: ActivityContext,
        view: FixView,
    ) -> Result<(), ActivityError> {
        let run_id = ctx.info().workflow_run_id.clone().unwrap_or_default();
        Ok(self.write_mirror(view, &run_id).await?)
    }

    #[activity(definition = RecordAttempt)]
    pub async fn record(
        self: Arc<Self>,
        _: ActivityContext,
        record: AttemptRecord,
    ) -> Result<(), ActivityError> {
        Ok(self.record_attempt(record).await?)
    }

    #[activity(definition = ReserveBudget)]
    pub async fn reserve(
        self: Arc<Self>,
        _: ActivityContext,
        input: ReserveInput,
    ) -> Result<Reservation, ActivityError> {
        Ok(self.reserve_budget(input).await?)
    }
}

impl RecordActivities {
    async fn load_fix(&self, input: LoadInput) -> Outcome<Loaded> {
        let store = &self.ports.store;
        let subscription = store.subscriptions.get(&input.subscription).await?;
        let run = store.fixes.run_ordinal(&input.fix, &input.run_id).await?;
        let mut lineage = store.lineages.get(&input.fix).await?;
        let attempts = self.earlier_attempts(&input.fix).await?;
        if let Some(last) = attempts.last() {
            lineage.attempts = lineage.attempts.max(last.number);
        }
        Ok(Loaded {
            run,
            active: subscription.active,
            repository: subscription.repository,
            settings: subscription.settings,
            windows: self.ports.windows,
            lineage,
            attempts,
        })
    }

    /// The attempts of earlier runs. One that was saved in another shape is left out: it is history.
    async fn earlier_attempts(&self, fix: &FixId) -> Outcome<Vec<AttemptView>> {
        let rows = self.ports.store.attempts.list(fix).await?;
        let skipped = rows.len().saturating_sub(MOST_ATTEMPTS);
        Ok(rows
            .into_iter()
            .skip(skipped)
            .filter_map(|row| serde_json::from_value(row.detail).ok())
            .collect())
    }

    /// The ordinal is that of the run that writes: a run that was reset replays the view of the one before it.
    async fn write_mirror(&self, mut view: FixView, run_id: &str) -> Outcome<()> {
        let store = &self.ports.store;
        let at = now();
        let ordinal = store.fixes.run_ordinal(&view.fix, run_id).await?;
        view.run = ordinal;
        let (fix, repository) = (view.fix.clone(), view.repository.clone());
        let (lineage, events) = (lineage(&view), timeline(&view));
        let revision = u64::from(view.revision);
        let write = MirrorWrite {
            ordinal,
            revision,
            at,
            state: state(view)?,
        };
        let outcome = store.fixes.mirror(&fix, write).await?;
        if let (MirrorOutcome::Applied, Some(repository)) = (outcome, repository) {
            store.lineages.save(&fix, &repository, &lineage, at).await?;
        }
        store.events.append(&fix, &events).await?;
        Ok(())
    }

    async fn record_attempt(&self, record: AttemptRecord) -> Outcome<()> {
        let store = &self.ports.store;
        let at = now();
        if let Some(reservation) = record.reservation {
            store
                .budgets
                .settle(&store::ReservationId(reservation), record.attempt.spend, at)
                .await?;
        }
        store
            .attempts
            .save(&attempt_row(
                &record.fix,
                cause_key(&record.cause).id(),
                record.attempt,
            ))
            .await?;
        Ok(())
    }

    async fn reserve_budget(&self, input: ReserveInput) -> Outcome<Reservation> {
        let store = &self.ports.store;
        let at = now();
        // What a person set counts as of now, for attempts of fixes that run already, too.
        let set = store::budget_of_day(store.settings.as_ref()).await?;
        let caps = Caps {
            fix: input.fix_budget,
            cause: self.ports.budget_of_cause,
            day: set.unwrap_or(self.ports.budget_of_day),
        };
        let cause = cause_key(&input.cause).id();
        let account = store
            .budgets
            .account(store::Scope::Fix(input.fix.clone()))
            .await?;
        let wish = Reserve {
            want: part(&input.fix_budget.minus(&account.committed())),
            fix: input.fix,
            cause,
            attempt: input.attempt,
            token: input.token,
            day: at.to_zoned(jiff::tz::TimeZone::UTC).date(),
            caps,
            at,
        };
        Ok(match store.budgets.reserve(wish).await? {
            store::Reservation::Granted { id, budget } => Reservation::Granted { id: id.0, budget },
            store::Reservation::Exhausted(which) => Reservation::Exhausted {
                why: which.to_string(),
                until: (which == store::Exhausted::Day).then(|| tomorrow(at)),
            },
        })
    }
}

/// The beginning of the next day (UTC), in Unix milliseconds.
fn tomorrow(now: jiff::Timestamp) -> i64 {
    const DAY: i64 = 86_400_000;
    (now.as_millisecond().div_euclid(DAY) + 1) * DAY
}

fn part(left: &Budget) -> Budget {
    Budget {
        model_calls: left.model_calls.div_ceil(2),
        tokens: left.tokens.div_ceil(PART),
        cost_micros: left.cost_micros.div_ceil(PART),
    }
}

fn lineage(view: &FixView) -> Lineage {
    Lineage {
        attempts: view.attempts.last().map_or(0, |attempt| attempt.number),
        branch: view.pull_request.as_ref().map(|link| link.branch.clone()),
        pull_request: view.pull_request.clone(),
        spend: view.spend,
        redeployed: false,
        granted_attempts: 0,
    }
}

fn timeline(view: &FixView) -> Vec<FixEvent> {
    let dated = |kind: &str, entry: &domain::Entry| FixEvent {
        key: format!(
            "{}:{}:{}",
            view.run,
            entry.at,
            entry.text.chars().take(60).collect::<String>()
        ),
        at: jiff::Timestamp::from_millisecond(entry.at).unwrap_or_default(),
        kind: kind.to_owned(),
        text: entry.text.clone(),
    };
    view.timeline
        .iter()
        .map(|e| dated("event", e))
        .chain(view.notes.iter().map(|e| dated("note", e)))
        .collect()
}

/// A view as the store mirrors it.
pub(super) fn state(view: FixView) -> Outcome<FixState> {
    let deployment = view.deployment.as_ref();
    let commit = deployment.and_then(|d| d.commit.as_ref());
    let at_end = view.status.is_end().then(now);
    let detail = serde_json::to_value(&view).map_err(|error| {
        crate::failure::Failure::new(contract::FailureKind::Internal, error.to_string())
    })?;
    Ok(FixState {
        subscription: Some(view.subscription.clone()),
        project_name: deployment.map(|d| d.project_name.clone()),
        branch: deployment.and_then(|d| d.branch.clone()),
        commit: commit.map(|c| c.sha.clone()),
        title: commit.map(|c| c.subject.clone()),
        error_type: view.diagnosis.as_ref().map(|d| d.error_type),
        primary_line: view
            .diagnosis
            .as_ref()
            .map(|d| d.primary_line.clone())
            .unwrap_or_default(),
        fingerprint: view.diagnosis.as_ref().map(|d| d.fingerprint.clone()),
        fixer: view
            .shown_attempt()
            .and_then(|a| a.patch.as_ref())
            .map(|patch| patch.fixer.clone()),
        attempts: view.attempts.last().map_or(0, |attempt| attempt.number),
        leader: view.leader.map(|leader| leader.fix),
        source_pull_request: deployment
            .and_then(|d| d.pull_request.as_ref())
            .map(|pull| pull.number),
        waiting: view.waiting,
        repository: view.repository,
        status: view.status,
        reason: view.reason,
        spend: view.spend,
        pull_request: view.pull_request,
        ended_at: at_end,
        detail,
    })
}

fn attempt_row(fix: &domain::FixId, cause: store::CauseId, attempt: AttemptView) -> AttemptRow {
    let at = now();
    let logs = [("change", &attempt.transcript), ("verify", &attempt.log)];
    let outcome = serde_json::to_value(attempt.outcome)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned));
    AttemptRow {
        fixer: attempt.patch.as_ref().map(|patch| patch.fixer.clone()),
        outcome,
        summary: attempt.detail.clone(),
        logs: logs
            .into_iter()
            .filter_map(|(name, blob)| Some((name.to_owned(), blob.clone()?)))
            .collect(),
        durations: vec![("sandbox".to_owned(), attempt.sandbox_milliseconds)],
        detail: serde_json::to_value(&attempt).unwrap_or_default(),
        patch: attempt.patch,
        proof: attempt.proof,
        spend: attempt.spend,
        ended_at: Some(at),
        ..AttemptRow::begun(fix.clone(), attempt.number, Some(cause), attempt.parent, at)
    }
}
