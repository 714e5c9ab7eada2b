//! The commands: one file each.

mod actor;
mod api;
mod budget;
mod channel;
mod completions;
mod connection;
mod diagnose;
mod doctor;
mod fix;
mod guard;
mod migrate;
mod money;
mod project;
mod rule;
mod subscription;
mod switch;
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
    /// Accounts on platforms and git hosts
    #[command(subcommand)]
    Connection(connection::Connection),
    /// The projects that connections see
    #[command(subcommand)]
    Project(project::Project),
    /// Platform projects whose failures are fixed
    #[command(subcommand)]
    Subscription(subscription::Subscription),
    /// Rules about which failures are fixed, and how
    #[command(subcommand)]
    Rule(rule::Rule),
    /// Where people hear of fixes outside the pull request
    #[command(subcommand)]
    Channel(channel::Channel),
    /// What the model may cost in a day, and what it has cost
    Budget(budget::Arguments),
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
            Self::Connection(command) => command.run(globals),
            Self::Project(command) => command.run(globals),
            Self::Subscription(command) => command.run(globals),
            Self::Rule(command) => command.run(globals),
            Self::Channel(command) => command.run(globals),
            Self::Budget(arguments) => budget::run(globals, &arguments),
            Self::Fix(command) => command.run(globals),
            Self::Completions(arguments) => completions::run(&arguments),
            Self::Guard(arguments) => Err(guard::run(&arguments)),
        }
    }
}
