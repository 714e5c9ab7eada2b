//! `regreen channel list`.

use std::process::ExitCode;

use super::text;
use crate::{failure::Outcome, globals::Globals};

pub(crate) fn run(globals: &Globals) -> Outcome {
    let output = globals.output();
    globals.with_operations(async |operations| {
        let channels = operations.list_channels().await?;
        if output.json {
            output.value(&channels)?;
            return Ok(ExitCode::SUCCESS);
        }
        let head = ["CHANNEL", "KIND", "ADDRESS", "STATE", "LAST SENT", "ID"];
        output.table(
            &head,
            channels.iter().map(text::line).collect(),
            "No channel yet: `regreen channel add webhook` makes one.",
        )?;
        Ok(ExitCode::SUCCESS)
    })
}
