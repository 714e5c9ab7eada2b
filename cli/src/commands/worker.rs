//! `regreen worker --queue control|sandbox`.

use std::process::ExitCode;

use clap::{Args, ValueEnum};
use workers::Queue;

use crate::{
    failure::{Failure, Outcome},
    globals::{Globals, on_all_cores},
};

/// Arguments.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Which work to take
    #[arg(long)]
    queue: QueueName,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum QueueName {
    /// Workflows, and calls to stores, platforms and git hosts
    Control,
    /// Foreign code, in sandboxes
    Sandbox,
}

pub(crate) fn run(globals: &Globals, arguments: &Arguments) -> Outcome {
    let config = globals.load_service(&globals.sources())?;
    let queue = match arguments.queue {
        QueueName::Control => Queue::Control,
        QueueName::Sandbox => Queue::Sandbox,
    };
    on_all_cores(async {
        let stop = bootstrap::shutdown::signal()?;
        tracing::info!(worker.queue = %queue, "starting the {queue} worker");
        workers::run(queue, config, stop)
            .await
            .map_err(|error| Failure::new("not_started", format!("{error:#}")))?;
        Ok(ExitCode::SUCCESS)
    })?
}
