//! `regreen fix start`.

use std::process::ExitCode;

use clap::Args;
use domain::Platform;
use operations::Begun;

use crate::{commands::actor::actor, failure::Outcome, globals::Globals};

/// Arguments.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Where it was deployed
    platform: Platform,
    /// The failed deployment: its id, its address, or the address of its page
    deployment: String,
}

pub(crate) fn run(globals: &Globals, arguments: &Arguments) -> Outcome {
    let output = globals.output();
    globals.with_operations(async |operations| {
        let begun = operations
            .begin_fix(arguments.platform, &arguments.deployment, actor())
            .await?;
        if output.json {
            output.value(&begun)?;
            return Ok(ExitCode::SUCCESS);
        }
        let how = match begun.begun {
            Begun::New => "started",
            Begun::Open => "is open already",
            Begun::Again => "had ended, and begins again",
        };
        output.line(format!(
            "{} {how}: {} ({})",
            begun.fix, begun.deployment, begun.workflow_id
        ))?;
        output.line(format!("Follow it: regreen fix watch {}", begun.fix))?;
        Ok(ExitCode::SUCCESS)
    })
}
