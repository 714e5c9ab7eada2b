//! The event stream of `opencode run --format json`: one JSON object per line, of which a few types matter.

use domain::Spend;
use serde::Deserialize;
use serde_json::Value;

use crate::agents::{AgentError, AgentReport};

const MOST_TOOL_CALLS: usize = 500;
const MOST_ERRORS: usize = 20;
const MOST_LINE: usize = 8 << 20;

#[derive(Deserialize)]
struct Event {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    part: Value,
    #[serde(default)]
    error: Value,
}

fn parse(line: &[u8]) -> Option<Event> {
    (line.len() <= MOST_LINE && line.first() == Some(&b'{'))
        .then(|| serde_json::from_slice(line).ok())
        .flatten()
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// `edit src/index.ts`: tool and what it was used on.
fn tool_call(part: &Value) -> String {
    let tool = part["tool"].as_str().unwrap_or("tool");
    let state = &part["state"];
    let subject = state["title"]
        .as_str()
        .filter(|title| !title.is_empty())
        .or_else(|| state["input"]["command"].as_str())
        .or_else(|| state["input"]["filePath"].as_str())
        .unwrap_or_default();
    let failed = if state["status"] == "error" {
        " (failed)"
    } else {
        ""
    };
    cut(
        format!("{tool} {}", subject.replace('\n', " ")).trim_end(),
        200,
    ) + failed
}

fn error(value: &Value) -> AgentError {
    let data = &value["data"];
    let message = data["message"]
        .as_str()
        .or_else(|| value["name"].as_str())
        .unwrap_or("an error without words");
    let status = data["statusCode"]
        .as_u64()
        .and_then(|status| u16::try_from(status).ok());
    let transient = data["isRetryable"].as_bool().unwrap_or(false)
        || matches!(status, Some(408 | 429 | 500..))
        || ["timed out", "Cannot connect"]
            .iter()
            .any(|words| message.contains(words));
    AgentError {
        message: cut(message, 500),
        status,
        transient,
    }
}

/// Reads a whole stream.
pub(super) fn interpret(stdout: &[u8]) -> AgentReport {
    let mut report = AgentReport::default();
    for event in stdout.split(|byte| *byte == b'\n').filter_map(parse) {
        let part = &event.part;
        match event.kind.as_str() {
            "text" => {
                if let Some(text) = part["text"].as_str().filter(|text| !text.trim().is_empty()) {
                    report.text = cut(text.trim(), 2_000);
                }
            }
            "tool_use" => {
                if report.tool_calls.len() < MOST_TOOL_CALLS {
                    report.tool_calls.push(tool_call(part));
                }
                let wrote = matches!(
                    part["tool"].as_str(),
                    Some("edit" | "write" | "patch" | "multiedit")
                );
                let path = part["state"]["input"]["filePath"].as_str();
                let path = path.filter(|_| wrote && part["state"]["status"] == "completed");
                let fresh = path.filter(|path| {
                    report.written.len() < MOST_TOOL_CALLS
                        && !report.written.iter().any(|known| known == path)
                });
                report.written.extend(fresh.map(str::to_owned));
            }
            "step_finish" => {
                let tokens = &part["tokens"];
                let count = |value: &Value| value.as_u64().unwrap_or(0);
                report.spend = report.spend.plus(&Spend {
                    model_calls: 1,
                    // `input` leaves out what came from the cache.
                    input_tokens: count(&tokens["input"])
                        + count(&tokens["cache"]["read"])
                        + count(&tokens["cache"]["write"]),
                    output_tokens: count(&tokens["output"]) + count(&tokens["reasoning"]),
                    cost_micros: 0,
                });
            }
            "error" if report.errors.len() < MOST_ERRORS => report.errors.push(error(&event.error)),
            _ => {}
        }
    }
    report
}

/// What to tell people about one line.
pub(super) fn progress(line: &str) -> Option<String> {
    let event = parse(line.as_bytes())?;
    match event.kind.as_str() {
        "tool_use" => Some(tool_call(&event.part)),
        "text" => event.part["text"]
            .as_str()
            .map(|text| cut(text.lines().next().unwrap_or_default(), 200)),
        "error" => Some(error(&event.error).message),
        _ => None,
    }
}
