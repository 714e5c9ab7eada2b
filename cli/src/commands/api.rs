//! `regreen api`.

use std::process::ExitCode;

use clap::Args;

use crate::{
    failure::{Failure, Outcome},
    globals::{Globals, on_all_cores},
};

/// Arguments.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Where to listen, such as 127.0.0.1:8470
    #[arg(long, value_name = "ADDRESS")]
    bind: Option<String>,
}

pub(crate) fn run(globals: &Globals, arguments: &Arguments) -> Outcome {
    let sources = globals
        .sources()
        .with_flag("--bind", "api.bind", arguments.bind.clone());
    let config = globals.load_service(&sources)?;
    on_all_cores(async {
        let stop = bootstrap::shutdown::signal()?;
        api::run(config.for_api(), stop)
            .await
            .map_err(|error| Failure::new("not_started", format!("{error:#}")))?;
        Ok(ExitCode::SUCCESS)
    })?
}
