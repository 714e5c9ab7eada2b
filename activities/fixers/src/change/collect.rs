//! What an agent changed, and what merely came to be while it worked.

use std::{collections::BTreeSet, fs, path::Path};

use crate::{
    FixerError,
    agents::AgentReport,
    bench::{Bench, Order},
    build,
    doors::RegistryDoor,
    facade::{ChangeInput, Changed},
    project::Project,
    workspace::{TreeEntry, parent_beneath},
};

/// What the agent changed, as a patch.
pub(super) async fn collect(
    bench: &Bench<'_>,
    project: &Project,
    registry: &RegistryDoor,
    baseline: &str,
    report: &AgentReport,
    fixer: &str,
    input: &ChangeInput,
) -> Result<Option<Changed>, FixerError> {
    let after = bench.state(&project.outputs).await?;
    let mut entries = bench.store.differences(baseline, &after).await?;
    let generated = generated(bench, project, registry, &entries, report, input).await?;
    entries.retain(|entry| !generated.contains(&entry.path));
    super::patch(
        bench,
        &entries,
        fixer.to_owned(),
        &report.text,
        &input.protected_paths,
    )
    .await
}

/// Files that installs and builds made, not the agent: those that were there before it began and were never committed, and
/// new ones that the build makes again when they are taken away. Files that the agent's own tools wrote are not in question.
async fn generated(
    bench: &Bench<'_>,
    project: &Project,
    registry: &RegistryDoor,
    entries: &[TreeEntry],
    report: &AgentReport,
    input: &ChangeInput,
) -> Result<BTreeSet<String>, FixerError> {
    let written: BTreeSet<&str> = report
        .written
        .iter()
        .map(|path| {
            path.strip_prefix(sandbox::WORKSPACE)
                .unwrap_or(path)
                .trim_start_matches('/')
        })
        .collect();
    let unknown: Vec<&TreeEntry> = entries
        .iter()
        .filter(|entry| {
            !bench.tracked.contains(&entry.path) && !written.contains(entry.path.as_str())
        })
        .collect();
    let (doubtful, mut generated): (Vec<&TreeEntry>, Vec<&TreeEntry>) =
        unknown.into_iter().partition(|entry| entry.added);
    if doubtful.is_empty() {
        return Ok(generated
            .into_iter()
            .map(|entry| entry.path.clone())
            .collect());
    }
    for entry in &doubtful {
        let at = bench.workspace().join(&entry.path);
        parent_beneath(&bench.workspace(), Path::new(&entry.path), false)
            .map_err(FixerError::io(&at))?;
        fs::remove_file(&at).map_err(FixerError::io(&at))?;
    }
    let mut order = Order::shell(&project.build, &project.root);
    order.environment = build::environment(project);
    if input.target.network_during_build {
        order.doors.push(registry.door());
        order.environment.extend(registry.environment());
    }
    let mut capture = bench.capture("build");
    bench.run(order, &mut capture).await?;
    let again = bench
        .store
        .paths(&bench.state(&project.outputs).await?)
        .await?;
    generated.extend(
        doubtful
            .into_iter()
            .filter(|entry| again.contains(&entry.path)),
    );
    Ok(generated
        .into_iter()
        .map(|entry| entry.path.clone())
        .collect())
}
