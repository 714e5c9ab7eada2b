//! `regreen fix show`.

use std::process::ExitCode;

use clap::Args;
use operations::LogKind;

use super::text;
use crate::{failure::Outcome, globals::Globals};

/// Arguments.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The fix: its id, workflow id, or deployment
    fix: String,
    /// Print the platform's build log instead
    #[arg(long, conflicts_with_all = ["diff", "proof", "build_log", "transcript"])]
    log: bool,
    /// Print the log of the last build in the sandbox instead
    #[arg(long, conflicts_with_all = ["diff", "proof", "transcript"])]
    build_log: bool,
    /// Print what the fixer did instead
    #[arg(long, conflicts_with_all = ["diff", "proof"])]
    transcript: bool,
    /// Print the patch instead
    #[arg(long, conflicts_with = "proof")]
    diff: bool,
    /// Print the proof instead
    #[arg(long)]
    proof: bool,
    /// Of this attempt
    #[arg(long, value_name = "NUMBER")]
    attempt: Option<u32>,
}

pub(crate) fn run(globals: &Globals, arguments: &Arguments) -> Outcome {
    let output = globals.output();
    globals.with_operations(async |operations| {
        let (fix, attempt) = (arguments.fix.as_str(), arguments.attempt);
        let artifact = match () {
            () if arguments.log => Some(
                operations
                    .fix_log(fix, LogKind::Deployment, attempt)
                    .await?,
            ),
            () if arguments.build_log => {
                Some(operations.fix_log(fix, LogKind::Attempt, attempt).await?)
            }
            () if arguments.transcript => Some(
                operations
                    .fix_log(fix, LogKind::Transcript, attempt)
                    .await?,
            ),
            () if arguments.diff => Some(operations.fix_diff(fix, attempt).await?),
            () => None,
        };
        match artifact {
            Some(artifact) if output.json => output.value(&artifact)?,
            Some(artifact) => output.foreign(&artifact.text)?,
            None if arguments.proof => {
                let report = operations.fix_proof(fix).await?;
                if output.json {
                    output.value(&report)?
                } else {
                    output.line(text::proof(&report))?
                }
            }
            None => {
                let details = operations.show_fix(fix).await?;
                if output.json {
                    output.value(&details)?
                } else {
                    output.line(text::details(&details))?
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    })
}
