//! Answers that are none.

use std::time::Duration;

use outbound::{
    FailureKind,
    testing::{Reply, Server},
};
use serde_json::json;

use super::{LONG, MARKER, SHA, TOKEN, body, host, repository, wanted};

#[tokio::test]
async fn awkward_answers_become_kinds() {
    let page = "<!doctype html><title>Unicorn!</title>";
    let limited = |status| {
        Reply::json(
            status,
            &json!({"message": "You have exceeded a secondary rate limit"}),
        )
    };
    let table = [
        (
            Reply::json(401, &json!({"message": "Bad credentials"})),
            FailureKind::Unauthorized,
        ),
        (
            Reply::json(403, &json!({"message": "Resource not accessible"})),
            FailureKind::Forbidden,
        ),
        (limited(403), FailureKind::RateLimited),
        (
            limited(429).with("retry-after", "30"),
            FailureKind::RateLimited,
        ),
        (
            Reply::json(403, &json!({}))
                .with("x-ratelimit-remaining", "0")
                .with("x-ratelimit-reset", "1"),
            FailureKind::RateLimited,
        ),
        (
            Reply::json(404, &json!({"message": "Not Found"})),
            FailureKind::NotFound,
        ),
        (Reply::json(409, &json!({})), FailureKind::Conflict),
        (Reply::json(422, &json!({})), FailureKind::Unprocessable),
        (Reply::text(502, "text/html", page), FailureKind::Server),
        (
            Reply::text(200, "text/html", page),
            FailureKind::InvalidAnswer,
        ),
        (Reply::json(200, &json!(3)), FailureKind::InvalidAnswer),
        (
            Reply::Half(200, body(7, "open").to_string().into_bytes()),
            FailureKind::Unreachable,
        ),
        (Reply::Close, FailureKind::Unreachable),
    ];
    for (reply, kind) in table {
        let shown = format!("{reply:?}");
        let server = Server::start(move |_| reply.clone()).await;
        let host = host(&server, LONG);
        let errors = [
            host.pull_request(&repository(), 7).await.map(drop),
            host.repository(&repository()).await.map(drop),
            host.upsert_pull_request(&repository(), &wanted())
                .await
                .map(drop),
            host.upsert_comment(&repository(), 7, MARKER, "x")
                .await
                .map(drop),
            host.commit_pull_requests(&repository(), SHA)
                .await
                .map(drop),
            host.whoami().await.map(drop),
        ];
        // Another client: the breaker of the first one has seen enough.
        let host = super::host(&server, LONG);
        let more = [
            host.hooks(&repository()).await.map(drop),
            host.ensure_hook(&repository(), "https://r.example", &"s".into())
                .await
                .map(drop),
            host.comments_since(&repository(), 7, 0).await.map(drop),
        ];
        for error in errors.into_iter().chain(more).map(Result::unwrap_err) {
            assert_eq!(error.kind(), kind, "{error} for {shown}");
            assert!(!error.to_string().contains(TOKEN), "{error}");
            assert_eq!(
                error.retry_after().is_some(),
                kind == FailureKind::RateLimited,
                "{error}"
            );
        }
        assert!(
            server
                .received()
                .iter()
                .all(|request| request.method == "GET"),
            "nothing is created blindly"
        );
    }
}

#[tokio::test]
async fn absence_may_be_a_missing_permission() {
    let server = Server::start(|_| Reply::json(404, &json!({"message": "Not Found"}))).await;
    let error = host(&server, LONG)
        .pull_request(&repository(), 7)
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("404: Not Found (the same answer is given when the token may not see it)"),
        "{error}"
    );
}

#[tokio::test]
async fn silence_ends_by_the_time_out() {
    let server = Server::start(|_| Reply::Hang).await;
    let error = host(&server, Duration::from_millis(150))
        .whoami()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), FailureKind::Unreachable);
}
