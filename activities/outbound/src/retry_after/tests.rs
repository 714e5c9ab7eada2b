use reqwest::header::{HeaderName, HeaderValue};

use super::*;

fn wait(pairs: &[(&'static str, &str)]) -> Option<u64> {
    let headers = pairs
        .iter()
        .map(|(name, value)| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_str(value).unwrap(),
            )
        })
        .collect();
    retry_after(&headers, Timestamp::from_second(784_111_700).unwrap()).map(|wait| wait.as_secs())
}

#[test]
fn seconds_and_dates() {
    assert_eq!(wait(&[("retry-after", "120")]), Some(120));
    assert_eq!(wait(&[("retry-after", " 0 ")]), Some(0));
    // 784111777 in Unix time, the example of RFC 9110.
    assert_eq!(
        wait(&[("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT")]),
        Some(77)
    );
    assert_eq!(
        wait(&[("retry-after", "Sun, 06 Nov 1994 08:00:00 GMT")]),
        Some(0),
        "a date in the past"
    );
}

#[test]
fn the_answers_own_clock_counts() {
    let pairs = [
        ("date", "Sun, 06 Nov 1994 08:49:30 GMT"),
        ("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT"),
    ];
    assert_eq!(wait(&pairs), Some(7));
}

#[test]
fn the_reset_counts_only_when_the_quota_is_used_up() {
    assert_eq!(
        wait(&[
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "784111730")
        ]),
        Some(30)
    );
    assert_eq!(
        wait(&[
            ("x-ratelimit-remaining", "5"),
            ("x-ratelimit-reset", "784111730")
        ]),
        None
    );
    assert_eq!(
        wait(&[
            ("retry-after", "3"),
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "784111730")
        ]),
        Some(3)
    );
}

#[test]
fn nonsense_is_no_hint_and_nothing_waits_for_ever() {
    for text in ["", "soon", "-5", "NaN", "Someday, 99 Foo 1994 08:49:37 GMT"] {
        assert_eq!(wait(&[("retry-after", text)]), None, "{text:?}");
    }
    assert_eq!(
        wait(&[("retry-after", "99999999999999999999")]),
        Some(86_400)
    );
    assert_eq!(
        wait(&[
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "99999999999999")
        ]),
        None
    );
}
