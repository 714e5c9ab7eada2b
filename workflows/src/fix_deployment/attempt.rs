//! Attempts: snapshot, reproduce, change, verify; again with what the last one showed, as long as there is hope.

use contract::activities::{
    attempt::{
        ChangeOutcome, Evidence, Reproduce, ReproduceInput, Reproduction, ReproductionResult,
        Verification, Verify, VerifyInput,
    },
    record::{AttemptRecord, RecordAttempt},
    source::{Snapshot, SnapshotInput, SnapshotSource},
};
use domain::{
    AttemptNumber, AttemptOutcome, AttemptView, EndReason, FixStatus, Patch, PolicyFinding, Proof,
    Spend, UnprovedPolicy,
};

use temporalio_workflow::WorkflowCancellationToken;

use super::{
    change, decision,
    end::{End, Fault},
    follow, follower,
    job::{Base, Job},
    options::Work,
    publish,
    run::Run,
};

/// So much of a log is told to the next attempt.
pub(super) const EVIDENCE_CHARACTERS: usize = 4_096;

/// A patch that is green.
pub(super) struct Ready {
    pub(super) attempt: AttemptNumber,
    pub(super) snapshot: Snapshot,
    pub(super) patch: Patch,
    pub(super) findings: Vec<PolicyFinding>,
    /// Why the failure itself is not proved.
    pub(super) unproved: Option<String>,
}

/// How one attempt came out.
enum Outcome {
    Green(Box<Ready>),
    Failed,
}

/// Makes attempts until one is green.
pub(super) async fn attempts(run: &Run<'_>, job: &mut Job) -> Result<Ready, End> {
    // After a failed preview or a person's wish it is fixing already, and says why.
    if run.view(|view| view.status) != Some(FixStatus::Fixing) {
        run.go(FixStatus::Fixing, "working on a fix").await?;
        if !job.is_published() {
            publish::status(run, &job.commit, true, Work::Courtesy).await;
        }
    }
    loop {
        if job.is_published() {
            follow::still_open(run).await?;
        } else {
            follower::check_superseded(run, &job.branch).await?;
        }
        let allowed = decision::attempts_allowed(&run.settings, &job.rule, job.granted);
        if job.attempts_on_cause >= allowed {
            let attempts = run.view(|view| view.attempts.clone()).unwrap_or_default();
            return Err(decision::exhausted(&attempts, allowed));
        }
        let base = base(run, job).await?;
        job.attempts_on_cause += 1;
        if let Outcome::Green(ready) = attempt(run, job, &base).await? {
            return Ok(*ready);
        }
    }
}

/// The failure at its commit, built once for all attempts that start there.
async fn base(run: &Run<'_>, job: &mut Job) -> Result<Base, End> {
    if let Some(base) = &job.base {
        return Ok(base.clone());
    }
    let commit = &job.parent[..job.parent.len().min(10)];
    let input = SnapshotInput {
        fix: run.input.fix.clone(),
        subscription: run.input.subscription.clone(),
        repository: run.repository.clone(),
        commit: job.parent.clone(),
    };
    let snapshot = run
        .call(
            SnapshotSource,
            input,
            Work::Transfer,
            format!("source at {commit}"),
        )
        .await?;
    let input = ReproduceInput {
        snapshot: snapshot.clone(),
        repository: run.repository.clone(),
        fingerprint: job.diagnosis.fingerprint.clone(),
        settings: run.settings.clone(),
    };
    let reproduction = run
        .call(
            Reproduce,
            input,
            Work::Sandboxed,
            format!("reproduce at {commit}"),
        )
        .await?;
    run.happened(report::details::built("reproduced", &reproduction.runs));
    let why = match &reproduction.result {
        ReproductionResult::Same { .. } => None,
        ReproductionResult::Green => Some("the build is green in the sandbox".to_owned()),
        ReproductionResult::Other { diagnosis } => Some(format!(
            "the build is red in the sandbox for another reason: {}",
            diagnosis.primary_line
        )),
    };
    if let (Some(why), UnprovedPolicy::Stop) = (&why, run.settings.unproved) {
        return Err(End::new(EndReason::NotReproduced, why));
    }
    let base = Base {
        snapshot,
        reproduction,
        unproved: why,
    };
    job.base = Some(base.clone());
    Ok(base)
}

