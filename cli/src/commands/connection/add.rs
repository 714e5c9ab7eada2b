//! `regreen connection add`.

use std::process::ExitCode;

use clap::Args;
use operations::{NewConnection, Operations, Provider, supported_providers, token_guide};
use secrecy::SecretString;

use super::text;
use crate::{
    commands::actor::actor,
    failure::{Failure, Outcome},
    globals::Globals,
    prompt,
};

/// What stands for the account's own projects.
const PERSONAL: &str = "personal";

/// Arguments.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Where the account is: vercel or github
    #[arg(value_parser = provider)]
    provider: Provider,
    /// A name for the connection [default: the provider's]
    #[arg(long)]
    name: Option<String>,
    /// The team: its id or short name, or `personal` [default: the only one; asked for when there are several]
    #[arg(long, value_name = "TEAM")]
    team: Option<String>,
    /// Address of the API, when it is not the configured one
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Read the token from standard input even at a terminal
    #[arg(long)]
    token_stdin: bool,
}

pub(crate) fn run(globals: &Globals, arguments: &Arguments) -> Outcome {
    let output = globals.output();
    let provider = arguments.provider;
    // Before anything is opened, so that a pipe is read by us alone.
    let question = format!(
        "A token of {provider}: {}.\nToken: ",
        token_guide(provider, arguments.base_url.as_deref())
    );
    let token = prompt::secret(&question, arguments.token_stdin)?;
    globals.with_operations(async |operations| {
        let team = match &arguments.team {
            Some(team) => Some(team.clone()),
            None if prompt::is_interactive() && !arguments.token_stdin => {
                ask_team(operations, arguments, &token).await?
            }
            None => None,
        };
        let new = NewConnection {
            provider,
            name: arguments.name.clone(),
            token,
            team,
            base_url: arguments.base_url.clone(),
        };
        let added = operations.add_connection(new, &actor()).await?;
        if output.json {
            output.value(&added)?;
        } else {
            output.line(text::added(&added))?;
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// `None` when there is nothing to choose.
async fn ask_team(
    operations: &Operations,
    arguments: &Arguments,
    token: &SecretString,
) -> Result<Option<String>, Failure> {
    let probe = operations
        .probe_connection(arguments.provider, token, arguments.base_url.as_deref())
        .await?;
    if probe.teams.len() < 2 {
        return Ok(None);
    }
    let mut answers: Vec<String> = probe
        .teams
        .iter()
        .map(|team| format!("{} ({})", team.name, team.slug))
        .collect();
    let mut ids: Vec<String> = probe.teams.into_iter().map(|team| team.id).collect();
    if probe.personal {
        answers.push(format!("the own projects of {}", probe.account));
        ids.push(PERSONAL.to_owned());
    }
    let chosen = prompt::choice("Which team", &answers)?;
    Ok(ids.into_iter().nth(chosen))
}

/// A provider that regreen can talk to.
fn provider(text: &str) -> Result<Provider, String> {
    let known = supported_providers();
    known
        .iter()
        .find(|provider| provider.as_str() == text)
        .copied()
        .ok_or_else(|| {
            let names: Vec<&str> = known.iter().map(|provider| provider.as_str()).collect();
            format!("regreen talks to {}", names.join(", "))
        })
}
