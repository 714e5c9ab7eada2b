//! The conversation so far, cut into attempts: each begins with a log and ends with the next build.

use serde_json::Value;

use super::{
    diagnostic::Diagnostic,
    prompt::Task,
    source::Source,
    tools::{self, Match},
};
use crate::model::{ChatRequest, Message, Turn};

/// One tool call with its result.
#[derive(Debug, Clone)]
pub(super) struct Exchange {
    pub(super) tool: String,
    pub(super) arguments: Value,
    /// What the model said along with the call.
    said: String,
    pub(super) result: String,
}

/// What happened since one log was seen.
#[derive(Debug, Clone, Default)]
pub(super) struct Attempt {
    /// The log.
    pub(super) report: String,
    pub(super) green: bool,
    pub(super) exchanges: Vec<Exchange>,
}

/// All attempts; the last one is the current one.
#[derive(Debug)]
pub(super) struct History(Vec<Attempt>);

impl History {
    pub(super) fn read(request: &ChatRequest, task: &Task) -> Self {
        let mut attempts = vec![Attempt {
            report: task.text.clone(),
            ..Attempt::default()
        }];
        for exchange in exchanges(&request.messages) {
            let built = exchange.tool == "bash"
                && exchange.argument("command").contains(tools::EXIT_STATUS);
            if built {
                let green = exchange
                    .result
                    .contains(&format!("{}0", tools::EXIT_STATUS));
                attempts.push(Attempt {
                    report: exchange.result,
                    green,
                    exchanges: Vec::new(),
                });
            } else if let Some(attempt) = attempts.last_mut() {
                attempt.exchanges.push(exchange);
            }
        }
        Self(attempts)
    }

    pub(super) fn current(&self) -> &Attempt {
        // There is always the one that begins with the prompt.
        &self.0[self.0.len() - 1]
    }

    pub(super) fn builds(&self) -> usize {
        self.0.len() - 1
    }

    pub(super) fn edits(&self) -> usize {
        self.0.iter().filter(|attempt| attempt.edited()).count()
    }

    /// Whether the last edit was for this error and did not help: it was made for one of its kind that stood about here,
    /// and there are as many of them as before.
    pub(super) fn stuck_on(&self, diagnostic: &Diagnostic, now: &[Diagnostic]) -> bool {
        let Some(last) = self.0.len().checked_sub(2).map(|at| &self.0[at]) else {
            return false;
        };
        let before = Diagnostic::all(&last.report);
        let edits: Vec<&str> = last
            .exchanges
            .iter()
            .filter(|exchange| exchange.applied())
            .map(|exchange| exchange.said.as_str())
            .collect();
        let worked_on = before.iter().filter(|other| {
            edits
                .iter()
                .any(|said| said.starts_with(&other.reference()))
        });
        let count = |all: &[Diagnostic]| {
            all.iter()
                .filter(|other| other.same_kind(diagnostic))
                .count()
        };
        let same = |other: &Diagnostic| {
            other.same_kind(diagnostic) && other.line.abs_diff(diagnostic.line) <= 2
        };
        worked_on.filter(|other| same(other)).count() > 0 && count(now) >= count(&before)
    }

    /// What each successful edit was for.
    pub(super) fn changes(&self) -> Vec<String> {
        let edits = self
            .0
            .iter()
            .flat_map(|attempt| &attempt.exchanges)
            .filter(|exchange| exchange.applied());
        edits
            .map(|exchange| exchange.said.trim().to_owned())
            .collect()
    }
}

impl Attempt {
    pub(super) fn edited(&self) -> bool {
        self.exchanges.iter().any(Exchange::applied)
    }

    /// The tool's words about an edit that did not take place, where that was the last thing.
    pub(super) fn failed_edit(&self) -> Option<&str> {
        let last = self
            .exchanges
            .last()
            .filter(|exchange| exchange.tool == "edit" && !exchange.applied())?;
        Some(&last.result)
    }

    /// A file as it was read.
    pub(super) fn source(&self, path: &str) -> Option<Source> {
        let mut reads = self
            .exchanges
            .iter()
            .rev()
            .filter(|exchange| exchange.tool == "read");
        let read = reads.find(|exchange| exchange.argument("filePath") == path)?;
        tools::shown_file(path, &read.result)
    }

    pub(super) fn grepped(&self, expression: &str) -> Option<Vec<Match>> {
        let mut greps = self
            .exchanges
            .iter()
            .filter(|exchange| exchange.tool == "grep");
        greps
            .find(|exchange| exchange.argument("pattern") == expression)
            .map(|exchange| tools::found_lines(&exchange.result))
    }

    pub(super) fn globbed(&self, directory: &str, names: &str) -> Option<Vec<String>> {
        let mut globs = self
            .exchanges
            .iter()
            .filter(|exchange| exchange.tool == "glob");
        let fits = |exchange: &&Exchange| {
            exchange.argument("pattern") == names && exchange.argument("path") == directory
        };
        globs
            .find(fits)
            .map(|exchange| tools::found_files(&exchange.result))
    }

    /// The file an error is in, or what to look at to find it.
    pub(super) fn find_file(
        &self,
        task: &Task,
        diagnostic: &Diagnostic,
    ) -> Result<Source, Box<Turn>> {
        let path = task.absolute(&diagnostic.file);
        let look = |path: &str| {
            let say = format!(
                "The log names {}:{}. Let me read it.",
                diagnostic.file, diagnostic.line
            );
            Box::new(tools::read(path, diagnostic.line, &say))
        };
        if let Some(source) = self.source(&path) {
            return Ok(source);
        }
        if !self.was_read(&path) {
            return Err(look(&path));
        }
        // Logs of monorepos name files from the package's folder: search by name, prefer the longest common ending.
        let names = format!("**/{}", tail(&diagnostic.file));
        let Some(files) = self.globbed(&task.directory, &names) else {
            return Err(Box::new(tools::glob(
                &task.directory,
                &names,
                "It is not there; let me find it by its name.",
            )));
        };
        let wanted: Vec<&str> = diagnostic
            .file
            .trim_start_matches("./")
            .rsplit('/')
            .collect();
        let common = |file: &String| {
            file.rsplit('/')
                .zip(&wanted)
                .take_while(|(one, other)| one == *other)
                .count()
        };
        let Some(best) = files.iter().max_by_key(|file| common(file)) else {
            return Err(look(&path));
        };
        self.source(best).ok_or_else(|| look(best))
    }

    fn was_read(&self, path: &str) -> bool {
        self.exchanges
            .iter()
            .any(|exchange| exchange.tool == "read" && exchange.argument("filePath") == path)
    }
}

impl Exchange {
    pub(super) fn argument(&self, name: &str) -> &str {
        self.arguments[name].as_str().unwrap_or_default()
    }

    fn applied(&self) -> bool {
        self.tool == "edit" && self.result.contains("applied successfully")
    }
}

fn exchanges(messages: &[Message]) -> Vec<Exchange> {
    let result_of = |id: &str| {
        messages
            .iter()
            .find(|message| message.answers.as_deref() == Some(id))
    };
    let calls = messages
        .iter()
        .flat_map(|message| message.calls.iter().map(move |call| (message, call)));
    calls
        .filter_map(|(message, call)| {
            Some(Exchange {
                tool: call.name.clone(),
                arguments: call.arguments.clone(),
                said: message.text.clone(),
                result: result_of(&call.id)?.text.clone(),
            })
        })
        .collect()
}

/// A path's last part.
pub(super) fn tail(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
