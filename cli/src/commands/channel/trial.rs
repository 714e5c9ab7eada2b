//! `regreen channel test`: exits with 1 when the receiver did not take the alert.

use std::process::ExitCode;

use clap::Args;

use super::text;
use crate::{commands::actor::actor, failure::Outcome, globals::Globals};

/// Arguments.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The channel: its name or id
    channel: String,
}

pub(crate) fn run(globals: &Globals, arguments: &Arguments) -> Outcome {
    let output = globals.output();
    globals.with_operations(async |operations| {
        let test = operations
            .test_channel(&arguments.channel, &actor())
            .await?;
        if output.json {
            output.value(&test)?;
        } else {
            output.line(text::test(&test))?;
        }
        Ok(if test.taken {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    })
}