async fn attempt(run: &Run<'_>, job: &mut Job, base: &Base) -> Result<Outcome, End> {
    let number = begin(run, base);
    let (result, reservation) = match change::change(run, job, base, number).await {
        Ok(changed) => changed,
        Err(end) => {
            finish(run, job, AttemptOutcome::Faulted, &end.detail, None).await;
            return Err(end);
        }
    };
    run.change(|view| {
        view.spend = view.spend.plus(&result.spend);
        if let Some(attempt) = view.attempts.last_mut() {
            attempt.spend = attempt.spend.plus(&result.spend);
            attempt.sandbox_milliseconds += result.sandbox_milliseconds;
            attempt.transcript.clone_from(&result.transcript);
        }
    });
    let (patch, findings) = match result.change {
        ChangeOutcome::Changed { patch, findings } => (patch, findings),
        ChangeOutcome::NoChange { fixer, why } => {
            job.evidence.push(evidence(number, fixer, &why, None, ""));
            finish(run, job, AttemptOutcome::NoChange, &why, reservation).await;
            return Ok(Outcome::Failed);
        }
        ChangeOutcome::Unavailable { why } => {
            finish(run, job, AttemptOutcome::Faulted, &why, reservation).await;
            return Err(End::new(EndReason::Unavailable, why));
        }
        ChangeOutcome::BudgetExhausted { why, .. } => {
            finish(run, job, AttemptOutcome::BudgetExhausted, &why, reservation).await;
            return Err(End::new(EndReason::BudgetExhausted, why));
        }
    };
    run.change(|view| {
        if let Some(attempt) = view.attempts.last_mut() {
            attempt.patch = Some(patch.clone());
            attempt.findings.clone_from(&findings);
            attempt.detail = format!(
                "patch {} by {}: {} files",
                patch.id,
                patch.fixer,
                patch.files.len()
            );
        }
    });
    run.happened(format!(
        "{} changed {} (+{} -{})",
        patch.fixer,
        patch.files.join(", "),
        patch.added,
        patch.removed
    ));
    if let Some(refused) = findings.iter().find(|finding| finding.refused) {
        let why = format!(
            "the policy refuses the patch: {}",
            report::details::finding(refused)
        );
        job.evidence.push(evidence(
            number,
            Some(patch.fixer.clone()),
            &why,
            Some(&patch),
            "",
        ));
        finish(run, job, AttemptOutcome::Refused, &why, reservation).await;
        return Ok(Outcome::Failed);
    }
    let verified = match verify(run, base, &patch).await {
        Ok(verified) => verified,
        Err(end) => {
            finish(run, job, AttemptOutcome::Faulted, &end.detail, reservation).await;
            return Err(end);
        }
    };
    judge(
        run,
        job,
        base,
        Ready {
            attempt: number,
            snapshot: base.snapshot.clone(),
            patch,
            findings,
            unproved: base.unproved.clone(),
        },
        verified,
        reservation,
    )
    .await
}

async fn judge(
    run: &Run<'_>,
    job: &mut Job,
    base: &Base,
    ready: Ready,
    verified: Verification,
    reservation: Option<String>,
) -> Result<Outcome, End> {
    run.happened(report::details::built("with the patch", &verified.runs));
    run.change(|view| {
        if let Some(attempt) = view.attempts.last_mut() {
            attempt.log = Some(verified.log.clone());
            attempt.sandbox_milliseconds += verified.sandbox_milliseconds;
        }
    });
    if verified.green {
        let proof = proof(job, base, &verified);
        run.change(|view| {
            if let Some(attempt) = view.attempts.last_mut() {
                attempt.proof = Some(proof);
            }
        });
        let detail = if base.unproved.is_some() {
            "green, but the failure itself is not proved"
        } else {
            "red before, green after"
        };
        finish(run, job, AttemptOutcome::Green, detail, reservation).await;
        return Ok(Outcome::Green(Box::new(ready)));
    }
    let line = verified
        .diagnosis
        .as_ref()
        .map(|d| d.primary_line.clone())
        .unwrap_or_default();
    let why = format!("still red with the patch: {line}");
    job.evidence.push(evidence(
        ready.attempt,
        Some(ready.patch.fixer.clone()),
        &why,
        Some(&ready.patch),
        &verified.excerpt,
    ));
    finish(run, job, AttemptOutcome::StillRed, &why, reservation).await;
    Ok(Outcome::Failed)
}

