//! `regreen fix show`.

use std::process::ExitCode;

use clap::Args;

use super::text;
use crate::{failure::Outcome, globals::Globals};

/// Arguments.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The fix: its id, workflow id, or deployment
    fix: String,
}

pub(crate) fn run(globals: &Globals, arguments: &Arguments) -> Outcome {
    let output = globals.output();
    globals.with_operations(async |operations| {
        let details = operations.show_fix(&arguments.fix).await?;
        if output.json {
            output.value(&details)?;
        } else {
            output.line(text::details(&details))?;
            // Some fixes made nothing, and what is long past may be gone.
            if let Ok(diff) = operations.fix_diff(&arguments.fix, None).await {
                output.line("")?;
                output.foreign(&diff.text)?;
            }
        }
        Ok(ExitCode::SUCCESS)
    })
}
