//! Installs and builds one bench, as a platform would, and keeps what was said.

mod toolchain;

use domain::CommandRun;
use sandbox::{Exit, Outcome};

pub(crate) use toolchain::{environment, prepare};

use crate::{
    FixerError,
    bench::{Bench, Kept, Lockfiles, Order},
    doors::RegistryDoor,
    facade::{BuildReport, Step},
    project::Project,
};

/// How far a build goes, and what it may reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scope {
    pub(crate) network_during_build: bool,
    /// Run the build command after the install command.
    pub(crate) build: bool,
}

/// Runs toolchain, install and build, up to the first that fails.
pub(crate) async fn run(
    bench: &Bench<'_>,
    project: &Project,
    registry: &RegistryDoor,
    scope: Scope,
) -> Result<BuildReport, FixerError> {
    let mut log = Kept::new(bench.config.log_bytes);
    let toolchain = prepare(bench, project, registry).await?;
    let mut report = BuildReport {
        runs: Vec::new(),
        log: String::new(),
        failed: None,
        environment: toolchain.environment,
        tree: bench.base.clone(),
    };
    if let Some((run, output)) = toolchain.failure {
        log.push(&output);
        report.runs.push(run);
        report.failed = Some(Step::Toolchain);
    } else {
        // Yarn 1 follows the lockfile's own addresses, which lead nowhere inside.
        let lockfiles =
            Lockfiles::read(&bench.files(), &registry.inside_url(), registry.upstream());
        lockfiles.lead_in(&bench.workspace())?;
        let install = project
            .install
            .as_deref()
            .map(|command| (Step::Install, command));
        let build = scope.build.then_some((Step::Build, project.build.as_str()));
        for (step, command) in install.into_iter().chain(build) {
            let networked = step == Step::Install || scope.network_during_build;
            let run =
                step_run(bench, project, registry, step, command, networked, &mut log).await?;
            let green = run.exit_code == Some(0);
            report.runs.push(run);
            if !green {
                report.failed = Some(step);
                break;
            }
        }
    }
    report.log = registry.outside(&bench.clean(&log.into_bytes()));
    Ok(report)
}

async fn step_run(
    bench: &Bench<'_>,
    project: &Project,
    registry: &RegistryDoor,
    step: Step,
    command: &str,
    networked: bool,
    log: &mut Kept,
) -> Result<CommandRun, FixerError> {
    let phase = if step == Step::Install {
        "install"
    } else {
        "build"
    };
    // The lines that the platforms put around a step: a log of ours reads, and is diagnosed, like one of theirs.
    let head = match step {
        Step::Install => format!("Running \"install\" command: `{command}`...\n"),
        _ => format!("Running \"{command}\"\n"),
    };
    log.push(head.as_bytes());
    bench.watch.report(phase, command);
    let mut order = Order::shell(command, &project.root);
    order.environment = toolchain::environment(project);
    if networked {
        order.doors.push(registry.door());
        order.environment.extend(registry.environment());
    }
    let mut capture = bench.capture(phase);
    let outcome = bench.run(order, &mut capture).await?;
    let output = capture.kept.into_bytes();
    log.push(&output);
    if !output.is_empty() && !output.ends_with(b"\n") {
        log.push(b"\n");
    }
    log.push(ending(command, &outcome).as_bytes());
    Ok(command_run(command, &outcome))
}

/// A command as it is kept.
pub(crate) fn command_run(command: &str, outcome: &Outcome) -> CommandRun {
    CommandRun {
        command: command.to_owned(),
        exit_code: outcome.exit.code(),
        milliseconds: u64::try_from(outcome.duration.as_millis()).unwrap_or(u64::MAX),
    }
}

/// The last line of a step that failed.
fn ending(command: &str, outcome: &Outcome) -> String {
    let how = match outcome.exit {
        Exit::Code(0) => return String::new(),
        Exit::Code(code) => format!("exited with {code}"),
        Exit::Signal(9) => "exited with SIGKILL".to_owned(),
        Exit::Signal(signal) => format!("exited with {}", 128 + signal),
        Exit::OutOfMemory => "ran out of memory and was killed (SIGKILL)".to_owned(),
        Exit::TimedOut => format!("timed out after {} seconds", outcome.duration.as_secs()),
        Exit::DiskFull => "was stopped: no space left on device".to_owned(),
        Exit::OutputFlood => "was stopped: it printed too much".to_owned(),
        Exit::Cancelled => "was cancelled".to_owned(),
    };
    format!("Error: Command \"{command}\" {how}\n")
}
