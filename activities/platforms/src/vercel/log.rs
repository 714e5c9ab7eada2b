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

/// Reads a page; `None` when it is something else, such as a web page or an object without an event. Keep-alive lines and
/// lines that broke off are passed over. The events of a page that says no time at all are at 0.
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
    let mut events: Vec<(Option<i64>, LogEvent)> = values.iter().filter_map(event).collect();
    // An empty page is the start of the log: nothing but keep-alive lines, `{}`, may look like one.
    let is_keep_alive = |value: &Value| value.as_object().is_some_and(serde_json::Map::is_empty);
    if events.is_empty() && !values.iter().all(is_keep_alive) {
        return None;
    }
    // The event before is the best guess for one without a time; for the first ones, the event after.
    let mut last = events.iter().find_map(|(at, _)| *at).unwrap_or(0);
    for (at, event) in &mut events {
        last = at.unwrap_or(last);
        event.at = last;
    }
    Some(events.into_iter().map(|(_, event)| event).collect())
}

fn event(value: &Value) -> Option<(Option<i64>, LogEvent)> {
    const PLACES: [&str; 2] = ["", "/payload"];
    let field = |name: &str| {
        PLACES
            .iter()
            .find_map(|place| json::string(value, &format!("{place}/{name}")))
    };
    let number = |name: &str| {
        PLACES
            .iter()
            .find_map(|place| json::positive(value, &format!("{place}/{name}")))
    };
    let kind = json::string(value, "/type");
    let text = field("text").filter(|_| {
        !kind
            .as_deref()
            .is_some_and(|kind| NOT_OUTPUT.contains(&kind))
    });
    let at = number("date")
        .or_else(|| number("created"))
        .and_then(|at| i64::try_from(at).ok());
    if kind.is_none() && text.is_none() && at.is_none() {
        return None;
    }
    let level = match (field("level").as_deref(), kind.as_deref()) {
        (Some("error"), _) | (_, Some("fatal")) => LogLevel::Error,
        (Some("warning"), _) => LogLevel::Warning,
        _ => LogLevel::Info,
    };
    // Serial numbers are longer than 64 bits, so they come as strings; ids of today are the same digits.
    let (id, serial) = (field("id"), field("serial"));
    let digits = |text: &Option<String>| text.as_deref().and_then(|text| text.parse().ok());
    Some((
        at,
        LogEvent {
            serial: digits(&serial).or_else(|| digits(&id)).unwrap_or(0),
            id: id.or(serial),
            at: 0,
            level,
            text,
        },
    ))
}
