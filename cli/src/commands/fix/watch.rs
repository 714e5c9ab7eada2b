//! `regreen fix watch`.

use std::{pin::pin, process::ExitCode, time::Duration};

use clap::Args;
use futures::StreamExt;
use operations::WatchOptions;

use super::text;
use crate::{failure::Outcome, globals::Globals};

/// Arguments.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The fix: its id, workflow id, or deployment
    fix: String,
    /// Go on when the fix is at rest
    #[arg(long)]
    forever: bool,
    /// Time between two looks
    #[arg(long, value_name = "MILLISECONDS", default_value_t = 400, value_parser = clap::value_parser!(u64).range(50..))]
    interval: u64,
}

pub(crate) fn run(globals: &Globals, arguments: &Arguments) -> Outcome {
    let output = globals.output();
    globals.with_operations(async |operations| {
        let options = WatchOptions {
            interval: Duration::from_millis(arguments.interval),
            until_rest: !arguments.forever,
        };
        let mut changes = pin!(operations.watch_fix(&arguments.fix, options));
        while let Some(change) = changes.next().await {
            let change = change?;
            if output.json {
                output.value(&change)?;
            } else if let Some(line) = text::change(&change) {
                output.line(line)?;
            }
        }
        Ok(ExitCode::SUCCESS)
    })
}
