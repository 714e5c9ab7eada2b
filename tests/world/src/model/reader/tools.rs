//! OpenCode's tools: calling them, and reading what they answer.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::json;

use super::{
    prompt::{Task, pattern},
    source::Source,
};
use crate::model::Turn;

/// Lines that the read tool shows at once.
const READ_LINES: usize = 2000;
/// Printed after the build, since the tool does not show exit codes.
pub(super) const EXIT_STATUS: &str = "exit status: ";

static NUMBERED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*0*(\d+)(?:: ?|\| ?)(.*)$"));
static GREP_LINE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*Line (\d+): (.*)$"));

/// A line that grep found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) path: String,
    pub(super) line: usize,
    pub(super) text: String,
}

pub(super) fn read(path: &str, around: usize, say: &str) -> Turn {
    let mut arguments = json!({"filePath": path});
    if around > READ_LINES - 100 {
        arguments["offset"] = json!(around - READ_LINES / 2);
    }
    Turn {
        text: say.to_owned(),
        ..Turn::call("read", arguments)
    }
}

pub(super) fn grep(task: &Task, expression: &str, say: &str) -> Turn {
    let arguments =
        json!({"pattern": expression, "path": task.directory, "include": "*.{ts,tsx,mts,cts}"});
    Turn {
        text: say.to_owned(),
        ..Turn::call("grep", arguments)
    }
}

pub(super) fn glob(directory: &str, names: &str, say: &str) -> Turn {
    Turn {
        text: say.to_owned(),
        ..Turn::call("glob", json!({"pattern": names, "path": directory}))
    }
}

pub(super) fn edit(path: &str, old: &str, new: &str, why: &str) -> Turn {
    let arguments = json!({"filePath": path, "oldString": old, "newString": new});
    Turn {
        text: why.to_owned(),
        ..Turn::call("edit", arguments)
    }
}

pub(super) fn build(task: &Task, say: &str) -> Turn {
    let command = format!("{}; echo \"{EXIT_STATUS}$?\"", task.build);
    Turn {
        text: say.to_owned(),
        ..Turn::call(
            "bash",
            json!({"command": command, "description": "Builds the project"}),
        )
    }
}

/// What the read tool showed of a file; `None` where it was a folder or an error.
pub(super) fn shown_file(path: &str, result: &str) -> Option<Source> {
    let content = result
        .split_once("<content>")
        .or_else(|| result.split_once("<file>"))?
        .1;
    let content = content
        .split("</content>")
        .next()?
        .split("</file>")
        .next()?;
    let mut first = None;
    let mut lines = Vec::new();
    for line in content.trim_start_matches('\n').lines() {
        let Some(found) = NUMBERED.captures(line) else {
            // The note at the end follows an empty line.
            break;
        };
        let number: usize = found[1].parse().ok()?;
        if number != *first.get_or_insert(number) + lines.len() {
            break;
        }
        lines.push(found[2].to_owned());
    }
    Some(Source::new(path, first.unwrap_or(1), &lines))
}

pub(super) fn found_lines(result: &str) -> Vec<Match> {
    let mut matches = Vec::new();
    let mut path = String::new();
    for line in result.lines() {
        if let Some(found) = GREP_LINE.captures(line) {
            matches.push(Match {
                path: path.clone(),
                line: found[1].parse().unwrap_or(0),
                text: found[2].to_owned(),
            });
        } else if let Some(name) = line.strip_suffix(':').filter(|name| name.contains('/')) {
            path = name.to_owned();
        }
    }
    matches
}

pub(super) fn found_files(result: &str) -> Vec<String> {
    let installed = |path: &&str| path.contains("/node_modules/");
    result
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with('/') && !installed(line))
        .map(str::to_owned)
        .collect()
}
