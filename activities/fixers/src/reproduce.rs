//! Builds a snapshot, and says whether it fails for the platform's reason.

use crate::{
    FixerError, analysis,
    bench::Bench,
    build::{self, Scope},
    config::FixerConfig,
    facade::{BuildReport, ReproduceInput, ReproduceOutcome, Reproduction, Target, Watch},
    project,
};

/// Installs and builds the snapshot once.
pub(crate) async fn build(
    config: &FixerConfig,
    target: &Target,
    watch: &Watch,
) -> Result<BuildReport, FixerError> {
    let bench = Bench::open(config, &target.snapshot, watch).await?;
    let project = project::detect(&bench.files(), &target.build)?;
    let registry = config.registry.open(&bench.folder("doors")?)?;
    let scope = Scope {
        network_during_build: target.network_during_build,
        build: true,
    };
    build::run(&bench, &project, &registry, scope).await
}

/// Builds, and compares the reason.
pub(crate) async fn reproduce(
    config: &FixerConfig,
    input: &ReproduceInput,
    watch: &Watch,
) -> Result<Reproduction, FixerError> {
    let build = build(config, &input.target, watch).await?;
    if build.is_green() {
        return Ok(Reproduction {
            outcome: ReproduceOutcome::Green,
            diagnosis: None,
            build,
        });
    }
    let (diagnosis, _) = analysis::diagnose(&input.target.repository, &build.log).await?;
    let same = diagnosis.fingerprint == input.fingerprint;
    let outcome = if same {
        ReproduceOutcome::Reproduced
    } else {
        ReproduceOutcome::OtherReason
    };
    Ok(Reproduction {
        outcome,
        diagnosis: Some(diagnosis),
        build,
    })
}
