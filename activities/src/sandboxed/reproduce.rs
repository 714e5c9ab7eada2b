//! Red at the parent commit, for the platform's reason?

use std::time::Instant;

use contract::activities::attempt::{ReproduceInput, Reproduction, ReproductionResult};
use fixers::{self as facade, ReproduceOutcome};
use temporalio_sdk::activities::ActivityContext;

use super::{SandboxedActivities, beat};
use crate::failure::Outcome;

pub(super) async fn run(
    activities: &SandboxedActivities,
    ctx: &ActivityContext,
    input: ReproduceInput,
) -> Outcome<Reproduction> {
    let source = activities
        .source(&input.snapshot, &input.repository, &input.settings)
        .await?;
    let wanted = facade::ReproduceInput {
        target: source.target.clone(),
        fingerprint: input.fingerprint,
    };
    let started = Instant::now();
    let fixer = &activities.fixer;
    let found = beat::run(ctx, |watch| {
        let wanted = &wanted;
        async move { fixer.reproduce(wanted, &watch).await }
    })
    .await?;
    let sandbox_milliseconds = milliseconds(started);
    let result = match (found.outcome, found.diagnosis) {
        (ReproduceOutcome::Reproduced, _) => ReproductionResult::Same {
            fingerprint: wanted.fingerprint,
        },
        (ReproduceOutcome::OtherReason, Some(diagnosis)) => ReproductionResult::Other {
            diagnosis: Box::new(diagnosis),
        },
        (ReproduceOutcome::Green | ReproduceOutcome::OtherReason, _) => ReproductionResult::Green,
    };
    Ok(Reproduction {
        result,
        runs: found.build.runs,
        log: activities.keep(found.build.log.into_bytes()).await?,
        environment: found.build.environment,
        sandbox_milliseconds,
    })
}

/// Milliseconds since then.
pub(super) fn milliseconds(started: Instant) -> u64 {
    u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX)
}
