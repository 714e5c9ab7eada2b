//! `regreen subscription set`.

use std::process::ExitCode;

use clap::Args;
use operations::{Hearing, SubscriptionChange};

use super::{flags::Flags, text};
use crate::{
    commands::actor::actor,
    failure::{Failure, Outcome},
    globals::Globals,
};

/// Arguments.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The subscription: its id, or the project's id or name
    subscription: String,
    /// Change only this version (see `show`), so that nobody's change is lost
    #[arg(long, value_name = "NUMBER")]
    version: Option<u32>,
    /// Hear of failures by a webhook, for all projects of the connection
    #[arg(long, conflicts_with_all = ["poll", "no_hooks"])]
    webhook: bool,
    /// Hear of failures by asking the platform, for all projects of the connection
    #[arg(long, conflicts_with = "no_hooks")]
    poll: bool,
    /// Print the addresses and secrets of webhooks, to register them by hand
    #[arg(long)]
    no_hooks: bool,
    #[command(flatten)]
    settings: Flags,
}

impl Arguments {
    fn hearing(&self) -> Option<Hearing> {
        match (self.webhook, self.poll, self.no_hooks) {
            (true, _, _) => Some(Hearing::Webhook),
            (_, true, _) => Some(Hearing::Poll),
            (_, _, true) => Some(Hearing::Manual),
            _ => None,
        }
    }
}

pub(crate) fn run(globals: &Globals, arguments: &Arguments) -> Outcome {
    let output = globals.output();
    let change = SubscriptionChange {
        settings: arguments.settings.change(),
        version: arguments.version,
        ..SubscriptionChange::default()
    };
    let hearing = arguments.hearing();
    if change.settings.is_empty() && hearing.is_none() {
        return Err(Failure::usage(
            "nothing_to_change",
            "say what to change: `regreen subscription set --help` lists the settings",
        ));
    }
    globals.with_operations(async |operations| {
        let reference = arguments.subscription.as_str();
        let changed = if change.settings.is_empty() {
            operations.show_subscription(reference).await?
        } else {
            operations
                .set_subscription(reference, change, &actor())
                .await?
        };
        let heard = match hearing {
            Some(hearing) => Some(
                operations
                    .hear_subscription(changed.id.as_str(), hearing, &actor())
                    .await?,
            ),
            None => None,
        };
        if output.json {
            output.value(&text::changed_json(&changed, heard.as_ref())?)?;
        } else {
            output.line(text::changed(&changed, heard.as_ref()))?;
        }
        Ok(ExitCode::SUCCESS)
    })
}
