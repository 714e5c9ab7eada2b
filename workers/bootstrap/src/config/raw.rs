//! The configuration as it is written: one field for each key of `default.toml`.

use domain::{Budget, Windows};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Raw {
    pub(super) data_dir: String,
    pub(super) api: Api,
    pub(super) store: Address,
    pub(super) blobs: Address,
    pub(super) vault: Vault,
    pub(super) temporal: Temporal,
    pub(super) worker: Worker,
    pub(super) sandbox: Sandbox,
    pub(super) source: Source,
    pub(super) model: Model,
    pub(super) budget: Budgets,
    pub(super) windows: Windows,
    pub(super) vercel: Endpoint,
    pub(super) github: Endpoint,
    pub(super) outbound: Outbound,
    pub(super) log: Log,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Api {
    pub(super) bind: String,
    pub(super) public_url: String,
    pub(super) max_connections: usize,
    pub(super) header_timeout_ms: u64,
    pub(super) body_timeout_ms: u64,
    pub(super) body_limit: usize,
    pub(super) shutdown_ms: u64,
    pub(super) dispatch_interval_ms: u64,
    pub(super) dispatch_lease_ms: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Address {
    pub(super) url: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Vault {
    pub(super) key_file: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Temporal {
    pub(super) port: u16,
    pub(super) ui_port: u16,
    pub(super) cli: String,
    pub(super) connect_timeout_ms: u64,
    pub(super) retention_days: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Worker {
    pub(super) control_slots: usize,
    pub(super) cached_workflows: usize,
    pub(super) shutdown_ms: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sandbox {
    pub(super) root: String,
    pub(super) slots: u32,
    pub(super) uid_base: u32,
    pub(super) bwrap: String,
    pub(super) node_dir: String,
    pub(super) node_tools: String,
    pub(super) tool_dirs: Vec<String>,
    pub(super) opencode: String,
    pub(super) agent_wall_ms: u64,
    pub(super) limits: super::SandboxLimits,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    pub(super) total_bytes: u64,
    pub(super) file_bytes: u64,
    pub(super) files: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Model {
    pub(super) base_url: String,
    pub(super) name: String,
    pub(super) api_key: String,
    pub(super) api_key_file: String,
    pub(super) agent: String,
    pub(super) price_input: u64,
    pub(super) price_cached_input: u64,
    pub(super) price_output: u64,
    pub(super) others: Vec<String>,
    pub(super) max_output_tokens: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Budgets {
    pub(super) cause: Budget,
    pub(super) day: Budget,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Endpoint {
    pub(super) base_url: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Outbound {
    pub(super) allowed_hosts: Vec<String>,
    pub(super) connect_timeout_ms: u64,
    pub(super) total_timeout_ms: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Log {
    pub(super) format: super::LogFormat,
    pub(super) filter: String,
}
