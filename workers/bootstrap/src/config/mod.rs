//! Configuration: an embedded, complete default file, the user's file, the environment, flags.
//!
//! Reading it touches no other system. What stops the start says where the value was found and how to set it.

mod error;
mod keys;
mod layers;
mod model;
mod raw;
mod resolve;
mod roles;
mod sandbox_root;
mod sections;
mod shown;
mod sources;
#[cfg(test)]
mod tests;
mod urls;

use std::{fmt, fs::DirBuilder, os::unix::fs::DirBuilderExt, path::PathBuf};

use domain::Windows;

pub use error::ConfigError;
pub use keys::DEFAULT_FILE;
pub use roles::{ApiProcessConfig, ControlWorkerConfig, SandboxWorkerConfig};
pub use sections::{
    ApiConfig, Bind, BlobsConfig, BudgetConfig, LogConfig, LogFormat, ModelConfig, OtherModel,
    OutboundConfig, ProvidersConfig, SandboxConfig, SandboxLimits, SourceLimits, StoreConfig,
    TemporalConfig, VaultConfig, WorkerConfig,
};
pub use sources::{Flag, Sources};

/// The whole configuration. Processes take the view of their role: [`Config::for_api`],
/// [`Config::for_control_worker`], [`Config::for_sandbox_worker`].
#[derive(Clone)]
pub struct Config {
    /// Where regreen keeps its files; absolute.
    pub data_dir: PathBuf,
    /// The way in.
    pub api: ApiConfig,
    /// The database.
    pub store: StoreConfig,
    /// The blobs.
    pub blobs: BlobsConfig,
    /// The vault.
    pub vault: VaultConfig,
    /// Temporal.
    pub temporal: TemporalConfig,
    /// Workers.
    pub worker: WorkerConfig,
    /// The sandbox.
    pub sandbox: SandboxConfig,
    /// The model; without one there are only recipes.
    pub model: Option<ModelConfig>,
    /// Caps of the installation.
    pub budget: BudgetConfig,
    /// Long waits.
    pub windows: Windows,
    /// Addresses of platforms and git hosts.
    pub providers: ProvidersConfig,
    /// Calls to other systems.
    pub outbound: OutboundConfig,
    /// Logging.
    pub log: LogConfig,
    shown: shown::Shown,
}

impl Config {
    /// Reads the configuration.
    ///
    /// # Errors
    /// A sentence that says what to set.
    pub fn load(sources: &Sources) -> Result<Self, ConfigError> {
        resolve::resolve(layers::merge(sources)?, sources)
    }

    /// Every effective value as TOML, with a comment where it does not come from the defaults; without secrets.
    #[must_use]
    pub fn redacted(&self) -> String {
        self.shown.text()
    }

    /// Makes the data directory. Others may pass through it (builds run as other users where regreen is root) but not
    /// list it; what is in it has its own modes.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn create_data_dir(&self) -> std::io::Result<()> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o711)
            .create(&self.data_dir)
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.redacted())
    }
}
