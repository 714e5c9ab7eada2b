//! Runs recipes' plans in the sandbox.

use std::{collections::BTreeSet, fs, path::Path};

use crate::{
    FixerError,
    bench::{Bench, Lockfiles, Order},
    build,
    config::FixerConfig,
    doors::RegistryDoor,
    facade::{ChangeInput, Changed, Watch},
    project::{self, Project, ProjectFiles, with_additions},
    recipes::{self, Plan, PlannedCommand},
    workspace::parent_beneath,
};

/// What was run, and what it said: the transcript of recipes.
#[derive(Debug, Default)]
pub(super) struct Notes(String);

impl Notes {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn transcript(self, config: &FixerConfig) -> Vec<u8> {
        config.redactor.redact(&self.0).into_owned().into_bytes()
    }

    fn add(&mut self, text: &str) {
        // Enough to see what happened; a plan's commands print little.
        let room = (256 * 1024usize).saturating_sub(self.0.len());
        self.0.extend(text.chars().take(room / 4));
        self.0.push('\n');
    }
}

/// Carries out the plans of all recipes that know the log, one after the other: a log may name two causes. A recipe whose
/// commands fail is left out, and the others start from the snapshot again.
pub(super) async fn run(
    config: &FixerConfig,
    input: &ChangeInput,
    watch: &Watch,
    notes: &mut Notes,
) -> Result<Option<Changed>, FixerError> {
    let mut left_out: BTreeSet<&'static str> = recipes::all()
        .iter()
        .map(|recipe| recipe.id())
        .filter(|id| {
            input
                .previous
                .iter()
                .any(|attempt| was_tried(&attempt.fixer, id))
        })
        .collect();
    loop {
        let bench = Bench::open(config, &input.target.snapshot, watch).await?;
        let files = bench.files();
        let project = project::detect(&files, &input.target.build)?;
        let plans: Vec<(&'static str, Plan)> = recipes::all()
            .iter()
            .filter(|recipe| !left_out.contains(recipe.id()))
            .filter_map(|recipe| {
                Some((
                    recipe.id(),
                    recipe.plan(&input.diagnosis, &input.log, &project, &files)?,
                ))
            })
            .collect();
        if plans.is_empty() {
            return Ok(None);
        }
        if let Some(failed) = execute(&bench, &project, &plans, notes).await? {
            left_out.insert(failed);
            continue;
        }
        let after = bench.state(&project.outputs).await?;
        let mut entries = bench.store.differences(&bench.base, &after).await?;
        entries.retain(|entry| {
            plans
                .iter()
                .any(|(_, plan)| plan.outputs.contains(&entry.path))
        });
        let name = plans
            .iter()
            .map(|(id, _)| *id)
            .collect::<Vec<_>>()
            .join("+");
        let explanation = plans
            .iter()
            .map(|(_, plan)| plan.explanation.as_str())
            .collect::<Vec<_>>()
            .join("\n\n");
        let fixer = format!("recipe:{name}");
        let changed = super::patch(
            &bench,
            &entries,
            fixer,
            &explanation,
            &input.protected_paths,
        )
        .await?;
        if changed.is_none() {
            notes.add("nothing was changed");
        }
        return Ok(changed);
    }
}

/// Whether an earlier attempt, `recipe:a` or `recipe:a+b`, was this recipe's.
fn was_tried(fixer: &str, id: &str) -> bool {
    fixer
        .strip_prefix("recipe:")
        .is_some_and(|ids| ids.split('+').any(|tried| tried == id))
}

/// Carries out plans; the id of the recipe whose command failed.
async fn execute(
    bench: &Bench<'_>,
    project: &Project,
    plans: &[(&'static str, Plan)],
    notes: &mut Notes,
) -> Result<Option<&'static str>, FixerError> {
    let files = bench.files();
    let manifests: Vec<(&String, String)> = plans
        .iter()
        .flat_map(|(_, plan)| &plan.outputs)
        .filter(|path| path.ends_with("package.json"))
        .filter_map(|path| Some((path, files.read(path)?)))
        .collect();
    for (path, text) in plans.iter().flat_map(|(_, plan)| &plan.edits) {
        write(&bench.workspace(), path, text)?;
    }
    let registry = bench.config.registry.open(&bench.folder("doors")?)?;
    let lockfiles = Lockfiles::read(&files, &registry.inside_url(), registry.upstream());
    let mut prepared = false;
    for (id, plan) in plans {
        let phase = format!("recipe:{id}");
        notes.add(&format!("{phase}: {}", plan.explanation));
        bench.watch.report(&phase, &plan.explanation);
        if !plan.commands.is_empty() && !prepared {
            if let Some((run, output)) = build::prepare(bench, project, &registry).await?.failure {
                notes.add(&format!(
                    "$ {}\n{}",
                    run.command,
                    String::from_utf8_lossy(&output)
                ));
                return Ok(Some(id));
            }
            lockfiles.lead_in(&bench.workspace())?;
            prepared = true;
        }
        for planned in &plan.commands {
            if !command(bench, project, &registry, planned, &phase, notes).await? {
                return Ok(Some(id));
            }
        }
    }
    lockfiles.lead_out(&bench.workspace(), &files)?;
    for (path, before) in manifests {
        let written = files
            .read(path)
            .and_then(|after| with_additions(&before, &after));
        if let Some(text) = written {
            write(&bench.workspace(), path, &text)?;
        }
    }
    Ok(None)
}

/// Runs one command of a plan; false when it failed.
async fn command(
    bench: &Bench<'_>,
    project: &Project,
    registry: &RegistryDoor,
    planned: &PlannedCommand,
    phase: &str,
    notes: &mut Notes,
) -> Result<bool, FixerError> {
    let mut order = Order::new(planned.command.clone(), &planned.directory);
    order.doors.push(registry.door());
    order.environment = build::environment(project);
    order.environment.extend(registry.environment());
    let mut capture = bench.capture(phase);
    let outcome = bench.run(order, &mut capture).await?;
    let code = outcome
        .exit
        .code()
        .map_or_else(|| "none".to_owned(), |code| code.to_string());
    let output = capture.kept.into_bytes();
    let output = String::from_utf8_lossy(&output);
    notes.add(&format!(
        "$ {}\n{output}\n(exit code {code})",
        planned.command.join(" ")
    ));
    Ok(outcome.exit.success())
}

/// Writes a committed file; what has become of it in the meantime is not followed anywhere.
fn write(workspace: &Path, path: &str, text: &str) -> Result<(), FixerError> {
    let at = workspace.join(path);
    parent_beneath(workspace, Path::new(path), false).map_err(FixerError::io(&at))?;
    if fs::symlink_metadata(&at).is_ok_and(|found| !found.is_file()) {
        return Err(FixerError::Patch(format!("`{path}` is not a plain file")));
    }
    fs::write(&at, text).map_err(FixerError::io(&at))
}
