//! Runs recipes' plans in the sandbox.

use std::{fmt::Write as _, fs, path::Path};

use crate::{
    FixerError,
    bench::{Bench, Lockfiles, Order},
    build,
    config::FixerConfig,
    doors::RegistryDoor,
    facade::{ChangeInput, Changed, Watch},
    project::{self, Project},
    recipes::{self, Plan},
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

/// Asks every recipe; the first whose plan leads to a patch wins.
pub(super) async fn run(
    config: &FixerConfig,
    input: &ChangeInput,
    watch: &Watch,
    notes: &mut Notes,
) -> Result<Option<Changed>, FixerError> {
    let bench = Bench::open(config, &input.target.snapshot, watch).await?;
    let project = project::detect(&bench.files(), &input.target.build)?;
    let mut fresh = Some(bench);
    for recipe in recipes::all() {
        let name = format!("recipe:{}", recipe.id());
        if input.previous.iter().any(|attempt| attempt.fixer == name) {
            continue;
        }
        // A plan that failed has left its traces: the next one starts from the snapshot again.
        let bench = match fresh.take() {
            Some(bench) => bench,
            None => Bench::open(config, &input.target.snapshot, watch).await?,
        };
        let Some(plan) = recipe.plan(&input.diagnosis, &input.log, &project, &bench.files()) else {
            fresh = Some(bench);
            continue;
        };
        notes.add(&format!("{name}: {}", plan.explanation));
        watch.report(&name, &plan.explanation);
        let registry = config.registry.open(&bench.folder("doors")?)?;
        if !execute(&bench, &project, &registry, &plan, &name, notes).await? {
            continue;
        }
        let after = bench.state(&project.outputs).await?;
        let mut entries = bench.store.differences(&bench.base, &after).await?;
        entries.retain(|entry| plan.outputs.contains(&entry.path));
        let changed = super::patch(&bench, &entries, name, &plan.explanation, &input.protected_paths).await?;
        if changed.is_some() {
            return Ok(changed);
        }
        notes.add("it changed nothing");
    }
    Ok(None)
}

/// Carries out a plan; false when a command of it failed.
async fn execute(
    bench: &Bench<'_>,
    project: &Project,
    registry: &RegistryDoor,
    plan: &Plan,
    phase: &str,
    notes: &mut Notes,
) -> Result<bool, FixerError> {
    for (path, text) in &plan.edits {
        write(&bench.workspace(), path, text)?;
    }
    if plan.commands.is_empty() {
        return Ok(true);
    }
    if let Some((run, output)) = build::prepare(bench, project, registry).await?.failure {
        notes.add(&format!("$ {}\n{}", run.command, String::from_utf8_lossy(&output)));
        return Ok(false);
    }
    let lockfiles = Lockfiles::read(&bench.files(), &registry.inside_url(), registry.upstream());
    lockfiles.lead_in(&bench.workspace())?;
    for planned in &plan.commands {
        let mut order = Order::new(planned.command.clone(), &planned.directory);
        order.doors.push(registry.door());
        order.environment = build::environment(project);
        order.environment.extend(registry.environment());
        let mut capture = bench.capture(phase);
        let outcome = bench.run(order, &mut capture).await?;
        let mut note = format!("$ {}\n", planned.command.join(" "));
        note.push_str(&String::from_utf8_lossy(&capture.kept.into_bytes()));
        let _ = write!(note, "\n(exit code {})", outcome.exit.code().map_or_else(|| "none".to_owned(), |code| code.to_string()));
        notes.add(&note);
        if !outcome.exit.success() {
            return Ok(false);
        }
    }
    lockfiles.lead_out(&bench.workspace(), &bench.files())?;
    Ok(true)
}

/// Writes a committed file before anything foreign has run here.
fn write(workspace: &Path, path: &str, text: &str) -> Result<(), FixerError> {
    let at = workspace.join(path);
    parent_beneath(workspace, Path::new(path), false).map_err(FixerError::io(&at))?;
    if fs::symlink_metadata(&at).is_ok_and(|found| !found.is_file()) {
        return Err(FixerError::Patch(format!("`{path}` is not a plain file")));
    }
    fs::write(&at, text).map_err(FixerError::io(&at))
}
