//! `regreen connection remove`.

use std::process::ExitCode;

use clap::Args;

use super::text;
use crate::{commands::actor::actor, failure::Outcome, globals::Globals};

/// Arguments.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The connection: its name or id
    connection: String,
}

pub(crate) fn run(globals: &Globals, arguments: &Arguments) -> Outcome {
    let output = globals.output();
    globals.with_operations(async |operations| {
        let removed = operations
            .remove_connection(&arguments.connection, &actor())
            .await?;
        if output.json {
            output.value(&removed)?;
        } else {
            output.line(text::removed(&removed))?;
        }
        Ok(ExitCode::SUCCESS)
    })
}
