//! `regreen connection test`.

use std::process::ExitCode;

use clap::Args;

use super::text;
use crate::{failure::Outcome, globals::Globals};

/// Arguments.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The connection: its name or id
    connection: String,
    /// On a git host: the rights on this repository, too
    #[arg(long, value_name = "OWNER/NAME")]
    repository: Option<String>,
}

pub(crate) fn run(globals: &Globals, arguments: &Arguments) -> Outcome {
    let output = globals.output();
    globals.with_operations(async |operations| {
        let check = operations
            .test_connection(&arguments.connection, arguments.repository.as_deref())
            .await?;
        if output.json {
            output.value(&check)?;
        } else {
            output.line(text::check(&check))?;
        }
        Ok(if check.ok {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    })
}
