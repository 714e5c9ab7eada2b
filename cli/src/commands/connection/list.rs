//! `regreen connection list`.

use std::process::ExitCode;

use super::text;
use crate::{failure::Outcome, globals::Globals};

pub(crate) fn run(globals: &Globals) -> Outcome {
    let output = globals.output();
    globals.with_operations(async |operations| {
        let connections = operations.list_connections().await?;
        if output.json {
            output.value(&connections)?;
            return Ok(ExitCode::SUCCESS);
        }
        let head = ["CONNECTION", "PROVIDER", "ACCOUNT", "TEAM", "TOKEN", "ID"];
        output.table(
            &head,
            connections.iter().map(text::line).collect(),
            "No connection yet: `regreen connection add vercel` makes one.",
        )?;
        Ok(ExitCode::SUCCESS)
    })
}
