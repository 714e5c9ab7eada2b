//! Coding agents, driven headless: what to start, and what its output says. One folder per agent.
//!
//! Starting it in a sandbox, the model door and the budget are `change`'s. What an agent says about its own
//! success is worth nothing: a diff and a build decide.

pub mod command;
pub mod opencode;

use std::{collections::BTreeMap, path::PathBuf};

use domain::Spend;

/// What an agent is asked to do.
#[derive(Debug, Clone, Copy)]
pub struct AgentTask<'a> {
    /// The prompt.
    pub prompt: &'a str,
    /// Absolute directory inside the sandbox.
    pub directory: &'a str,
    /// Base URL of the model, inside the sandbox, with `/v1`.
    pub model_url: &'a str,
    /// What the model is called.
    pub model: &'a str,
    /// The key that the model door of this run wants; worth nothing elsewhere.
    pub token: &'a str,
}

/// How to start an agent for one task.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AgentJob {
    /// Program and arguments.
    pub command: Vec<String>,
    /// Environment, on top of the build's.
    pub environment: BTreeMap<String, String>,
    /// Standard input.
    pub stdin: Vec<u8>,
    /// The agent's own program on the host, and where the command expects it.
    pub program: Option<(PathBuf, String)>,
    /// Files in the read-only directory [`AgentJob::CONFIGURATION`], by path below it.
    pub configuration: BTreeMap<String, String>,
}

impl AgentJob {
    /// Where the read-only configuration directory appears inside the sandbox.
    pub const CONFIGURATION: &'static str = "/home/fixer/.config";
}

/// An error that an agent reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentError {
    /// Its words.
    pub message: String,
    /// HTTP status of the model's answer, when there was one.
    pub status: Option<u16>,
    /// A later try could succeed.
    pub transient: bool,
}

/// What an agent's output says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AgentReport {
    /// The last thing it said, at most 2,000 characters; untrusted.
    pub text: String,
    /// Tools it used, in order, as `edit src/index.ts`; at most 500.
    pub tool_calls: Vec<String>,
    /// Files that it says it wrote, as it names them.
    pub written: Vec<String>,
    /// What it believes to have spent; the gateway's count is the one that matters.
    pub spend: Spend,
    /// Errors, at most 20.
    pub errors: Vec<AgentError>,
}

/// Knows one agent.
pub trait AgentDriver: Send + Sync {
    /// Its name in settings and pull requests.
    fn name(&self) -> &str;
    /// How to start it.
    fn prepare(&self, task: &AgentTask<'_>) -> AgentJob;
    /// What its standard output says; never fails: what cannot be read is left out.
    fn interpret(&self, stdout: &[u8]) -> AgentReport;
    /// A line of its output, for progress; `None` when it is of no interest.
    fn progress(&self, line: &str) -> Option<String>;
}
