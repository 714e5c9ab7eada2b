//! Time as the faked systems write it.

use jiff::Timestamp;

/// Milliseconds since 1970, as Vercel writes times.
pub(crate) fn now_ms() -> i64 {
    Timestamp::now().as_millisecond()
}

/// Whole seconds since 1970.
pub(crate) fn now_seconds() -> i64 {
    Timestamp::now().as_second()
}

/// `2026-05-01T12:00:00Z`, as GitHub writes times.
pub(crate) fn iso(seconds: i64) -> String {
    Timestamp::from_second(seconds)
        .unwrap_or(Timestamp::UNIX_EPOCH)
        .to_string()
}
