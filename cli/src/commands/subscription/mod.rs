//! `regreen subscription …`: platform projects whose failures are fixed.

mod add;
mod flags;
mod list;
mod remove;
mod set;
mod show;
mod text;

use clap::Subcommand;

use crate::{failure::Outcome, globals::Globals};

/// Platform projects whose failures are fixed.
#[derive(Debug, Subcommand)]
pub(crate) enum Subscription {
    /// Subscribe a project: its failures are fixed from now on
    Add(Box<add::Arguments>),
    /// List subscriptions
    List(list::Arguments),
    /// Show one subscription with its settings
    Show(show::Arguments),
    /// Change settings; what is not named stays
    Set(Box<set::Arguments>),
    /// End a subscription; hooks that only it needed are removed
    Remove(remove::Arguments),
}

impl Subscription {
    pub(crate) fn run(self, globals: &Globals) -> Outcome {
        match self {
            Self::Add(arguments) => add::run(globals, &arguments),
            Self::List(arguments) => list::run(globals, &arguments),
            Self::Show(arguments) => show::run(globals, &arguments),
            Self::Set(arguments) => set::run(globals, &arguments),
            Self::Remove(arguments) => remove::run(globals, &arguments),
        }
    }
}
