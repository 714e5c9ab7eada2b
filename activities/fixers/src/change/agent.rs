//! Runs an agent in the sandbox, with the model door and a budget, and collects what it changed.

use std::{fs, path::Path};

use domain::Spend;
use sandbox::{Exit, Mount, Output};

use super::{collect::collect, recipe::Notes};
use crate::{
    FixerError,
    agents::{AgentDriver, AgentJob, AgentReport, AgentTask},
    analysis,
    bench::{Bench, Lockfiles, Order},
    build::{self, Scope},
    config::FixerConfig,
    doors::{ModelSource, RegistryDoor},
    facade::{Change, ChangeInput, ChangeOutcome, Watch},
    project::{self, Project},
    prompt,
    workspace::parent_beneath,
};

/// Lets the agent work, once.
pub(super) async fn run(
    config: &FixerConfig,
    driver: &dyn AgentDriver,
    input: &ChangeInput,
    watch: &Watch,
    notes: Notes,
) -> Result<Change, FixerError> {
    let ended = |outcome, spend, transcript| {
        Ok(Change {
            outcome,
            spend,
            transcript,
        })
    };
    if input.budget.is_exhausted() {
        let why = "nothing is left of the budget for a model".to_owned();
        return ended(
            ChangeOutcome::BudgetExhausted { why },
            Spend::default(),
            notes.transcript(config),
        );
    }
    let model = model(config, driver, input)?;
    let bench = Bench::open(config, &input.target.snapshot, watch).await?;
    let project = project::detect(&bench.files(), &input.target.build)?;
    let doors = bench.folder("doors")?;
    let registry = config.registry.open(&doors)?;
    // The agent finds the project installed and built as far as it goes, and what that leaves behind is not its doing.
    let scope = Scope {
        network_during_build: input.target.network_during_build,
        build: true,
    };
    let build = build::run(&bench, &project, &registry, scope).await?;
    let lockfiles = Lockfiles::read(&bench.files(), &registry.inside_url(), registry.upstream());
    lockfiles.lead_out(&bench.workspace(), &bench.files())?;
    let baseline = bench.state(&project.outputs).await?;
    lockfiles.lead_in(&bench.workspace())?;

    let log = if input.log.trim().is_empty() {
        &build.log
    } else {
        &input.log
    };
    let (_, excerpt) = analysis::diagnose(&input.target.repository, log).await?;
    let prompt = prompt::build(&prompt::PromptInput {
        project: &project,
        diagnosis: &input.diagnosis,
        excerpt: &excerpt,
        rule_prompt: input.rule_prompt.as_deref(),
        hints: &input.hints,
        previous: &input.previous,
        protected_paths: &input.protected_paths,
    });
    let door = model.open(&doors, input.budget)?;
    let directory = if project.root.is_empty() {
        sandbox::WORKSPACE.to_owned()
    } else {
        format!("{}/{}", sandbox::WORKSPACE, project.root)
    };
    let url = door.inside_url();
    let job = driver.prepare(&AgentTask {
        prompt: &prompt,
        directory: &directory,
        model: door.model(),
        model_url: &url,
        token: &door.token(),
    });
    let mut order = order(&bench, &project, &registry, job)?;
    order.doors.push(door.door());
    let phase = format!("agent:{}", driver.name());
    let translate = |line: &str| driver.progress(line);
    let mut capture = crate::bench::Capture::new(config.log_bytes, watch, &config.redactor, &phase)
        .apart()
        .translated(&translate);
    watch.report(&phase, "");
    let ran = bench.run(order, &mut capture).await;
    let (spend, exhausted) = door.close().await;
    let outcome = ran?;
    let stdout = capture.kept.into_bytes();
    let complaint = capture
        .complaint
        .map(crate::bench::Kept::into_bytes)
        .unwrap_or_default();
    let report = driver.interpret(&stdout);
    let transcript = transcript(&bench, notes, &stdout, &complaint);

    lockfiles.lead_out(&bench.workspace(), &bench.files())?;
    if let Some(changed) = collect(
        &bench, &project, &registry, &baseline, &report, &phase, input,
    )
    .await?
    {
        return ended(ChangeOutcome::Changed(Box::new(changed)), spend, transcript);
    }
    let outcome = if let Some(why) = exhausted {
        ChangeOutcome::BudgetExhausted { why }
    } else {
        verdict(&bench, &report, outcome.exit, &complaint)
    };
    ended(outcome, spend, transcript)
}

