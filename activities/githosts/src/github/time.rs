//! Points in time as GitHub writes them.

use jiff::Timestamp;
use outbound::json;
use serde_json::Value;

/// Unix time in milliseconds.
pub(super) fn milliseconds(value: &Value, pointer: &str) -> Option<i64> {
    let time: Timestamp = json::string(value, pointer)?.parse().ok()?;
    Some(time.as_millisecond())
}

/// A whole second at or before a Unix time in milliseconds, as queries want it.
pub(super) fn second(milliseconds: i64) -> Option<Timestamp> {
    Timestamp::from_second(milliseconds.div_euclid(1_000)).ok()
}
