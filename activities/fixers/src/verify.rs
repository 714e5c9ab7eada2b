//! Builds the clean snapshot with a patch, never the tree that the patch was made in.

use crate::{
    FixerError, analysis,
    bench::Bench,
    build::{self, Scope},
    config::FixerConfig,
    facade::{Verification, VerifyInput, Watch},
    policy, project,
};

/// Applies and builds.
pub(crate) async fn verify(
    config: &FixerConfig,
    input: &VerifyInput,
    watch: &Watch,
) -> Result<Verification, FixerError> {
    let judgement = policy::judge(&input.patch, &[], &policy::DiffOnly)
        .map_err(|error| FixerError::Patch(error.to_string()))?;
    if let Some(finding) = judgement.findings.iter().find(|finding| finding.refused) {
        return Err(FixerError::Patch(format!(
            "`{}`: {}",
            finding.path, finding.detail
        )));
    }
    let bench = Bench::open(config, &input.target.snapshot, watch).await?;
    let tree = bench.store.apply(&bench.base, &input.patch).await?;
    if tree != input.tree {
        return Err(FixerError::Patch(format!(
            "it leads to the git tree {tree}, and should lead to {}",
            input.tree
        )));
    }
    bench
        .store
        .check_out(&bench.workspace(), &bench.base, &tree)
        .await?;
    let bench = bench.at(tree).await?;
    let project = project::detect(&bench.files(), &input.target.build)?;
    let registry = config.registry.open(&bench.folder("doors")?)?;
    let scope = Scope {
        network_during_build: input.target.network_during_build,
        build: true,
    };
    let build = build::run(&bench, &project, &registry, scope).await?;
    if build.is_green() {
        return Ok(Verification {
            green: true,
            build,
            diagnosis: None,
            excerpt: String::new(),
        });
    }
    let (diagnosis, excerpt) = analysis::diagnose(&input.target.repository, &build.log).await?;
    Ok(Verification {
        green: false,
        build,
        diagnosis: Some(diagnosis),
        excerpt,
    })
}
