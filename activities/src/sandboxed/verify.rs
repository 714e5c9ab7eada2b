//! Green with the patch, in a fresh sandbox?

use std::time::Instant;

use contract::activities::attempt::{Verification, VerifyInput};
use fixers as facade;
use temporalio_sdk::activities::ActivityContext;

use super::{PATCH_BYTES, SandboxedActivities, beat, reproduce::milliseconds};
use crate::failure::Outcome;

pub(super) async fn run(
    activities: &SandboxedActivities,
    ctx: &ActivityContext,
    input: VerifyInput,
) -> Outcome<Verification> {
    let source = activities
        .source(&input.snapshot, &input.repository, &input.settings)
        .await?;
    let patch = activities
        .blobs
        .get(&input.patch.diff.digest, PATCH_BYTES)
        .await?;
    let wanted = facade::VerifyInput {
        target: source.target.clone(),
        patch: patch.to_vec(),
        tree: input.patch.tree,
    };
    let started = Instant::now();
    let fixer = &activities.fixer;
    let verified = beat::run(ctx, |watch| {
        let wanted = &wanted;
        async move { fixer.verify(wanted, &watch).await }
    })
    .await?;
    Ok(Verification {
        green: verified.green,
        runs: verified.build.runs,
        log: activities.keep(verified.build.log.into_bytes()).await?,
        tree: verified.build.tree,
        diagnosis: verified.diagnosis,
        excerpt: verified.excerpt,
        sandbox_milliseconds: milliseconds(started),
    })
}
