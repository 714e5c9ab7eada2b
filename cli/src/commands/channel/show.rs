//! `regreen channel show`.

use std::process::ExitCode;

use clap::Args;

use super::text;
use crate::{failure::Outcome, globals::Globals};

/// Arguments.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The channel: its name or id
    channel: String,
}

pub(crate) fn run(globals: &Globals, arguments: &Arguments) -> Outcome {
    let output = globals.output();
    globals.with_operations(async |operations| {
        let details = operations.show_channel(&arguments.channel).await?;
        if output.json {
            output.value(&details)?;
        } else {
            output.line(text::details(&details))?;
        }
        Ok(ExitCode::SUCCESS)
    })
}
