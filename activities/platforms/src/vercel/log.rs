//! One page of deployment events, in every form that is in use: an array, an object around one, or a line per event;
//! flat (v3) or nested under `payload` (v2).

use outbound::json;
use serde_json::Value;

use crate::build_log::{LogEvent, LogLevel};

/// Events of these types are no build output even when they carry text.
const NOT_OUTPUT: [&str; 9] = [
    "alias-assigned",
    "delimiter",
    "deployment-state",
    "edge-function-invocation",
    "metric",
    "middleware",
    "middleware-invocation",
    "report",
    "request",
];

/// Reads a page; `None` when it is something else, such as a web page. Keep-alive lines and lines that broke off are
/// passed over.
pub(super) fn read(body: &[u8]) -> Option<Vec<LogEvent>> {
    let body = body
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(body)
        .trim_ascii();
    let values = match body.first() {
        None => return Some(Vec::new()),
        Some(b'[') => match serde_json::from_slice(body).ok()? {
            Value::Array(values) => values,
            _ => return None,
        },
        Some(_) => match serde_json::from_slice::<Value>(body) {
            Ok(value) if value.get("events").is_some_and(Value::is_array) => {
                json::list(&value, "/events").to_vec()
            }
            Ok(value) if value.is_object() => vec![value],
            _ => {
                let lines = body
                    .split(|byte| *byte == b'\n')
                    .filter_map(|line| serde_json::from_slice(line).ok());
                let lines: Vec<Value> = lines.filter(Value::is_object).collect();
                if lines.is_empty() {
                    return None;
                }
                lines
            }
        },
    };
    let mut last = 0;
    Some(
        values
            .iter()
            .filter_map(|value| event(value, &mut last))
            .collect(),
    )
}

/// `last` is the time of the event before: the best guess for one that has none.
fn event(value: &Value, last: &mut i64) -> Option<LogEvent> {
    let field = |name: &str| {
        ["", "/payload"]
            .iter()
            .find_map(|place| json::text(value, &format!("{place}/{name}")))
    };
    let time = |name: &str| {
        ["", "/payload"]
            .iter()
            .find_map(|place| json::number(value, &format!("{place}/{name}")))
    };
    let kind = json::text(value, "/type");
    let text = field("text").filter(|_| {
        !kind
            .as_deref()
            .is_some_and(|kind| NOT_OUTPUT.contains(&kind))
    });
    let at = time("date").or_else(|| time("created"));
    if kind.is_none() && text.is_none() && at.is_none() {
        return None;
    }
    let at = at.unwrap_or(*last);
    *last = at;
    let serial = field("serial");
    let level = match (field("level").as_deref(), kind.as_deref()) {
        (Some("error"), _) | (_, Some("fatal")) => LogLevel::Error,
        (Some("warning"), _) => LogLevel::Warning,
        _ => LogLevel::Info,
    };
    let order = serial
        .as_deref()
        .and_then(|serial| serial.parse().ok())
        .unwrap_or(0);
    Some(LogEvent {
        id: field("id").or(serial),
        at,
        serial: order,
        level,
        text,
    })
}
