//! `regreen subscription list`.

use std::process::ExitCode;

use clap::Args;

use super::text;
use crate::{failure::Outcome, globals::Globals};

/// Arguments.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Those that were removed, too
    #[arg(long)]
    all: bool,
}

pub(crate) fn run(globals: &Globals, arguments: &Arguments) -> Outcome {
    let output = globals.output();
    globals.with_operations(async |operations| {
        let list = operations.list_subscriptions(arguments.all).await?;
        if output.json {
            output.value(&list)?;
            return Ok(ExitCode::SUCCESS);
        }
        let head = ["PROJECT", "PLATFORM", "REPOSITORY", "FIXES", "SINCE", "ID"];
        output.table(
            &head,
            list.iter().map(text::line).collect(),
            "No subscription yet: `regreen subscription add --project NAME` makes one.",
        )?;
        Ok(ExitCode::SUCCESS)
    })
}
