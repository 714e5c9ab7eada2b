use reqwest::header::{HeaderName, HeaderValue};

use super::*;

fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
    pairs
        .iter()
        .map(|(name, value)| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        })
        .collect()
}

fn failure(status: u16, pairs: &[(&'static str, &'static str)], body: &str) -> Failure {
    classify(
        "GET https://api.example/x",
        StatusCode::from_u16(status).unwrap(),
        &headers(pairs),
        body.as_bytes(),
        Timestamp::UNIX_EPOCH,
    )
}

#[test]
fn statuses_have_kinds() {
    let table = [
        (400, FailureKind::Unprocessable),
        (401, FailureKind::Unauthorized),
        (403, FailureKind::Forbidden),
        (404, FailureKind::NotFound),
        (405, FailureKind::Unprocessable),
        (408, FailureKind::Server),
        (409, FailureKind::Conflict),
        (410, FailureKind::NotFound),
        (418, FailureKind::Unexpected),
        (422, FailureKind::Unprocessable),
        (429, FailureKind::RateLimited),
        (500, FailureKind::Server),
        (503, FailureKind::Server),
        (304, FailureKind::Unexpected),
    ];
    for (status, kind) in table {
        assert_eq!(failure(status, &[], "").kind, kind, "{status}");
    }
}

#[test]
fn a_403_that_is_a_limit_is_told_apart_from_a_refusal() {
    let secondary = r#"{"message":"You have exceeded a secondary rate limit."}"#;
    assert_eq!(
        failure(403, &[], secondary).retry_after,
        Some(Duration::from_secs(60))
    );
    assert_eq!(
        failure(403, &[("retry-after", "7")], "").kind,
        FailureKind::RateLimited
    );
    let exhausted = failure(
        403,
        &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "90")],
        "",
    );
    assert_eq!(
        (exhausted.kind, exhausted.retry_after),
        (FailureKind::RateLimited, Some(Duration::from_secs(90)))
    );
    assert_eq!(
        failure(403, &[("x-ratelimit-remaining", "12")], "").kind,
        FailureKind::Forbidden
    );
}

#[test]
fn error_bodies_in_use_are_read() {
    let vercel = failure(
        403,
        &[],
        r#"{"error":{"code":"forbidden","message":"Not authorized","invalidToken":true}}"#,
    );
    assert_eq!(
        (vercel.code.as_deref(), vercel.message.as_str()),
        (Some("forbidden"), "Not authorized")
    );
    let github = failure(
        422,
        &[],
        r#"{"message":"Validation Failed","errors":[{"resource":"PullRequest","code":"custom","message":"A pull request already exists for o:b."}]}"#,
    );
    assert_eq!(
        github.to_string(),
        "GET https://api.example/x: 422: Validation Failed; A pull request already exists for o:b."
    );
    let field = failure(
        422,
        &[],
        r#"{"message":"Validation Failed","errors":[{"resource":"PullRequest","field":"head","code":"invalid"}]}"#,
    );
    assert_eq!(field.message, "Validation Failed; head: invalid");
    let oauth = failure(
        400,
        &[],
        r#"{"error":"invalid_grant","error_description":"Code expired"}"#,
    );
    assert_eq!(oauth.message, "Code expired");
}

#[test]
fn pages_and_garbage_are_named_and_not_quoted() {
    assert_eq!(
        failure(
            502,
            &[("content-type", "text/html; charset=utf-8")],
            "<html>secret</html>"
        )
        .to_string(),
        "GET https://api.example/x: 502: a web page instead of an API answer"
    );
    assert_eq!(failure(500, &[], "\u{0}\u{1}garbage").message, "");
}

#[test]
fn foreign_text_is_one_short_line() {
    let long = format!(r#"{{"message":"a\nb\u001b[31m{}"}}"#, "x".repeat(9_000));
    let message = failure(500, &[], &long).message;
    assert!(message.starts_with("a b [31mxxx"), "{message}");
    assert_eq!(message.chars().count(), 500);
}

#[test]
fn only_passing_failures_are_retryable() {
    for kind in [
        FailureKind::RateLimited,
        FailureKind::Server,
        FailureKind::Unreachable,
        FailureKind::InvalidAnswer,
    ] {
        assert!(kind.is_retryable(), "{kind}");
    }
    for kind in [
        FailureKind::Unauthorized,
        FailureKind::Forbidden,
        FailureKind::NotFound,
        FailureKind::Conflict,
        FailureKind::Unprocessable,
        FailureKind::TooLarge,
        FailureKind::Refused,
        FailureKind::Unexpected,
    ] {
        assert!(!kind.is_retryable(), "{kind}");
    }
}

proptest::proptest! {
    #[test]
    fn no_body_panics(status in 100u16..=999, body in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
        let _ = classify("GET https://h/", StatusCode::from_u16(status).unwrap(), &HeaderMap::new(), &body, Timestamp::UNIX_EPOCH).to_string();
    }
}
