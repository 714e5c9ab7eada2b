//! `regreen subscription add`.

use std::process::ExitCode;

use clap::Args;
use domain::FixSettings;
use operations::{Hearing, NewSubscription};

use super::{flags::Flags, text};
use crate::{commands::actor::actor, failure::Outcome, globals::Globals};

/// Arguments.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The project: its name or id on the platform
    #[arg(long, value_name = "PROJECT")]
    project: String,
    /// The connection on the platform: its name or id [default: the only one]
    #[arg(long, value_name = "CONNECTION")]
    connection: Option<String>,
    /// The connection on the git host: its name or id [default: the only one]
    #[arg(long, value_name = "CONNECTION")]
    git_connection: Option<String>,
    /// The repository [default: the one that the platform has linked]
    #[arg(long, value_name = "OWNER/NAME")]
    repository: Option<String>,
    /// Ask the platform for new deployments instead of registering a webhook, for all projects of the connection
    #[arg(long, conflicts_with = "no_hooks")]
    poll: bool,
    /// Register no webhooks: print their addresses and secrets, to do it by hand
    #[arg(long)]
    no_hooks: bool,
    #[command(flatten)]
    settings: Flags,
}

pub(crate) fn run(globals: &Globals, arguments: &Arguments) -> Outcome {
    let output = globals.output();
    globals.with_operations(async |operations| {
        let new = NewSubscription {
            platform_connection: arguments.connection.clone(),
            git_connection: arguments.git_connection.clone(),
            project: arguments.project.clone(),
            repository: arguments.repository.clone(),
            settings: arguments.settings.change().apply(FixSettings::default()),
            hearing: match (arguments.poll, arguments.no_hooks) {
                (true, _) => Hearing::Poll,
                (_, true) => Hearing::Manual,
                _ => Hearing::Webhook,
            },
        };
        let added = operations.add_subscription(new, &actor()).await?;
        if output.json {
            output.value(&text::added_json(&added)?)?;
        } else {
            output.line(text::added(&added))?;
        }
        Ok(ExitCode::SUCCESS)
    })
}
