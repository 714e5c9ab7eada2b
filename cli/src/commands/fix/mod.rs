//! `regreen fix …`: look at fixes and steer them.

mod list;
mod show;
mod steer;
mod text;
mod watch;

use clap::Subcommand;

use crate::{failure::Outcome, globals::Globals};

/// Look at fixes and steer them.
#[derive(Debug, Subcommand)]
pub(crate) enum Fix {
    /// List fixes, newest first
    List(list::Arguments),
    /// Show one fix
    Show(show::Arguments),
    /// Follow a fix until it is at rest
    Watch(watch::Arguments),
    /// Stop a fix
    Cancel(steer::Cancel),
    /// Try again
    Retry(steer::Retry),
    /// Publish the patch under review
    Approve(steer::Approve),
    /// Do not publish the patch under review
    Reject(steer::Reject),
}

impl Fix {
    pub(crate) fn run(self, globals: &Globals) -> Outcome {
        match self {
            Self::List(arguments) => list::run(globals, &arguments),
            Self::Show(arguments) => show::run(globals, &arguments),
            Self::Watch(arguments) => watch::run(globals, &arguments),
            Self::Cancel(arguments) => steer::cancel(globals, &arguments),
            Self::Retry(arguments) => steer::retry(globals, &arguments),
            Self::Approve(arguments) => steer::approve(globals, &arguments),
            Self::Reject(arguments) => steer::reject(globals, &arguments),
        }
    }
}
