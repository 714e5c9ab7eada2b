//! Pull requests: read, found, made.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use outbound::{
    FailureKind,
    testing::{Reply, Server},
};
use serde_json::{Value, json};

use super::{LONG, SHA, TOKEN, body, calls, host, repository, wanted};
use crate::{NewPullRequest, PullRequestState, github::pull_request};

#[tokio::test]
async fn a_pull_request_is_read_and_the_headers_are_github_s() {
    let server = Server::start(|_| Reply::json(200, &body(7, "open"))).await;
    let found = host(&server, LONG)
        .pull_request(&repository(), 7)
        .await
        .unwrap();
    assert_eq!(
        (
            found.number,
            found.state,
            found.head_branch.as_str(),
            found.head_sha.as_str()
        ),
        (7, PullRequestState::Open, "regreen/fix-1", SHA)
    );
    assert_eq!(
        (found.mergeable, found.updated_at),
        (None, Some(1_777_636_800_000))
    );
    let seen = &server.received()[0];
    assert_eq!(seen.path, "/api/v3/repos/acme/app/pulls/7");
    assert_eq!(
        seen.header("authorization"),
        Some(format!("Bearer {TOKEN}").as_str())
    );
    assert_eq!(
        (seen.header("x-github-api-version"), seen.header("accept")),
        (Some("2022-11-28"), Some("application/vnd.github+json"))
    );
    assert!(seen.header("user-agent").is_some());
}

#[test]
fn states_are_told_apart_in_lists_too() {
    let with = |key: &str, value: Value| {
        let mut body = body(7, "closed");
        body[key] = value;
        pull_request::read(&body).map(|found| found.state)
    };
    assert_eq!(with("merged", false.into()), Ok(PullRequestState::Closed));
    assert_eq!(with("merged", true.into()), Ok(PullRequestState::Merged));
    assert_eq!(
        with("merged_at", "2026-05-01T12:00:00Z".into()),
        Ok(PullRequestState::Merged)
    );
    assert_eq!(with("state", "strange".into()), Err("pull request state"));
}

#[tokio::test]
async fn a_pull_request_is_found_by_its_head_open_before_closed_and_own_before_forked() {
    let server = Server::start(|request| {
        assert_eq!(
            (
                request.query("state").as_deref(),
                request.query("head").as_deref()
            ),
            (Some("all"), Some("acme:regreen/fix-1"))
        );
        let mut forked = body(9, "open");
        forked["head"]["repo"]["full_name"] = "mallory/app".into();
        let mut other = body(8, "open");
        other["head"]["ref"] = "regreen/fix-2".into();
        Reply::json(
            200,
            &json!([forked, other, body(5, "closed"), body(4, "open"), {"garbage": true}]),
        )
    })
    .await;
    let found = host(&server, LONG)
        .find_pull_request(&repository(), "regreen/fix-1", None)
        .await
        .unwrap();
    assert_eq!(found.map(|found| found.number), Some(4));
}

#[tokio::test]
async fn creating_looks_first_and_updates_only_what_differs() {
    let server = Server::start(|request| match request.method.as_str() {
        "GET" => Reply::json(200, &json!([body(4, "open")])),
        "PATCH" => Reply::json(200, &body(4, "open")),
        _ => Reply::Close,
    })
    .await;
    let host = host(&server, LONG);
    assert_eq!(
        host.upsert_pull_request(&repository(), &wanted())
            .await
            .unwrap()
            .number,
        4
    );
    assert_eq!(calls(&server), ["GET pulls"]);
    let changed = NewPullRequest {
        title: "Better".to_owned(),
        ..wanted()
    };
    host.upsert_pull_request(&repository(), &changed)
        .await
        .unwrap();
    let patch = server.received().pop().unwrap();
    assert_eq!(
        (patch.method.as_str(), patch.json()),
        ("PATCH", json!({"title": "Better"}))
    );
}

#[tokio::test]
async fn a_closed_one_is_reopened_only_on_demand() {
    let server = Server::start(|request| match request.method.as_str() {
        "GET" => Reply::json(200, &json!([body(4, "closed")])),
        "PATCH" => Reply::json(200, &body(4, "open")),
        _ => Reply::Close,
    })
    .await;
    let host = host(&server, LONG);
    assert_eq!(
        host.upsert_pull_request(&repository(), &wanted())
            .await
            .unwrap()
            .state,
        PullRequestState::Closed
    );
    assert_eq!(calls(&server), ["GET pulls"]);
    let reopened = host
        .upsert_pull_request(
            &repository(),
            &NewPullRequest {
                reopen: true,
                ..wanted()
            },
        )
        .await
        .unwrap();
    assert_eq!(reopened.state, PullRequestState::Open);
    assert_eq!(
        server.received().pop().unwrap().json(),
        json!({"state": "open"})
    );
}

fn refusal(message: &str) -> Reply {
    Reply::json(
        422,
        &json!({"message": "Validation Failed", "errors": [{"resource": "PullRequest", "code": "custom", "message": message}]}),
    )
}

