//! `regreen subscription show`.

use std::process::ExitCode;

use clap::Args;

use super::text;
use crate::{failure::Outcome, globals::Globals};

/// Arguments.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The subscription: its id, or the project's id or name
    subscription: String,
}

pub(crate) fn run(globals: &Globals, arguments: &Arguments) -> Outcome {
    let output = globals.output();
    globals.with_operations(async |operations| {
        let found = operations
            .show_subscription(&arguments.subscription)
            .await?;
        if output.json {
            output.value(&found)?;
        } else {
            output.line(text::details(&found))?;
        }
        Ok(ExitCode::SUCCESS)
    })
}
