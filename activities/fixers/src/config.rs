//! What a worker gives to its fixer once, at start.

use std::{path::PathBuf, sync::Arc, time::Duration};

use redaction::Redactor;
use sandbox::Sandbox;

use crate::{
    agents::AgentDriver,
    doors::{ModelSource, RegistrySource},
    workspace,
};

/// Everything a [`crate::SandboxFixer`] needs.
#[derive(Clone)]
pub struct FixerConfig {
    /// Where untrusted commands run.
    pub sandbox: Arc<dyn Sandbox>,
    /// Folder for workspaces, below directories that the sandbox's user can pass through. Each call makes one folder in it
    /// and removes it.
    pub scratch: PathBuf,
    /// Opens the registry door.
    pub registry: RegistrySource,
    /// Opens the model door; without one there are only recipes.
    pub model: Option<ModelSource>,
    /// Doors to further models, which the settings may name.
    pub other_models: Vec<ModelSource>,
    /// The agents that can be named; the first is the one that `auto` uses.
    pub agents: Vec<Arc<dyn AgentDriver>>,
    /// Limits of each install and build command; the wall time counts for each.
    pub limits: sandbox::Limits,
    /// Wall time of an agent.
    pub agent_wall: Duration,
    /// Limits of a source tree.
    pub source: workspace::Limits,
    /// Bytes of a log, and of a transcript, that are kept: one quarter from the beginning, the rest from the end.
    pub log_bytes: usize,
    /// Takes secrets out of everything that leaves the sandbox.
    pub redactor: Redactor,
}

impl FixerConfig {
    /// With default limits, and without model and agents.
    #[must_use]
    pub fn new(sandbox: Arc<dyn Sandbox>, scratch: PathBuf, registry: RegistrySource) -> Self {
        Self {
            sandbox,
            scratch,
            registry,
            model: None,
            other_models: Vec::new(),
            agents: Vec::new(),
            limits: sandbox::Limits::default(),
            agent_wall: Duration::from_secs(20 * 60),
            source: workspace::Limits::default(),
            log_bytes: 4 << 20,
            redactor: Redactor::new(),
        }
    }
}
