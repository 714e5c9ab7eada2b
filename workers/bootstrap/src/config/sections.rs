//! The configuration as it is used: paths are absolute, addresses parsed, secrets wrapped.

use std::{collections::HashMap, net::SocketAddr, path::PathBuf, time::Duration};

use domain::{Budget, GitHost, Platform};
use secrecy::SecretString;
use serde::Deserialize;
use store::Provider;
use url::Url;

/// An address to listen on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bind {
    /// The address.
    pub address: SocketAddr,
    /// Somebody asked for this address: it is used or nothing. A default one gives way to the next free port.
    pub configured: bool,
}

/// The way in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiConfig {
    /// Where to listen.
    pub bind: Bind,
    /// How others reach it.
    pub public_url: Option<Url>,
    /// Connections at once.
    pub max_connections: usize,
    /// A request's headers must have come within this time.
    pub header_timeout: Duration,
    /// A request's body must have come within this time.
    pub body_timeout: Duration,
    /// Largest body in bytes.
    pub body_limit: usize,
    /// Running requests may take this long at the end.
    pub shutdown: Duration,
    /// How often the outbox is looked at.
    pub dispatch_interval: Duration,
    /// How long one dispatcher owns a delivery.
    pub dispatch_lease: Duration,
}

/// The database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreConfig {
    /// `sqlite:///path/to/file`.
    pub url: String,
}

/// The blobs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlobsConfig {
    /// `file:///path/to/folder`.
    pub url: String,
}

/// The vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultConfig {
    /// The file with the key.
    pub key_file: PathBuf,
}

/// Temporal, besides its own settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemporalConfig {
    /// Where `regreen dev` lets the server listen.
    pub server: Bind,
    /// Where `regreen dev` lets the Web UI listen.
    pub ui: Bind,
    /// The `temporal` program; `None`: the one on `PATH`.
    pub cli: Option<PathBuf>,
    /// How long a connection may take to be made.
    pub connect_timeout: Duration,
    /// Days that closed workflows are kept at least.
    pub retention_days: u32,
    /// Where `regreen dev` writes its addresses.
    pub data_dir: PathBuf,
}

/// Workers of both queues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkerConfig {
    /// Activities of the control queue at once.
    pub control_slots: usize,
    /// Workflows kept in memory.
    pub cached_workflows: usize,
    /// Running activities may take this long at the end.
    pub shutdown: Duration,
}

/// The sandbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SandboxConfig {
    /// Where builds run.
    pub root: PathBuf,
    /// Builds at once.
    pub slots: u32,
    /// First user number of builds, where regreen is root.
    pub uid_base: u32,
    /// The bubblewrap program; `None`: the one on `PATH`.
    pub bwrap: Option<PathBuf>,
    /// The Node installation; `None`: the one on `PATH`.
    pub node_dir: Option<PathBuf>,
    /// A folder whose `node_modules/.bin` holds more package managers.
    pub node_tools: Option<PathBuf>,
    /// More folders that builds see.
    pub tool_dirs: Vec<PathBuf>,
    /// The OpenCode program; `None`: the one on `PATH`.
    pub opencode: Option<PathBuf>,
    /// Wall time of agents.
    pub agent_wall: Duration,
    /// Limits of one command.
    pub limits: SandboxLimits,
    /// Limits of a checkout.
    pub source: SourceLimits,
}

/// Limits of one command in the sandbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SandboxLimits {
    /// Wall time in milliseconds.
    pub wall_ms: u64,
    /// Processor time of one process in milliseconds.
    pub cpu_ms: u64,
    /// Memory.
    pub memory_bytes: u64,
    /// Processes and threads.
    pub processes: u64,
    /// Open files of one process.
    pub open_files: u64,
    /// One file.
    pub file_bytes: u64,
    /// Workspace and home together.
    pub workspace_bytes: u64,
    /// `/tmp`.
    pub temporary_bytes: u64,
    /// Standard output and error together.
    pub output_bytes: u64,
}

/// Limits of a checkout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceLimits {
    /// All files together.
    pub total_bytes: u64,
    /// One file.
    pub file_bytes: u64,
    /// How many files.
    pub files: u64,
}

/// The model that agents use.
#[derive(Debug, Clone)]
pub struct ModelConfig {
    /// The API's address, without `/chat/completions`.
    pub base_url: Url,
    /// The model's name.
    pub name: String,
    /// The key, where one is needed.
    pub api_key: Option<SecretString>,
    /// The agent that `auto` uses.
    pub agent: String,
    /// Millionths of a dollar for a million tokens read.
    pub price_input: u64,
    /// The same, for tokens that the model had cached.
    pub price_cached_input: u64,
    /// The same, for tokens written.
    pub price_output: u64,
    /// Further models at the same address, which a subscription may name.
    pub others: Vec<OtherModel>,
    /// Tokens of one answer.
    pub max_output_tokens: u64,
}

/// A model beside the default one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherModel {
    /// Its name.
    pub name: String,
    /// Millionths of a dollar for a million tokens read.
    pub price_input: u64,
    /// The same, for tokens that the model had cached.
    pub price_cached_input: u64,
    /// The same, for tokens written.
    pub price_output: u64,
}

/// Caps of the installation; those of a fix are in the subscription's settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BudgetConfig {
    /// Of one root cause.
    pub cause: Budget,
    /// Of one day.
    pub day: Budget,
}

/// Calls to other systems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboundConfig {
    /// Hosts whose addresses may be private: those that the operator named, here or in an address.
    pub allowed_hosts: Vec<String>,
    /// For making a connection.
    pub connect_timeout: Duration,
    /// For a whole call.
    pub total_timeout: Duration,
}

/// Addresses of APIs for connections that have none of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvidersConfig {
    /// Vercel's.
    pub vercel: Url,
    /// GitHub's.
    pub github: Url,
}

impl ProvidersConfig {
    /// The addresses by provider.
    #[must_use]
    pub fn endpoints(&self) -> HashMap<Provider, Url> {
        HashMap::from([
            (Provider::Platform(Platform::Vercel), self.vercel.clone()),
            (Provider::GitHost(GitHost::Github), self.github.clone()),
        ])
    }
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Pretty on a terminal, else JSON.
    Auto,
    /// For people.
    Pretty,
    /// For machines.
    Json,
}

/// Logging.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogConfig {
    /// How lines look.
    pub format: LogFormat,
    /// What is logged.
    pub filter: String,
}
