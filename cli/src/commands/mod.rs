//! The commands: one file each.

mod api;
mod completions;
mod diagnose;
mod doctor;
mod fix;
mod guard;
mod migrate;
mod worker;

use clap::Subcommand;

use crate::{dev, failure::Outcome, globals::Globals};

/// What regreen can do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run everything on this machine: Temporal, API and workers, over one data directory
    Dev(dev::Arguments),
    /// Run the API: webhooks, health, and the dispatcher of accepted deliveries
    Api(api::Arguments),
    /// Run a worker
    Worker(worker::Arguments),
    /// Bring the database up to date and prepare the Temporal namespace
    Migrate(migrate::Arguments),
    /// Check this machine and say what is missing
    Doctor,
    /// Say what build logs are about
    Diagnose(diagnose::Arguments),
    /// Look at fixes and steer them
    #[command(subcommand)]
    Fix(fix::Fix),
    /// Print the completions of a shell
    Completions(completions::Arguments),
    /// Become a command that dies with its parent
    #[command(hide = true)]
    Guard(guard::Arguments),
}

impl Command {
    pub(crate) fn run(self, globals: &Globals) -> Outcome {
        match self {
            Self::Dev(arguments) => dev::run(globals, &arguments),
            Self::Api(arguments) => api::run(globals, &arguments),
            Self::Worker(arguments) => worker::run(globals, &arguments),
            Self::Migrate(arguments) => migrate::run(globals, &arguments),
            Self::Doctor => doctor::run(globals),
            Self::Diagnose(arguments) => diagnose::run(globals, &arguments),
            Self::Fix(command) => command.run(globals),
            Self::Completions(arguments) => completions::run(&arguments),
            Self::Guard(arguments) => Err(guard::run(&arguments)),
        }
    }
}
