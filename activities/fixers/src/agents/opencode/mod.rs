//! OpenCode 1.18: its native binary in `run` mode, JSON events on standard output.
//!
//! Everything it would fetch or read by itself is switched off: updates, model lists, plugins, language servers, and the
//! project's own instructions, which are the failing repository's and not to be obeyed.

mod events;

use std::{collections::BTreeMap, path::PathBuf};

use serde_json::json;

use super::{AgentDriver, AgentJob, AgentReport, AgentTask};

/// Where the binary appears inside the sandbox.
const PROGRAM: &str = "/opt/opencode";

/// Drives OpenCode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCode {
    /// The native binary on the host (not npm's launcher script).
    pub binary: PathBuf,
    /// Tokens that fit the model's context.
    pub context: u64,
    /// Tokens that the model may write per call.
    pub output: u64,
}

impl OpenCode {
    /// With the limits that suit most models: 128,000 tokens of context, 8,192 of output.
    #[must_use]
    pub fn new(binary: PathBuf) -> Self {
        Self {
            binary,
            context: 128_000,
            output: 8_192,
        }
    }

    fn configuration(&self, task: &AgentTask<'_>) -> String {
        let model = format!("local/{}", task.model);
        json!({
            "autoupdate": false,
            "share": "disabled",
            "snapshot": false,
            "lsp": false,
            "formatter": false,
            // With automatic compaction an overflowing context never ends; without it the run fails at once.
            "compaction": { "auto": false },
            "enabled_providers": ["local"],
            "model": model,
            "small_model": model,
            "provider": { "local": {
                "npm": "@ai-sdk/openai-compatible",
                "options": { "baseURL": task.model_url, "apiKey": task.token, "timeout": 300_000, "chunkTimeout": 120_000 },
                "models": { task.model: {
                    "tool_call": true,
                    "limit": { "context": self.context, "output": self.output },
                } },
            } },
            // Only explicit answers: a question would end the run silently. The sandbox is the boundary for paths.
            "permission": {
                "*": "deny", "read": "allow", "edit": "allow", "glob": "allow", "grep": "allow", "bash": "allow",
                "external_directory": "allow",
            },
        })
        .to_string()
    }
}

impl AgentDriver for OpenCode {
    fn name(&self) -> &str {
        "opencode"
    }

    fn prepare(&self, task: &AgentTask<'_>) -> AgentJob {
        let mut environment: BTreeMap<String, String> = [
            ("XDG_CONFIG_HOME", AgentJob::CONFIGURATION),
            ("XDG_DATA_HOME", "/home/fixer/.local/share"),
            ("XDG_STATE_HOME", "/home/fixer/.local/state"),
            ("XDG_CACHE_HOME", "/home/fixer/.cache"),
            ("OPENCODE_PURE", "1"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        for part in [
            "AUTOUPDATE",
            "MODELS_FETCH",
            "LSP_DOWNLOAD",
            "DEFAULT_PLUGINS",
            "PROJECT_CONFIG",
            "EXTERNAL_SKILLS",
            "CLAUDE_CODE",
            "SHARE",
        ] {
            environment.insert(format!("OPENCODE_DISABLE_{part}"), "1".to_owned());
        }
        environment.insert(
            "OPENCODE_CONFIG_CONTENT".to_owned(),
            self.configuration(task),
        );
        let model = format!("local/{}", task.model);
        // A title spares the model call that would invent one. The prompt goes by standard input: as an argument it
        // would reach the model in quotes.
        let command = [
            PROGRAM,
            "run",
            "--format",
            "json",
            "--model",
            &model,
            "--dir",
            task.directory,
            "--title",
            "fix",
            "--agent",
            "build",
        ];
        AgentJob {
            command: command.map(str::to_owned).to_vec(),
            environment,
            stdin: task.prompt.as_bytes().to_vec(),
            program: Some((self.binary.clone(), PROGRAM.to_owned())),
            // A read-only directory keeps it from installing plugins; it insists on this file being there.
            configuration: BTreeMap::from([(
                "opencode/.gitignore".to_owned(),
                "node_modules\npackage.json\npackage-lock.json\nbun.lock\n.gitignore".to_owned(),
            )]),
        }
    }

    fn interpret(&self, stdout: &[u8]) -> AgentReport {
        events::interpret(stdout)
    }

    fn progress(&self, line: &str) -> Option<String> {
        events::progress(line)
    }
}

#[cfg(test)]
mod tests;
