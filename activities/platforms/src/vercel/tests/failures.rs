//! Answers that are none.

use std::time::Duration;

use outbound::{
    FailureKind,
    testing::{Reply, Server},
};
use serde_json::{Value, json};

use super::{LONG, SHA, failed, id, platform};
use crate::{Credentials, connect, vercel::deployment};

#[tokio::test]
async fn awkward_answers_become_kinds() {
    let page = "<!doctype html><title>Maintenance</title>";
    let denied = |flags: Value| {
        let mut error = json!({"code": "forbidden", "message": "Not authorized"});
        error
            .as_object_mut()
            .unwrap()
            .extend(flags.as_object().unwrap().clone());
        Reply::json(403, &json!({"error": error}))
    };
    let table = [
        (Reply::json(401, &json!({})), FailureKind::Unauthorized),
        (
            denied(json!({"invalidToken": true})),
            FailureKind::Unauthorized,
        ),
        (denied(json!({})), FailureKind::Forbidden),
        (
            Reply::json(
                404,
                &json!({"error": {"code": "not_found", "message": "gone"}}),
            ),
            FailureKind::NotFound,
        ),
        (Reply::json(409, &json!({})), FailureKind::Conflict),
        (Reply::json(422, &json!({})), FailureKind::Unprocessable),
        (
            Reply::json(429, &json!({"error": {"code": "rate_limited"}})).with("retry-after", "3"),
            FailureKind::RateLimited,
        ),
        (Reply::text(502, "text/html", page), FailureKind::Server),
        (
            Reply::text(200, "text/html", page),
            FailureKind::InvalidAnswer,
        ),
        (Reply::json(200, &json!([1, 2])), FailureKind::InvalidAnswer),
        (
            Reply::Half(200, failed().to_string().into_bytes()),
            FailureKind::Unreachable,
        ),
        (Reply::Close, FailureKind::Unreachable),
    ];
    for (reply, kind) in table {
        let shown = format!("{reply:?}");
        let server = Server::start(move |_| reply.clone()).await;
        let platform = platform(&server, LONG);
        let original = deployment::read(&failed()).unwrap();
        let errors = [
            platform.deployment(None, &id()).await.unwrap_err(),
            platform.project_settings("prj_1").await.unwrap_err(),
            platform.whoami().await.unwrap_err(),
            platform
                .deployments_of_commit("prj_1", SHA)
                .await
                .unwrap_err(),
            platform.redeploy(&original, "k").await.unwrap_err(),
        ];
        for error in errors {
            assert_eq!(error.kind(), kind, "{error} for {shown}");
            assert!(!error.to_string().contains("vcp_token"), "{error}");
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
async fn silence_ends_by_the_time_out() {
    let server = Server::start(|_| Reply::Hang).await;
    let error = platform(&server, Duration::from_millis(150))
        .build_log(&id(), 1_000)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), FailureKind::Unreachable);
}

#[test]
fn other_platforms_are_refused_with_what_there_is() {
    let credentials = Credentials {
        token: "t".into(),
        team: None,
        base_url: None,
    };
    let error = connect(domain::Platform::Render, credentials, Server::client(LONG))
        .err()
        .unwrap();
    assert_eq!(
        error.to_string(),
        "regreen cannot talk to render yet; supported: vercel"
    );
}
