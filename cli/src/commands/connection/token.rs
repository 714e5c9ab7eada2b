//! `regreen connection set-token`.

use std::process::ExitCode;

use clap::Args;
use operations::token_guide;

use super::text;
use crate::{commands::actor::actor, failure::Outcome, globals::Globals, prompt};

/// Arguments.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The connection: its name or id
    connection: String,
    /// Read the token from standard input even at a terminal
    #[arg(long)]
    token_stdin: bool,
}

pub(crate) fn run(globals: &Globals, arguments: &Arguments) -> Outcome {
    let output = globals.output();
    globals.with_operations(async |operations| {
        let connection = operations
            .show_connection(&arguments.connection)
            .await?
            .summary;
        let question = format!(
            "Another token for {}: {}.\nToken: ",
            connection.name,
            token_guide(connection.provider, connection.base_url.as_deref())
        );
        let token = prompt::secret(&question, arguments.token_stdin)?;
        let changed = operations
            .set_connection_token(&arguments.connection, &token, &actor())
            .await?;
        if output.json {
            output.value(&changed)?;
        } else {
            output.line(text::summary(&changed))?;
        }
        Ok(ExitCode::SUCCESS)
    })
}
