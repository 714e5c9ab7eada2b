//! Our comment, and those of others.

use std::sync::{Arc, Mutex};

use outbound::{
    FailureKind,
    testing::{Reply, Server},
};
use serde_json::{Value, json};

use super::{LONG, MARKER, calls, host, repository};
use crate::{GitHostError, Reaction, WrittenComment};

/// A server that keeps comments, in pages of two.
async fn comment_server(comments: Vec<Value>, user: Reply) -> (Server, Arc<Mutex<Vec<Value>>>) {
    let kept = Arc::new(Mutex::new(comments));
    let store = kept.clone();
    let server = Server::start(move |request| {
        let mut store = store.lock().unwrap();
        let path = request.path.split('?').next().unwrap().to_owned();
        let id = || path.rsplit('/').next().unwrap().parse::<u64>().unwrap();
        match request.method.as_str() {
            "GET" if path == "/api/v3/user" => user.clone(),
            "GET" => {
                let page: usize = request.query("page").unwrap().parse().unwrap();
                let items: Vec<Value> = store.iter().skip((page - 1) * 2).take(2).cloned().collect();
                let more = store.len() > page * 2;
                Reply::json(200, &items.into()).with("link", if more { "<https://x>; rel=\"next\"" } else { "<https://x>; rel=\"prev\"" })
            }
            "POST" => {
                let made = json!({"id": 100, "html_url": "u", "body": request.json()["body"], "user": {"login": "regreen-bot", "type": "Bot"}});
                store.push(made.clone());
                Reply::json(201, &made)
            }
            "PATCH" => {
                let id = id();
                let comment = store.iter_mut().find(|comment| comment["id"] == id).unwrap();
                comment["body"] = request.json()["body"].clone();
                Reply::json(200, comment)
            }
            _ => {
                let id = id();
                store.retain(|comment| comment["id"] != id);
                Reply::text(204, "text/plain", "")
            }
        }
    })
    .await;
    (server, kept)
}

pub(super) fn note(id: u64, login: &str, text: &str) -> Value {
    json!({"id": id, "html_url": format!("https://github.com/c/{id}"), "body": text, "user": {"login": login, "type": "User"}})
}

