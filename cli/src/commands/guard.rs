//! `regreen guard --parent PID -- COMMAND…` (hidden): becomes the command, which then dies with its parent.

use std::{ffi::OsString, os::unix::process::CommandExt, process::Command};

use clap::Args;
use nix::{
    sys::{
        prctl,
        signal::Signal,
        stat::{Mode, umask},
    },
    unistd::getppid,
};

use crate::failure::Failure;

/// Arguments.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The process that the command must not outlive.
    #[arg(long)]
    parent: i32,
    /// Let it make files for its owner only.
    #[arg(long)]
    private: bool,
    /// The command and its arguments.
    #[arg(last = true, required = true)]
    command: Vec<OsString>,
}

/// Only returns when it fails.
pub(crate) fn run(arguments: &Arguments) -> Failure {
    if let Err(error) = prctl::set_pdeathsig(Signal::SIGKILL) {
        return Failure::internal(format!(
            "the kernel does not watch the parent process: {error}"
        ));
    }
    // The parent may have died before it was watched: then nobody would tell us any more.
    if getppid().as_raw() != arguments.parent {
        return Failure::internal("the parent process is gone");
    }
    if arguments.private {
        umask(Mode::S_IRWXG | Mode::S_IRWXO);
    }
    let Some((program, rest)) = arguments.command.split_first() else {
        return Failure::internal("no command was given");
    };
    let error = Command::new(program).args(rest).exec();
    Failure::internal(format!(
        "`{}` cannot be started: {error}",
        program.to_string_lossy()
    ))
}