fn order<'a>(
    bench: &Bench<'_>,
    project: &'a Project,
    registry: &RegistryDoor,
    job: AgentJob,
) -> Result<Order<'a>, FixerError> {
    let mut order = Order::new(job.command, &project.root);
    order.environment = build::environment(project);
    order.environment.extend(registry.environment());
    order.environment.extend(job.environment);
    order.doors.push(registry.door());
    order.stdin = Some(job.stdin);
    // Events are read from standard output alone.
    order.output = Output::Separate;
    order.wall = Some(bench.config.agent_wall);
    if !job.configuration.is_empty() {
        let folder = bench.folder("configuration")?;
        for (name, text) in &job.configuration {
            let parent =
                parent_beneath(&folder, Path::new(name), true).map_err(FixerError::io(&folder))?;
            let at = parent.join(Path::new(name).file_name().unwrap_or_default());
            fs::write(&at, text).map_err(FixerError::io(&at))?;
        }
        order.read_only.push(Mount {
            source: folder,
            target: AgentJob::CONFIGURATION.into(),
        });
    }
    if let Some((source, target)) = job.program {
        let source = super::program::reachable(&bench.config.scratch, &source)?;
        order.read_only.push(Mount {
            source,
            target: target.into(),
        });
    }
    Ok(order)
}

fn transcript(bench: &Bench<'_>, notes: Notes, stdout: &[u8], complaint: &[u8]) -> Vec<u8> {
    let mut transcript = notes.transcript(bench.config);
    transcript.extend_from_slice(bench.clean(stdout).as_bytes());
    if !complaint.is_empty() {
        transcript.extend_from_slice(b"\n--- standard error ---\n");
        transcript.extend_from_slice(bench.clean(complaint).as_bytes());
    }
    transcript
}

/// Why there is no change.
fn verdict(bench: &Bench<'_>, report: &AgentReport, exit: Exit, complaint: &[u8]) -> ChangeOutcome {
    let words = |text: &str| {
        bench
            .clean(text.as_bytes())
            .chars()
            .take(500)
            .collect::<String>()
    };
    if let Some(error) = report.errors.last() {
        return ChangeOutcome::AgentFailed {
            why: words(&error.message),
            transient: error.transient,
        };
    }
    match exit {
        Exit::Code(0) if report.text.is_empty() => ChangeOutcome::NoChange {
            why: "the agent changed nothing and said nothing".to_owned(),
        },
        Exit::Code(0) => ChangeOutcome::NoChange {
            why: format!("the agent changed nothing: {}", words(&report.text)),
        },
        Exit::TimedOut => ChangeOutcome::AgentFailed {
            why: "the agent ran out of time".to_owned(),
            transient: false,
        },
        exit => {
            let complaint = String::from_utf8_lossy(complaint);
            let last = complaint
                .lines()
                .rev()
                .find(|line| !line.trim().is_empty())
                .unwrap_or_default();
            let code = exit
                .code()
                .map_or_else(|| format!("{exit:?}"), |code| format!("exit code {code}"));
            ChangeOutcome::AgentFailed {
                why: words(&format!("the agent ended with {code}: {last}")),
                transient: false,
            }
        }
    }
}

/// The model that the settings name, else the default one.
fn model<'a>(
    config: &'a FixerConfig,
    driver: &dyn AgentDriver,
    input: &ChangeInput,
) -> Result<&'a ModelSource, FixerError> {
    let Some(default) = &config.model else {
        return Err(FixerError::UnknownFixer {
            name: driver.name().to_owned(),
            known: String::new(),
        });
    };
    let Some(wanted) = &input.model else {
        return Ok(default);
    };
    let known = || std::iter::once(default).chain(&config.other_models);
    known()
        .find(|source| source.name() == wanted)
        .ok_or_else(|| FixerError::UnknownModel {
            name: wanted.clone(),
            known: known()
                .map(ModelSource::name)
                .collect::<Vec<_>>()
                .join(", "),
        })
}
