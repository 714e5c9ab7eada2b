//! An agent of the operator's own: any command that reads the prompt from standard input and edits files.

use std::{collections::BTreeMap, path::PathBuf};

use super::{AgentDriver, AgentJob, AgentReport, AgentTask};

/// Runs a fixed command. Its model, if it wants one, is at `OPENAI_BASE_URL` with the model name in `OPENAI_MODEL`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandAgent {
    /// Its name in settings.
    pub name: String,
    /// Program and arguments, as seen inside the sandbox.
    pub command: Vec<String>,
    /// A program on the host to show read-only inside, and where.
    pub program: Option<(PathBuf, String)>,
}

impl AgentDriver for CommandAgent {
    fn name(&self) -> &str {
        &self.name
    }

    fn prepare(&self, task: &AgentTask<'_>) -> AgentJob {
        AgentJob {
            command: self.command.clone(),
            environment: BTreeMap::from([
                ("OPENAI_BASE_URL".to_owned(), task.model_url.to_owned()),
                ("OPENAI_API_KEY".to_owned(), task.token.to_owned()),
                ("OPENAI_MODEL".to_owned(), task.model.to_owned()),
            ]),
            stdin: task.prompt.as_bytes().to_vec(),
            program: self.program.clone(),
            configuration: BTreeMap::new(),
        }
    }

    fn interpret(&self, stdout: &[u8]) -> AgentReport {
        let text = String::from_utf8_lossy(stdout);
        let tail: Vec<char> = text.trim().chars().rev().take(2_000).collect();
        AgentReport {
            text: tail.into_iter().rev().collect(),
            ..AgentReport::default()
        }
    }

    fn progress(&self, line: &str) -> Option<String> {
        Some(line.to_owned())
    }
}