#[tokio::test]
async fn a_duplicate_is_looked_for_again() {
    let looks = Arc::new(AtomicUsize::new(0));
    let server = Server::start(move |request| match request.method.as_str() {
        "GET" if looks.fetch_add(1, Ordering::SeqCst) == 0 => Reply::json(200, &json!([])),
        "GET" => Reply::json(200, &json!([body(4, "open")])),
        _ => refusal("A pull request already exists for acme:regreen/fix-1."),
    })
    .await;
    assert_eq!(
        host(&server, LONG)
            .upsert_pull_request(&repository(), &wanted())
            .await
            .unwrap()
            .number,
        4
    );
    assert_eq!(calls(&server), ["GET pulls", "POST pulls", "GET pulls"]);
}

#[tokio::test]
async fn a_real_refusal_stays_one_and_says_why() {
    let server = Server::start(|request| match request.method.as_str() {
        "GET" => Reply::json(200, &json!([])),
        _ => Reply::json(422, &json!({"message": "Validation Failed", "errors": [{"resource": "PullRequest", "field": "head", "code": "invalid"}]})),
    })
    .await;
    let error = host(&server, LONG)
        .upsert_pull_request(&repository(), &wanted())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), FailureKind::Unprocessable);
    assert!(error.to_string().contains("head: invalid"), "{error}");
}

#[tokio::test]
async fn where_there_are_no_drafts_it_is_opened_as_ready() {
    let server = Server::start(|request| {
        match (request.method.as_str(), request.json()["draft"].as_bool()) {
            ("GET", _) => Reply::json(200, &json!([])),
            (_, Some(true)) => refusal("Draft pull requests are not supported in this repository."),
            _ => Reply::json(201, &body(4, "open")),
        }
    })
    .await;
    let found = host(&server, LONG)
        .upsert_pull_request(
            &repository(),
            &NewPullRequest {
                draft: true,
                ..wanted()
            },
        )
        .await
        .unwrap();
    assert_eq!(
        (found.number, calls(&server)),
        (
            4,
            vec![
                "GET pulls".to_owned(),
                "POST pulls".to_owned(),
                "POST pulls".to_owned()
            ]
        )
    );
}

#[tokio::test]
async fn long_texts_are_cut() {
    let server = Server::start(|request| match request.method.as_str() {
        "GET" => Reply::json(200, &json!([])),
        _ => Reply::json(201, &body(4, "open")),
    })
    .await;
    let long = NewPullRequest {
        title: "t".repeat(1_000),
        body: "ü".repeat(70_000),
        ..wanted()
    };
    host(&server, LONG)
        .upsert_pull_request(&repository(), &long)
        .await
        .unwrap();
    let sent = server.received().pop().unwrap().json();
    assert_eq!(sent["title"].as_str().unwrap().len(), 256);
    assert_eq!(sent["body"].as_str().unwrap().chars().count(), 65_000);
    assert!(sent["body"].as_str().unwrap().ends_with("… (cut)"));
}

#[test]
fn merged_or_closed_is_never_guessed() {
    let read = |merged: Value, at: Value| {
        let mut body = body(7, "closed");
        (body["merged"], body["merged_at"]) = (merged, at);
        pull_request::read(&body).map(|found| found.state)
    };
    let time = json!("2026-05-01T12:00:00Z");
    assert_eq!(
        read(Value::Null, time.clone()),
        Ok(PullRequestState::Merged)
    );
    assert_eq!(read(json!({}), time.clone()), Ok(PullRequestState::Merged));
    assert_eq!(read(Value::Null, Value::Null), Ok(PullRequestState::Closed));
    for unclear in [json!(-7), json!("yesterday"), json!({})] {
        assert_eq!(
            read(Value::Null, unclear),
            Err("pull request state"),
            "neither merged nor not"
        );
    }
    let mut open = body(7, "open");
    open["merged_at"] = time;
    assert_eq!(pull_request::read(&open), Err("pull request state"));
}

#[tokio::test]
async fn one_that_cannot_be_read_is_not_made_again() {
    let mut unclear = body(4, "closed");
    unclear["merged_at"] = json!({});
    let mut other = unclear.clone();
    other["head"]["ref"] = "another".into();
    let server = Server::start(move |request| match request.method.as_str() {
        "GET" => Reply::json(200, &json!([other, unclear])),
        _ => Reply::json(201, &body(5, "open")),
    })
    .await;
    let error = host(&server, LONG)
        .upsert_pull_request(&repository(), &wanted())
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "github: the pull requests of github:acme/app: unusable answer: one without a pull request state"
    );
    assert_eq!(calls(&server), ["GET pulls"]);
}

#[tokio::test]
async fn a_head_whose_repository_is_gone_is_not_ours() {
    let server = Server::start(|_| {
        let mut body = body(4, "open");
        body["head"]["repo"] = Value::Null;
        Reply::json(200, &json!([body]))
    })
    .await;
    let found = host(&server, LONG)
        .find_pull_request(&repository(), "regreen/fix-1", None)
        .await
        .unwrap();
    assert_eq!(found, None);
}
