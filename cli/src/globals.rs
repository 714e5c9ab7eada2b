//! Options that every command takes.

use std::{future::Future, path::PathBuf};

use bootstrap::{
    Config, Sources,
    config::{LogConfig, LogFormat},
};
use clap::Args;
use operations::Operations;
use tokio::runtime::{Builder, Runtime};

use crate::{failure::Failure, output::Output};

/// Options that every command takes.
#[derive(Debug, Clone, Args)]
pub(crate) struct Globals {
    /// Where regreen keeps its files [default: see `data_dir` in the configuration]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// Configuration file [default: ./regreen.toml, or the one in the data directory]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Answer in JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

impl Globals {
    pub(crate) fn output(&self) -> Output {
        Output { json: self.json }
    }

    /// Where the configuration comes from; a command adds its own flags.
    pub(crate) fn sources(&self) -> Sources {
        let data_dir = self
            .data_dir
            .as_ref()
            .map(|path| path.display().to_string());
        Sources::of_process()
            .with_file(self.config.clone())
            .with_flag("--data-dir", "data_dir", data_dir)
    }

    /// The configuration.
    pub(crate) fn load(&self) -> Result<Config, Failure> {
        Config::load(&self.sources()).map_err(Failure::configuration)
    }

    /// The configuration of a process that works for long: it logs as configured.
    pub(crate) fn load_service(&self, sources: &Sources) -> Result<Config, Failure> {
        let config = Config::load(sources).map_err(Failure::configuration)?;
        bootstrap::telemetry::init(&config.log).map_err(Failure::configuration)?;
        config.create_data_dir()?;
        Ok(config)
    }

    /// The configuration of a command that answers and ends: only warnings are logged, for people, unless
    /// `REGREEN_LOG__FILTER` says otherwise.
    pub(crate) fn load_command(&self) -> Result<Config, Failure> {
        let config = self.load()?;
        let asked = Sources::of_process()
            .environment
            .contains_key("REGREEN_LOG__FILTER");
        let quiet = LogConfig {
            format: LogFormat::Pretty,
            filter: "error".to_owned(),
        };
        let log = if asked { &config.log } else { &quiet };
        bootstrap::telemetry::init(log).map_err(Failure::configuration)?;
        Ok(config)
    }

    /// Runs one operation over an installation that exists.
    pub(crate) fn with_operations<T>(
        &self,
        work: impl AsyncFnOnce(&Operations) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let config = self.load_command()?;
        runtime()?.block_on(async {
            let operations = api::operations(&config.for_api(), "regreen-cli")
                .await
                .map_err(|error| Failure::new("not_set_up", format!("{error:#}")))?;
            work(&operations).await
        })
    }
}

/// A runtime on this thread.
pub(crate) fn runtime() -> Result<Runtime, Failure> {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Failure::internal)
}

/// Runs a future on a runtime with a thread per core.
pub(crate) fn on_all_cores<T>(work: impl Future<Output = T>) -> Result<T, Failure> {
    Ok(Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Failure::internal)?
        .block_on(work))
}