/// Opens the attempt in the view; its number goes on over retries and runs.
fn begin(run: &Run<'_>, base: &Base) -> AttemptNumber {
    let mut number = 0;
    run.change(|view| {
        number = view
            .attempts
            .last()
            .map_or(run.lineage.attempts, |attempt| attempt.number)
            + 1;
        view.attempts.push(AttemptView {
            number,
            parent: base.snapshot.commit.clone(),
            outcome: AttemptOutcome::Running,
            detail: "under way".to_owned(),
            patch: None,
            findings: Vec::new(),
            proof: None,
            transcript: None,
            log: None,
            spend: Spend::default(),
            sandbox_milliseconds: base.reproduction.sandbox_milliseconds,
        });
        view.detail = format!("attempt {number}");
    });
    run.happened(format!("attempt {number}"));
    number
}

async fn verify(run: &Run<'_>, base: &Base, patch: &Patch) -> Result<Verification, End> {
    let input = VerifyInput {
        snapshot: base.snapshot.clone(),
        repository: run.repository.clone(),
        patch: patch.clone(),
        settings: run.settings.clone(),
    };
    run.call(
        Verify,
        input,
        Work::Sandboxed,
        format!("verify patch {}", patch.id),
    )
    .await
    .map_err(Fault::into)
}

/// Closes the attempt in the view and in the store, where its reservation is settled.
async fn finish(
    run: &Run<'_>,
    job: &Job,
    outcome: AttemptOutcome,
    detail: &str,
    reservation: Option<String>,
) {
    let mut closed = None;
    run.change(|view| {
        if let Some(attempt) = view.attempts.last_mut() {
            attempt.outcome = outcome;
            detail.clone_into(&mut attempt.detail);
            closed = Some(attempt.clone());
        }
    });
    run.happened(detail);
    let Some(attempt) = closed else { return };
    let number = attempt.number;
    let record = AttemptRecord {
        fix: run.input.fix.clone(),
        cause: job.key.clone(),
        attempt,
        reservation,
    };
    // Counting is not worth losing a fix for; an unsettled reservation is forfeited in full by the next one.
    // A cancelled attempt counts too, and what it spent is known.
    let token = if run.token.is_cancelled() {
        WorkflowCancellationToken::new()
    } else {
        run.token.clone()
    };
    let summary = format!("record attempt {number}");
    let _unrecorded = run
        .call_with(RecordAttempt, record, Work::Store, summary, token)
        .await;
}

fn evidence(
    attempt: AttemptNumber,
    fixer: Option<String>,
    outcome: &str,
    patch: Option<&Patch>,
    excerpt: &str,
) -> Evidence {
    Evidence {
        attempt,
        fixer,
        outcome: outcome.to_owned(),
        patch: patch.map(|patch| patch.diff.clone()),
        excerpt: excerpt.chars().take(EVIDENCE_CHARACTERS).collect(),
    }
}

fn proof(job: &Job, base: &Base, verified: &Verification) -> Proof {
    let Reproduction {
        result,
        runs,
        log,
        environment,
        ..
    } = &base.reproduction;
    Proof {
        base_commit: base.snapshot.commit.clone(),
        base_tree: base.snapshot.tree.clone(),
        fix_tree: verified.tree.clone(),
        base: runs.clone(),
        fix: verified.runs.clone(),
        platform_fingerprint: job.diagnosis.fingerprint.clone(),
        base_fingerprint: match result {
            ReproductionResult::Same { fingerprint } => fingerprint.clone(),
            ReproductionResult::Other { diagnosis } => diagnosis.fingerprint.clone(),
            ReproductionResult::Green => String::new(),
        },
        base_log: log.clone(),
        fix_log: verified.log.clone(),
        environment: environment.clone(),
    }
}
