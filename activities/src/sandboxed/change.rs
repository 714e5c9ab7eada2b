//! A change by a recipe or an agent.

use std::time::Instant;

use contract::{
    FailureKind,
    activities::attempt::{ChangeInput, ChangeOutcome, ChangeResult, Evidence},
};
use domain::Patch;
use fixers::{self as facade, Changed, PreviousAttempt};
use sha2::{Digest, Sha256};
use temporalio_sdk::activities::ActivityContext;

use super::{LOG_BYTES, PATCH_BYTES, SandboxedActivities, beat, reproduce::milliseconds};
use crate::failure::{Failure, Outcome};

pub(super) async fn run(
    activities: &SandboxedActivities,
    ctx: &ActivityContext,
    input: ChangeInput,
) -> Outcome<ChangeResult> {
    let source = activities
        .source(&input.snapshot, &input.repository, &input.settings)
        .await?;
    let mut previous = Vec::with_capacity(input.evidence.len());
    for evidence in input.evidence {
        previous.push(told(activities, evidence).await?);
    }
    let wanted = facade::ChangeInput {
        target: source.target.clone(),
        diagnosis: input.diagnosis,
        log: activities.text(&input.log, LOG_BYTES).await?,
        fixer: input.settings.fixer,
        model: input.settings.model,
        rule_prompt: input.rule_prompt,
        hints: input.hint.into_iter().collect(),
        previous,
        budget: input.budget,
        protected_paths: input.settings.protected_paths,
    };
    let started = Instant::now();
    let fixer = &activities.fixer;
    let change = beat::run(ctx, |watch| {
        let wanted = &wanted;
        async move { fixer.change(wanted, &watch).await }
    })
    .await?;
    let sandbox_milliseconds = milliseconds(started);
    let outcome = match change.outcome {
        facade::ChangeOutcome::Changed(changed) => {
            let findings = changed.findings.clone();
            ChangeOutcome::Changed {
                patch: patch(activities, *changed).await?,
                findings,
            }
        }
        facade::ChangeOutcome::NoChange { why } => ChangeOutcome::NoChange { fixer: None, why },
        facade::ChangeOutcome::BudgetExhausted { why } => {
            ChangeOutcome::BudgetExhausted { fixer: None, why }
        }
        facade::ChangeOutcome::AgentFailed {
            why,
            transient: true,
        } => ChangeOutcome::Unavailable { why },
        facade::ChangeOutcome::AgentFailed { why, .. } => {
            ChangeOutcome::NoChange { fixer: None, why }
        }
    };
    let transcript = match change.transcript {
        bytes if bytes.is_empty() => None,
        bytes => Some(activities.keep(bytes).await?),
    };
    Ok(ChangeResult {
        change: outcome,
        spend: change.spend,
        transcript,
        sandbox_milliseconds,
    })
}

async fn told(activities: &SandboxedActivities, evidence: Evidence) -> Outcome<PreviousAttempt> {
    let diff = match &evidence.patch {
        Some(patch) => activities.text(patch, PATCH_BYTES).await?,
        None => String::new(),
    };
    Ok(PreviousAttempt {
        number: evidence.attempt,
        fixer: evidence.fixer.unwrap_or_default(),
        diff,
        outcome: evidence.outcome,
        excerpt: evidence.excerpt,
    })
}

async fn patch(activities: &SandboxedActivities, changed: Changed) -> Outcome<Patch> {
    if changed.patch.len() as u64 > PATCH_BYTES {
        return Err(Failure::new(
            FailureKind::UnusableSource,
            "the patch is larger than 8 MiB",
        ));
    }
    let id = hex::encode(Sha256::digest(&changed.patch))[..12].to_owned();
    Ok(Patch {
        id,
        diff: activities.keep(changed.patch).await?,
        files: changed.files,
        added: changed.added,
        removed: changed.removed,
        tree: changed.tree,
        fixer: changed.fixer,
        explanation: changed.explanation,
    })
}
