//! `regreen subscription remove`.

use std::process::ExitCode;

use clap::Args;

use super::text;
use crate::{commands::actor::actor, failure::Outcome, globals::Globals};

/// Arguments.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The subscription: its id, or the project's id or name
    subscription: String,
}

pub(crate) fn run(globals: &Globals, arguments: &Arguments) -> Outcome {
    let output = globals.output();
    globals.with_operations(async |operations| {
        let removed = operations
            .remove_subscription(&arguments.subscription, &actor())
            .await?;
        if output.json {
            output.value(&removed)?;
        } else {
            output.line(text::removed(&removed))?;
        }
        Ok(ExitCode::SUCCESS)
    })
}
