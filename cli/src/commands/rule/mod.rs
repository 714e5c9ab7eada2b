//! `regreen rule …`: which failures are fixed, and how.

mod edit;
mod flags;
mod list;
mod text;
mod trial;

use clap::{Args, Subcommand};

use crate::{failure::Outcome, globals::Globals};

/// Rules about which failures are fixed, and how.
#[derive(Debug, Subcommand)]
pub(crate) enum Rule {
    /// Add a rule; the first that matches decides, lower priorities first
    Add(Box<edit::Add>),
    /// List rules in the order in which they are tried
    List,
    /// Show one rule
    Show(Reference),
    /// Change a rule; what is not named stays
    Set(Box<edit::Set>),
    /// Delete a rule
    Remove(Reference),
    /// Let a rule count again
    Enable(Reference),
    /// Keep a rule, but let it not count
    Disable(Reference),
    /// Try rules on a log or a past fix: which would match, and why
    Test(trial::Arguments),
}

/// One rule.
#[derive(Debug, Args)]
pub(crate) struct Reference {
    /// The rule: its id or name
    pub(super) rule: String,
}

impl Rule {
    pub(crate) fn run(self, globals: &Globals) -> Outcome {
        match self {
            Self::Add(arguments) => edit::add(globals, &arguments),
            Self::List => list::all(globals),
            Self::Show(it) => list::one(globals, &it.rule),
            Self::Set(arguments) => edit::set(globals, &arguments),
            Self::Remove(it) => edit::remove(globals, &it.rule),
            Self::Enable(it) => edit::enable(globals, &it.rule, true),
            Self::Disable(it) => edit::enable(globals, &it.rule, false),
            Self::Test(arguments) => trial::run(globals, &arguments),
        }
    }
}
