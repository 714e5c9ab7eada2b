//! `regreen channel enable|disable|rotate|remove`.

use std::process::ExitCode;

use clap::Args;

use super::{add, text};
use crate::{commands::actor::actor, failure::Outcome, globals::Globals};

/// Arguments.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The channel: its name or id
    channel: String,
}

/// Arguments of `rotate`.
#[derive(Debug, Args)]
pub(crate) struct Rotate {
    /// The channel: its name or id
    channel: String,
    /// Read the new secret (whsec_…) from standard input, instead of having one made
    #[arg(long)]
    secret_stdin: bool,
}

pub(crate) fn enable(globals: &Globals, arguments: &Arguments, enabled: bool) -> Outcome {
    let output = globals.output();
    globals.with_operations(async |operations| {
        let channel = operations
            .set_channel_enabled(&arguments.channel, enabled, &actor())
            .await?;
        if output.json {
            output.value(&channel)?;
        } else {
            output.line(text::summary(&channel))?;
        }
        Ok(ExitCode::SUCCESS)
    })
}

pub(crate) fn rotate(globals: &Globals, arguments: &Rotate) -> Outcome {
    let output = globals.output();
    let secret = add::secret(arguments.secret_stdin)?;
    globals.with_operations(async |operations| {
        let rotated = operations
            .rotate_channel(&arguments.channel, secret, &actor())
            .await?;
        if output.json {
            output.value(&text::added_json(&rotated)?)?;
        } else {
            output.line(text::added(&rotated))?;
        }
        Ok(ExitCode::SUCCESS)
    })
}

pub(crate) fn remove(globals: &Globals, arguments: &Arguments) -> Outcome {
    let output = globals.output();
    globals.with_operations(async |operations| {
        let removed = operations
            .remove_channel(&arguments.channel, &actor())
            .await?;
        if output.json {
            output.value(&removed)?;
        } else {
            output.line(format!(
                "removed {} ({}); its secret is erased",
                removed.name, removed.id
            ))?;
        }
        Ok(ExitCode::SUCCESS)
    })
}