#[tokio::test]
async fn our_comment_is_found_on_a_later_page_and_duplicates_of_ours_go() {
    let marked = format!("{MARKER}\nold");
    let comments = vec![
        note(1, "ann", "hi"),
        note(2, "mallory", &marked),
        note(5, "me", &marked),
        note(3, "me", &marked),
        note(7, "me", "no marker"),
    ];
    let (server, kept) =
        comment_server(comments, Reply::json(200, &json!({"id": 1, "login": "Me"}))).await;
    let host = host(&server, LONG);
    for _ in 0..2 {
        let comment = host
            .upsert_comment(&repository(), 7, MARKER, "new")
            .await
            .unwrap();
        assert_eq!(comment.id, 3);
    }
    let bodies: Vec<_> = kept
        .lock()
        .unwrap()
        .iter()
        .map(|comment| {
            (
                comment["id"].as_u64().unwrap(),
                comment["body"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    let expected = [
        (1, "hi".to_owned()),
        (2, marked),
        (3, format!("{MARKER}\nnew")),
        (7, "no marker".to_owned()),
    ];
    assert_eq!(bodies, expected, "what others wrote is untouched");
    let writes = calls(&server)
        .iter()
        .filter(|call| !call.starts_with("GET"))
        .count();
    assert_eq!(
        writes, 2,
        "one removal, one change, and nothing the second time"
    );
}

#[tokio::test]
async fn an_app_has_no_user_and_still_finds_its_comment() {
    let (server, kept) = comment_server(
        vec![note(1, "ann", MARKER)],
        Reply::json(
            403,
            &json!({"message": "Resource not accessible by integration"}),
        ),
    )
    .await;
    let host = host(&server, LONG);
    assert_eq!(
        host.upsert_comment(&repository(), 7, MARKER, "first")
            .await
            .unwrap()
            .id,
        100
    );
    assert_eq!(
        host.upsert_comment(&repository(), 7, MARKER, "second")
            .await
            .unwrap()
            .id,
        100
    );
    assert_eq!(kept.lock().unwrap().len(), 2);
    assert_eq!(kept.lock().unwrap()[1]["body"], format!("{MARKER}\nsecond"));
}

#[tokio::test]
async fn only_real_markers_are_accepted() {
    let (server, _) = comment_server(vec![], Reply::Close).await;
    for marker in ["", "regreen", "<!-- regreen:x", "<!-- regreen:a\n-->"] {
        let error = host(&server, LONG)
            .upsert_comment(&repository(), 7, marker, "x")
            .await
            .unwrap_err();
        assert!(matches!(error, GitHostError::Invalid(_)), "{marker:?}");
    }
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn ours_is_not_written_a_second_time_when_it_cannot_be_recognised() {
    for (place, put) in [
        ("/body", json!({})),
        ("/user", json!([])),
        ("/user/login", Value::Null),
        ("/id", json!("text")),
    ] {
        let mut ours = note(3, "me", MARKER);
        *ours.pointer_mut(place).unwrap() = put;
        let (server, _) = comment_server(
            vec![ours],
            Reply::json(200, &json!({"id": 1, "login": "me"})),
        )
        .await;
        let error = host(&server, LONG)
            .upsert_comment(&repository(), 7, MARKER, "x")
            .await
            .unwrap_err();
        assert_eq!(error.kind(), FailureKind::InvalidAnswer, "{place}");
        assert!(
            calls(&server).iter().all(|call| call.starts_with("GET")),
            "{place}"
        );
    }
}

fn written(id: u64, author: (&str, &str), text: &str, at: &str) -> Value {
    json!({"id": id, "html_url": "u", "body": text, "user": {"login": author.0, "type": author.1}, "created_at": at, "updated_at": "2026-06-01T00:00:00Z"})
}

#[tokio::test]
async fn what_others_wrote_is_read_from_a_moment_on_oldest_first() {
    let server = Server::start(|request| match request.path.as_str() {
        "/api/v3/user" => Reply::json(200, &json!({"id": 1, "login": "Me"})),
        _ => {
            assert!(
                request
                    .path
                    .starts_with("/api/v3/repos/acme/app/issues/7/comments?"),
                "{}",
                request.path
            );
            assert_eq!(
                request.query("since").as_deref(),
                Some("2026-05-01T12:00:00Z")
            );
            let mut ghost = written(9, ("x", "User"), "gone", "2026-05-01T12:00:05Z");
            ghost["user"] = Value::Null;
            Reply::json(
                200,
                &json!([
                    written(5, ("ann", "User"), "/regreen retry", "2026-05-01T12:00:03Z"),
                    written(
                        2,
                        ("old", "User"),
                        "edited just now",
                        "2026-04-01T00:00:00Z"
                    ),
                    written(
                        3,
                        ("me", "User"),
                        &format!(
                            "{MARKER}
ours"
                        ),
                        "2026-05-01T12:00:01Z"
                    ),
                    written(6, ("me", "User"), "/regreen cancel", "2026-05-01T12:00:04Z"),
                    written(4, ("ci[bot]", "Bot"), "green", "2026-05-01T12:00:00Z"),
                    ghost,
                ]),
            )
        }
    })
    .await;
    let found = host(&server, LONG)
        // Half a second later: comments are dated in seconds.
        .comments_since(&repository(), 7, 1_777_636_800_500)
        .await
        .unwrap();
    let comment = |id, author: &str, author_is_bot, body: &str, created_at| WrittenComment {
        id,
        author: author.to_owned(),
        author_is_bot,
        body: body.to_owned(),
        created_at,
    };
    assert_eq!(
        found,
        [
            comment(4, "ci[bot]", true, "green", 1_777_636_800_000),
            comment(5, "ann", false, "/regreen retry", 1_777_636_803_000),
            comment(6, "me", false, "/regreen cancel", 1_777_636_804_000),
        ]
    );
}

#[tokio::test]
async fn an_app_knows_its_own_comments_by_their_marker() {
    let server = Server::start(|request| match request.path.as_str() {
        "/api/v3/user" => Reply::json(
            403,
            &json!({"message": "Resource not accessible by integration"}),
        ),
        _ => Reply::json(
            200,
            &json!([
                written(
                    1,
                    ("regreen[bot]", "Bot"),
                    &format!("{MARKER}\nours"),
                    "2026-05-01T12:00:00Z"
                ),
                written(
                    2,
                    ("ann", "User"),
                    &format!("> {MARKER}\nquoted"),
                    "2026-05-01T12:00:01Z"
                ),
            ]),
        ),
    })
    .await;
    let found = host(&server, LONG)
        .comments_since(&repository(), 7, 0)
        .await
        .unwrap();
    assert_eq!(
        found.iter().map(|comment| comment.id).collect::<Vec<_>>(),
        [2]
    );
}

#[tokio::test]
async fn a_moment_out_of_range_is_refused() {
    let server = Server::start(|_| Reply::Close).await;
    let error = host(&server, LONG)
        .comments_since(&repository(), 7, i64::MAX)
        .await
        .unwrap_err();
    assert!(matches!(error, GitHostError::Invalid(_)));
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn reactions_say_what_was_understood() {
    let server = Server::start(|_| Reply::json(200, &json!({"id": 1, "content": "+1"}))).await;
    let host = host(&server, LONG);
    for reaction in [Reaction::Understood, Reaction::NotUnderstood] {
        host.react(&repository(), 99, reaction).await.unwrap();
    }
    let sent: Vec<_> = server
        .received()
        .iter()
        .map(|request| request.json())
        .collect();
    assert_eq!(
        sent,
        [json!({"content": "+1"}), json!({"content": "confused"})]
    );
    assert_eq!(
        calls(&server),
        [
            "POST issues/comments/99/reactions",
            "POST issues/comments/99/reactions"
        ]
    );
}
