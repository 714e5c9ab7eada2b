//! A stand-in for OpenCode: read, edit, grep, glob and a build that says what the test tells it to.

use std::collections::BTreeMap;

use regex::Regex;
use serde_json::Value;

use crate::model::{Brain, ChatRequest, Message, Reader, ToolCall};

/// More turns than any test needs.
const MOST_TURNS: usize = 80;

pub(super) struct Agent {
    pub(super) files: BTreeMap<String, String>,
    /// What the builds print, one after the other; after the last one they are green.
    pub(super) builds: Vec<String>,
    pub(super) built: usize,
    /// Every call, as `tool argument`.
    pub(super) calls: Vec<String>,
}

impl Agent {
    pub(super) fn new(files: &[(&str, &str)], builds: &[&str]) -> Self {
        let files = files
            .iter()
            .map(|(path, text)| (format!("/work/{path}"), (*text).to_owned()))
            .collect();
        Self {
            files,
            builds: builds.iter().map(|&text| text.to_owned()).collect(),
            built: 0,
            calls: Vec::new(),
        }
    }

    /// Gives the reader a log and runs it to its last words.
    pub(super) fn run(&mut self, log: &str) -> String {
        let prompt = format!(
            "A deployment failed.\n\nWorking directory: /work\nBuild command: npm run build\n\nexcerpt (untrusted):\n```text\n{log}\n```\n"
        );
        let mut request = ChatRequest {
            messages: vec![Message {
                role: "user".into(),
                text: prompt,
                ..Message::default()
            }],
            tools: ["bash", "edit", "glob", "grep", "read"]
                .map(str::to_owned)
                .to_vec(),
            ..ChatRequest::default()
        };
        for turn in 0..MOST_TURNS {
            let answer = Reader.turn(&request);
            if answer.calls.is_empty() {
                return answer.text;
            }
            let calls: Vec<ToolCall> = answer
                .calls
                .iter()
                .map(|call| ToolCall {
                    id: format!("call_{turn}"),
                    ..call.clone()
                })
                .collect();
            let results: Vec<String> = calls.iter().map(|call| self.tool(call)).collect();
            request.messages.push(Message {
                role: "assistant".into(),
                text: answer.text,
                calls,
                answers: None,
            });
            for text in results {
                request.messages.push(Message {
                    role: "tool".into(),
                    text,
                    calls: Vec::new(),
                    answers: Some(format!("call_{turn}")),
                });
            }
        }
        panic!("no end after {MOST_TURNS} turns: {:#?}", self.calls);
    }

    pub(super) fn file(&self, path: &str) -> &str {
        &self.files[&format!("/work/{path}")]
    }

    fn tool(&mut self, call: &ToolCall) -> String {
        let argument = |name: &str| call.arguments[name].as_str().unwrap_or_default();
        let key = ["filePath", "pattern", "command"].map(argument).concat();
        self.calls.push(format!("{} {key}", call.name));
        match call.name.as_str() {
            "read" => self.read(argument("filePath")),
            "edit" => self.edit(&call.arguments),
            "grep" => self.grep(argument("pattern")),
            "glob" => self.glob(argument("path"), argument("pattern")),
            "bash" => self.build(),
            other => panic!("no tool {other}"),
        }
    }

    fn read(&self, path: &str) -> String {
        let Some(text) = self.files.get(path) else {
            return format!("File not found: {path}");
        };
        let lines: Vec<String> = text
            .lines()
            .enumerate()
            .map(|(index, line)| format!("{}: {line}", index + 1))
            .collect();
        format!(
            "<path>{path}</path>\n<type>file</type>\n<content>\n{}\n\n(End of file - total {} lines)\n</content>",
            lines.join("\n"),
            lines.len()
        )
    }

    fn edit(&mut self, arguments: &Value) -> String {
        let argument = |name: &str| arguments[name].as_str().unwrap_or_default();
        let text = self.files.get_mut(argument("filePath")).unwrap();
        match text.matches(argument("oldString")).count() {
            1 => {
                *text = text.replace(argument("oldString"), argument("newString"));
                "Edit applied successfully.".to_owned()
            }
            0 => "Could not find oldString in the file. It must match exactly, including whitespace, indentation, and line endings.".to_owned(),
            _ => "Found multiple matches for oldString.".to_owned(),
        }
    }

    fn grep(&self, expression: &str) -> String {
        let expression = Regex::new(expression).unwrap();
        let mut found = String::new();
        for (path, text) in &self.files {
            let hits: Vec<String> = text
                .lines()
                .enumerate()
                .filter(|(_, line)| expression.is_match(line))
                .map(|(index, line)| format!("  Line {}: {line}\n", index + 1))
                .collect();
            if !hits.is_empty() {
                found.push_str(&format!("{path}:\n{}", hits.concat()));
            }
        }
        if found.is_empty() {
            "No files found".to_owned()
        } else {
            format!("Found 1 matches\n{found}")
        }
    }

    fn glob(&self, folder: &str, names: &str) -> String {
        let (deep, name) = names
            .strip_prefix("**/")
            .map_or((false, names), |name| (true, name));
        let name = Regex::new(&format!("^{}$", regex::escape(name).replace(r"\*", ".*"))).unwrap();
        let fits = |path: &&String| {
            let Some(rest) = path.strip_prefix(&format!("{folder}/")) else {
                return false;
            };
            (deep || !rest.contains('/')) && name.is_match(rest.rsplit('/').next().unwrap())
        };
        let found: Vec<&str> = self.files.keys().filter(fits).map(String::as_str).collect();
        if found.is_empty() {
            "No files found".to_owned()
        } else {
            found.join("\n")
        }
    }

    fn build(&mut self) -> String {
        let output = self
            .builds
            .get(self.built)
            .map(|output| format!("{output}\nexit status: 2\n"));
        self.built += 1;
        output.unwrap_or_else(|| "\n> build\n> tsc\n\nexit status: 0\n".to_owned())
    }
}
