//! `regreen fix log|diff|proof`: what a fix left behind.

use std::process::ExitCode;

use clap::Args;
use operations::{Artifact, LogKind};

use super::text;
use crate::{failure::Outcome, globals::Globals, output::Output};

/// Arguments of `log`.
#[derive(Debug, Args)]
pub(crate) struct Log {
    /// The fix: its id, workflow id, or deployment
    fix: String,
    /// The last build of an attempt in the sandbox, instead of the platform's
    #[arg(long, conflicts_with = "transcript")]
    build: bool,
    /// What the fixer of an attempt did, instead
    #[arg(long)]
    transcript: bool,
    /// Of this attempt [default: the one that `show` shows]
    #[arg(long, value_name = "NUMBER")]
    attempt: Option<u32>,
}

/// Arguments of `diff`.
#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The fix: its id, workflow id, or deployment
    fix: String,
    /// Of this attempt [default: the one that `show` shows]
    #[arg(long, value_name = "NUMBER")]
    attempt: Option<u32>,
}

/// Arguments of `proof`.
#[derive(Debug, Args)]
pub(crate) struct Proof {
    /// The fix: its id, workflow id, or deployment
    fix: String,
}

pub(crate) fn log(globals: &Globals, arguments: &Log) -> Outcome {
    let output = globals.output();
    let kind = match (arguments.build, arguments.transcript) {
        (true, _) => LogKind::Attempt,
        (_, true) => LogKind::Transcript,
        _ => LogKind::Deployment,
    };
    globals.with_operations(async |operations| {
        let log = operations
            .fix_log(&arguments.fix, kind, arguments.attempt)
            .await?;
        print(output, &log)
    })
}

pub(crate) fn diff(globals: &Globals, arguments: &Diff) -> Outcome {
    let output = globals.output();
    globals.with_operations(async |operations| {
        let diff = operations
            .fix_diff(&arguments.fix, arguments.attempt)
            .await?;
        print(output, &diff)
    })
}

pub(crate) fn proof(globals: &Globals, arguments: &Proof) -> Outcome {
    let output = globals.output();
    globals.with_operations(async |operations| {
        let report = operations.fix_proof(&arguments.fix).await?;
        if output.json {
            output.value(&report)?;
        } else {
            output.line(text::proof(&report))?;
        }
        Ok(ExitCode::SUCCESS)
    })
}

fn print(output: Output, artifact: &Artifact) -> Outcome {
    if output.json {
        output.value(artifact)?;
    } else {
        output.foreign(&artifact.text)?;
    }
    Ok(ExitCode::SUCCESS)
}
