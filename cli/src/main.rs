//! The `regreen` binary: where everything is plugged together. Each command is one file under `commands/`.

mod commands;
mod dev;
mod failure;
mod globals;
mod output;
mod page;
mod prompt;

use std::process::ExitCode;

use clap::Parser;

use crate::{commands::Command, globals::Globals};

/// When a deployment fails, regreen opens a pull request whose build it has already seen pass.
#[derive(Debug, Parser)]
#[command(name = "regreen", version, after_help = failure::EXIT_CODES, disable_help_subcommand = true)]
struct CommandLine {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    // Two hidden subcommands start the process anew inside a sandbox: before threads, runtimes and configuration.
    workers::intercept();
    let CommandLine { globals, command } = CommandLine::parse();
    let json = globals.json;
    command
        .run(&globals)
        .unwrap_or_else(|failure| failure.say(json))
}

#[cfg(test)]
mod tests;
