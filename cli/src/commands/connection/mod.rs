//! `regreen connection …`: accounts on platforms and git hosts.

mod add;
mod check;
mod list;
mod remove;
mod show;
mod text;
mod token;

use clap::Subcommand;

use crate::{failure::Outcome, globals::Globals};

/// Accounts on platforms and git hosts.
#[derive(Debug, Subcommand)]
pub(crate) enum Connection {
    /// Connect an account; its token comes from a hidden prompt or standard input
    Add(add::Arguments),
    /// List connections
    List,
    /// Show one connection with its hooks and who uses it
    Show(show::Arguments),
    /// Ask the provider now what a connection can do
    Test(check::Arguments),
    /// Give a connection another token
    SetToken(token::Arguments),
    /// Remove a connection: its hooks at the provider, its token, everything
    Remove(remove::Arguments),
}

impl Connection {
    pub(crate) fn run(self, globals: &Globals) -> Outcome {
        match self {
            Self::Add(arguments) => add::run(globals, &arguments),
            Self::List => list::run(globals),
            Self::Show(arguments) => show::run(globals, &arguments),
            Self::Test(arguments) => check::run(globals, &arguments),
            Self::SetToken(arguments) => token::run(globals, &arguments),
            Self::Remove(arguments) => remove::run(globals, &arguments),
        }
    }
}
