//! Building a commit: which commands, who runs them, where their output goes.

mod commands;
mod log;
mod sandboxed;
mod scripted;
mod yarn;

use std::path::PathBuf;

use async_trait::async_trait;

pub(super) use commands::BuildPlan;
pub use log::{LogSink, Stream};
pub use sandboxed::SandboxBuilder;
pub use scripted::{ScriptedBuilder, ScriptedRun, Tree};

use crate::WorldError;

/// Runs the install and build commands of deployments.
#[async_trait]
pub trait Builder: Send + Sync + 'static {
    /// Runs one command and gives its exit code. Its output goes to `log` as it comes. Dropping the future ends the
    /// command and everything it started.
    ///
    /// # Errors
    /// [`WorldError::Builder`] where the command could not be run at all.
    async fn run(&self, step: &Step, log: &LogSink) -> Result<i32, WorldError>;

    /// Called once when a deployment's build is over, however it ended.
    async fn ended(&self, _deployment: &str) {}
}

/// One command of one build.
#[derive(Debug, Clone)]
pub struct Step {
    /// The deployment it is for; the steps of one deployment follow each other in the same checkout.
    pub deployment: String,
    /// Install or build.
    pub kind: StepKind,
    /// A shell command line.
    pub command: String,
    /// The checked-out repository. The builder may write into it.
    pub checkout: PathBuf,
    /// Where the command runs: the checkout or a folder in it.
    pub directory: PathBuf,
    /// What Vercel sets for builds, `CI=1` among it.
    pub environment: Vec<(String, String)>,
}

/// The two kinds of commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    /// Gets packages; needs the registry.
    Install,
    /// Needs nothing but the checkout.
    Build,
}

#[cfg(test)]
mod tests;
