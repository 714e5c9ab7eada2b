//! `regreen fix …`: look at fixes and steer them.

mod artifacts;
mod cost;
mod list;
mod proposal;
mod show;
mod start;
mod steer;
mod text;
mod watch;

use clap::Subcommand;

use crate::{failure::Outcome, globals::Globals};

/// Look at fixes and steer them.
#[derive(Debug, Subcommand)]
pub(crate) enum Fix {
    /// Begin a fix of a failed deployment by hand
    Start(start::Arguments),
    /// List fixes, newest first
    List(list::Arguments),
    /// Show one fix
    Show(show::Arguments),
    /// Print the platform's build log, a build in the sandbox, or what the fixer did
    Log(artifacts::Log),
    /// Print the patch
    Diff(artifacts::Diff),
    /// Print the proof: what was built, before and after
    Proof(artifacts::Proof),
    /// Say what it has cost, attempt by attempt
    Cost(cost::Arguments),
    /// Show the pull request that an observed fix would have opened
    Proposal(proposal::Arguments),
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
            Self::Start(arguments) => start::run(globals, &arguments),
            Self::List(arguments) => list::run(globals, &arguments),
            Self::Show(arguments) => show::run(globals, &arguments),
            Self::Log(arguments) => artifacts::log(globals, &arguments),
            Self::Diff(arguments) => artifacts::diff(globals, &arguments),
            Self::Proof(arguments) => artifacts::proof(globals, &arguments),
            Self::Cost(arguments) => cost::run(globals, &arguments),
            Self::Proposal(arguments) => proposal::run(globals, &arguments),
            Self::Watch(arguments) => watch::run(globals, &arguments),
            Self::Cancel(arguments) => steer::cancel(globals, &arguments),
            Self::Retry(arguments) => steer::retry(globals, &arguments),
            Self::Approve(arguments) => steer::approve(globals, &arguments),
            Self::Reject(arguments) => steer::reject(globals, &arguments),
        }
    }
}
