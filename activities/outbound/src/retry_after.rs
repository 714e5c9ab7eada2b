//! How long an answer asks us to wait.

use std::time::Duration;

use jiff::{Timestamp, fmt::rfc2822::DateTimeParser};
use reqwest::header::HeaderMap;

#[cfg(test)]
mod tests;

/// No hint may keep us waiting longer than this.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// The wait that the headers ask for, at most a day: `Retry-After` in seconds or as an HTTP-date (RFC 9110 10.2.3),
/// else `X-RateLimit-Reset` (UTC epoch seconds) when the quota is used up.
///
/// Dates are compared with the answer's own `Date` where there is one, so that a wrong clock on either side does no
/// harm.
#[must_use]
pub fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let value = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(str::trim)
    };
    let now = value("date").and_then(date).unwrap_or(now);
    let until =
        |moment: Timestamp| Duration::try_from(moment.duration_since(now)).unwrap_or_default();
    let asked = value("retry-after").and_then(|text| match text.parse::<f64>() {
        Ok(seconds) if seconds >= 0.0 => {
            Some(Duration::try_from_secs_f64(seconds).unwrap_or(LONGEST))
        }
        Ok(_) => None,
        Err(_) => date(text).map(until),
    });
    let used_up = value("x-ratelimit-remaining").is_some_and(|remaining| remaining == "0");
    let reset = || {
        let seconds = value("x-ratelimit-reset")
            .filter(|_| used_up)?
            .parse::<i64>()
            .ok()?;
        Timestamp::from_second(seconds).ok().map(until)
    };
    asked.or_else(reset).map(|wait| wait.min(LONGEST))
}

fn date(text: &str) -> Option<Timestamp> {
    DateTimeParser::new().parse_timestamp(text).ok()
}
