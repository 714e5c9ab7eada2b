//! `regreen channel add`.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use operations::NewChannel;
use secrecy::SecretString;

use super::text;
use crate::{
    commands::actor::actor,
    failure::{Failure, Outcome},
    globals::Globals,
    prompt,
};

/// The kinds of channels.
#[derive(Debug, Subcommand)]
pub(crate) enum Add {
    /// A webhook, signed after Standard Webhooks (https://www.standardwebhooks.com)
    Webhook(Webhook),
}

/// Arguments of `webhook`.
#[derive(Debug, Args)]
pub(crate) struct Webhook {
    /// A name for the channel
    #[arg(long)]
    name: String,
    /// The receiver's address
    #[arg(long)]
    url: String,
    /// Read the receiver's own secret (whsec_…) from standard input, instead of having one made
    #[arg(long)]
    secret_stdin: bool,
}

impl Add {
    pub(crate) fn run(self, globals: &Globals) -> Outcome {
        match self {
            Self::Webhook(arguments) => webhook(globals, &arguments),
        }
    }
}

fn webhook(globals: &Globals, arguments: &Webhook) -> Outcome {
    let output = globals.output();
    let secret = secret(arguments.secret_stdin)?;
    globals.with_operations(async |operations| {
        let new = NewChannel {
            name: arguments.name.clone(),
            url: arguments.url.clone(),
            secret,
        };
        let added = operations.add_channel(new, &actor()).await?;
        if output.json {
            output.value(&text::added_json(&added)?)?;
        } else {
            output.line(text::added(&added))?;
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// The secret on standard input, where one is announced. Read before anything is opened, so that a pipe is read by us
/// alone.
pub(super) fn secret(from_stdin: bool) -> Result<Option<SecretString>, Failure> {
    from_stdin
        .then(|| prompt::secret("Secret: ", true))
        .transpose()
}
