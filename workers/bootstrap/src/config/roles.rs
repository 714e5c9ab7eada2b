//! What each process gets to see. The sandbox worker runs foreign code beside it: it has no vault, no database, no
//! platform and git tokens, and its view has no place for them.

use std::path::PathBuf;

use domain::Windows;

use super::{
    ApiConfig, BlobsConfig, BudgetConfig, Config, ModelConfig, OutboundConfig, ProvidersConfig,
    SandboxConfig, StoreConfig, TemporalConfig, VaultConfig, WorkerConfig,
};

/// For `regreen api`, and for commands that do what the API does.
#[derive(Debug, Clone)]
pub struct ApiProcessConfig {
    /// The data directory.
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
    /// Addresses of platforms and git hosts.
    pub providers: ProvidersConfig,
    /// Calls to other systems.
    pub outbound: OutboundConfig,
    /// Caps of the installation, to be shown.
    pub budget: BudgetConfig,
    /// Builds at once, to be shown.
    pub sandbox_slots: u32,
    /// Long waits, to be shown.
    pub windows: Windows,
}

/// For `regreen worker --queue control`.
#[derive(Debug, Clone)]
pub struct ControlWorkerConfig {
    /// The data directory.
    pub data_dir: PathBuf,
    /// Temporal.
    pub temporal: TemporalConfig,
    /// Slots and times.
    pub worker: WorkerConfig,
    /// The database.
    pub store: StoreConfig,
    /// The blobs.
    pub blobs: BlobsConfig,
    /// The vault.
    pub vault: VaultConfig,
    /// Caps of the installation.
    pub budget: BudgetConfig,
    /// Long waits.
    pub windows: Windows,
    /// Addresses of platforms and git hosts.
    pub providers: ProvidersConfig,
    /// Calls to other systems.
    pub outbound: OutboundConfig,
    /// How others reach the API: for links in pull requests.
    pub public_url: Option<url::Url>,
}

/// For `regreen worker --queue sandbox`.
#[derive(Debug, Clone)]
pub struct SandboxWorkerConfig {
    /// Temporal.
    pub temporal: TemporalConfig,
    /// Slots and times.
    pub worker: WorkerConfig,
    /// The blobs.
    pub blobs: BlobsConfig,
    /// The sandbox.
    pub sandbox: SandboxConfig,
    /// The model; without one there are only recipes.
    pub model: Option<ModelConfig>,
    /// Hosts that the operator named.
    pub outbound: OutboundConfig,
}

impl Config {
    /// What the API gets to see.
    #[must_use]
    pub fn for_api(&self) -> ApiProcessConfig {
        ApiProcessConfig {
            data_dir: self.data_dir.clone(),
            api: self.api.clone(),
            store: self.store.clone(),
            blobs: self.blobs.clone(),
            vault: self.vault.clone(),
            temporal: self.temporal.clone(),
            providers: self.providers.clone(),
            outbound: self.outbound.clone(),
            budget: self.budget,
            sandbox_slots: self.sandbox.slots,
            windows: self.windows,
        }
    }

    /// What the control worker gets to see.
    #[must_use]
    pub fn for_control_worker(&self) -> ControlWorkerConfig {
        ControlWorkerConfig {
            data_dir: self.data_dir.clone(),
            temporal: self.temporal.clone(),
            worker: self.worker.clone(),
            store: self.store.clone(),
            blobs: self.blobs.clone(),
            vault: self.vault.clone(),
            budget: self.budget,
            windows: self.windows,
            providers: self.providers.clone(),
            outbound: self.outbound.clone(),
            public_url: self.api.public_url.clone(),
        }
    }

    /// What the sandbox worker gets to see.
    #[must_use]
    pub fn for_sandbox_worker(&self) -> SandboxWorkerConfig {
        SandboxWorkerConfig {
            temporal: self.temporal.clone(),
            worker: self.worker.clone(),
            blobs: self.blobs.clone(),
            sandbox: self.sandbox.clone(),
            model: self.model.clone(),
            outbound: self.outbound.clone(),
        }
    }
}
