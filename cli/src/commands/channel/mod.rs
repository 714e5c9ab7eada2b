//! `regreen channel …`: where people hear of fixes outside the pull request.

mod add;
mod change;
mod list;
mod show;
mod text;
mod trial;

use clap::Subcommand;

use crate::{failure::Outcome, globals::Globals};

/// Where people hear of fixes outside the pull request.
#[derive(Debug, Subcommand)]
pub(crate) enum Channel {
    /// Make a channel; subscriptions name it with --notify
    #[command(subcommand)]
    Add(add::Add),
    /// List channels
    List,
    /// Show one channel and who uses it
    Show(show::Arguments),
    /// Send a test alert now, and say what the receiver answered
    Test(trial::Arguments),
    /// Tell a channel of fixes again
    Enable(change::Arguments),
    /// Tell a channel nothing until it is enabled again
    Disable(change::Arguments),
    /// Give a channel another secret
    Rotate(change::Rotate),
    /// Remove a channel and its secret
    Remove(change::Arguments),
}

impl Channel {
    pub(crate) fn run(self, globals: &Globals) -> Outcome {
        match self {
            Self::Add(command) => command.run(globals),
            Self::List => list::run(globals),
            Self::Show(arguments) => show::run(globals, &arguments),
            Self::Test(arguments) => trial::run(globals, &arguments),
            Self::Enable(arguments) => change::enable(globals, &arguments, true),
            Self::Disable(arguments) => change::enable(globals, &arguments, false),
            Self::Rotate(arguments) => change::rotate(globals, &arguments),
            Self::Remove(arguments) => change::remove(globals, &arguments),
        }
    }
}
