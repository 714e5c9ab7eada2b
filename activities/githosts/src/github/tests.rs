//! GitHub's client against a scripted server: what it asks, and what it makes of good and awkward answers.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use domain::Repository;
use outbound::{
    FailureKind,
    testing::{Received, Reply, Server, mutations},
};
use serde_json::{Value, json};

use super::pull_request;
use crate::{
    CommitState, CommitStatus, Credentials, GitHost, GitHostError, NewPullRequest,
    PullRequestState, connect,
};

const SHA: &str = "0123456789abcdef0123456789abcdef01234567";
const LONG: Duration = Duration::from_secs(20);
const TOKEN: &str = "ghs_1_aaaa.bbbb_cccc";
const MARKER: &str = "<!-- regreen:fix_1 -->";

fn host(server: &Server, timeout: Duration) -> Arc<dyn GitHost> {
    let api_url = Some(server.url.join("api/v3").unwrap());
    connect(
        domain::GitHost::Github,
        Credentials {
            token: TOKEN.into(),
            api_url,
            git_url: None,
        },
        Server::client(timeout),
    )
    .unwrap()
}

fn repository() -> Repository {
    Repository {
        host: domain::GitHost::Github,
        owner: "acme".to_owned(),
        name: "app".to_owned(),
    }
}

fn body(number: u64, state: &str) -> Value {
    json!({"number": number, "state": state, "merged_at": null, "draft": false, "title": "Fix the build", "body": "Because.", "html_url": format!("https://github.com/acme/app/pull/{number}"),
        "mergeable": null, "updated_at": "2026-05-01T12:00:00Z", "user": {"login": "bot"},
        "head": {"ref": "regreen/fix-1", "sha": SHA, "repo": {"full_name": "acme/app"}}, "base": {"ref": "main", "sha": SHA}})
}

fn wanted() -> NewPullRequest {
    NewPullRequest {
        head: "regreen/fix-1".to_owned(),
        base: "main".to_owned(),
        title: "Fix the build".to_owned(),
        body: "Because.".to_owned(),
        draft: false,
        reopen: false,
    }
}

fn calls(server: &Server) -> Vec<String> {
    let shown = |request: &Received| {
        format!(
            "{} {}",
            request.method,
            request
                .path
                .split('?')
                .next()
                .unwrap()
                .trim_start_matches("/api/v3/repos/acme/app/")
        )
    };
    server.received().iter().map(shown).collect()
}

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

#[tokio::test]
async fn branches_are_read_and_absence_is_no_error() {
    let server = Server::start(|request| {
        match request
            .path
            .trim_start_matches("/api/v3/repos/acme/app/git/ref/heads/")
        {
            "feature/x" => Reply::json(
                200,
                &json!({"ref": "refs/heads/feature/x", "object": {"sha": SHA}}),
            ),
            "empty" => Reply::json(409, &json!({"message": "Git Repository is empty."})),
            "prefix" => Reply::json(200, &json!([{"ref": "refs/heads/prefix-1"}])),
            "odd" => Reply::json(200, &json!({"ref": "refs/heads/odd"})),
            _ => Reply::json(404, &json!({"message": "Not Found"})),
        }
    })
    .await;
    let host = host(&server, LONG);
    assert_eq!(
        host.branch_head(&repository(), "feature/x")
            .await
            .unwrap()
            .as_deref(),
        Some(SHA)
    );
    for absent in ["empty", "prefix", "gone"] {
        assert_eq!(
            host.branch_head(&repository(), absent).await.unwrap(),
            None,
            "{absent}"
        );
    }
    assert_eq!(
        host.branch_head(&repository(), "odd")
            .await
            .unwrap_err()
            .kind(),
        FailureKind::InvalidAnswer
    );
    assert_eq!(
        host.branch_head(&repository(), "a/../b")
            .await
            .unwrap_err()
            .kind(),
        FailureKind::Refused
    );
}

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

fn note(id: u64, login: &str, text: &str) -> Value {
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
async fn labels_statuses_and_the_rest_are_sent_as_documented() {
    let server = Server::start(|request| match request.path.as_str() {
        "/api/v3/repos/acme/app" => Reply::json(200, &json!({"full_name": "acme/renamed", "default_branch": "main", "private": true, "permissions": {"push": true}})),
        "/api/v3/user" => Reply::json(200, &json!({"id": 5, "login": "octocat"})),
        path if path.contains("/commits/") => Reply::json(200, &json!([body(5, "closed"), body(9, "open")])),
        _ => Reply::json(201, &json!({})),
    })
    .await;
    let host = host(&server, LONG);
    let info = host.repository(&repository()).await.unwrap();
    assert_eq!(
        (
            info.repository.name.as_str(),
            info.default_branch.as_str(),
            info.private,
            info.can_push
        ),
        ("renamed", "main", true, Some(true))
    );
    assert_eq!(host.whoami().await.unwrap().login, "octocat");
    let numbers: Vec<_> = host
        .commit_pull_requests(&repository(), SHA)
        .await
        .unwrap()
        .iter()
        .map(|found| found.number)
        .collect();
    assert_eq!(numbers, [9, 5]);
    host.add_labels(&repository(), 7, &[]).await.unwrap();
    host.add_labels(&repository(), 7, &["regreen".to_owned()])
        .await
        .unwrap();
    let status = CommitStatus {
        state: CommitState::Success,
        context: "regreen/proof".to_owned(),
        description: "d".repeat(300),
        url: Some("https://r/1".to_owned()),
    };
    host.set_status(&repository(), SHA, &status).await.unwrap();
    let [.., labels, status] = &server.received()[..] else {
        panic!()
    };
    assert_eq!(
        (labels.path.as_str(), labels.json()),
        (
            "/api/v3/repos/acme/app/issues/7/labels",
            json!({"labels": ["regreen"]})
        )
    );
    assert_eq!(
        status.path,
        format!("/api/v3/repos/acme/app/statuses/{SHA}")
    );
    assert_eq!(
        status.json(),
        json!({"state": "success", "context": "regreen/proof", "description": "d".repeat(140), "target_url": "https://r/1"})
    );
    assert_eq!(server.received().len(), 5, "no labels, no call");
}

#[test]
fn the_address_for_git_follows_from_the_api() {
    let remote = |api: Option<&str>, git: Option<&str>| {
        let parse = |url: Option<&str>| url.map(|url| url.parse().unwrap());
        let credentials = Credentials {
            token: TOKEN.into(),
            api_url: parse(api),
            git_url: parse(git),
        };
        connect(domain::GitHost::Github, credentials, Server::client(LONG))
            .unwrap()
            .remote(&repository())
            .unwrap()
            .url()
            .to_string()
    };
    assert_eq!(remote(None, None), "https://github.com/acme/app.git");
    assert_eq!(
        remote(Some("https://ghe.example/api/v3/"), None),
        "https://ghe.example/acme/app.git"
    );
    assert_eq!(
        remote(Some("http://127.0.0.1:81/"), None),
        "http://127.0.0.1:81/acme/app.git"
    );
    assert_eq!(
        remote(
            Some("http://127.0.0.1:81/"),
            Some("http://127.0.0.1:82/git")
        ),
        "http://127.0.0.1:82/git/acme/app.git"
    );
}

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
        for error in errors.map(Result::unwrap_err) {
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

#[test]
fn no_changed_field_panics() {
    for changed in mutations(&body(7, "open")) {
        let _ = pull_request::read(&changed);
    }
}

#[tokio::test]
async fn no_changed_comment_or_branch_panics() {
    let answers = Arc::new(Mutex::new(Vec::new()));
    let bodies = [
        json!([note(3, "me", MARKER)]),
        json!({"ref": "refs/heads/main", "object": {"sha": SHA}}),
        json!({"full_name": "acme/app", "default_branch": "main"}),
    ];
    answers
        .lock()
        .unwrap()
        .extend(bodies.iter().flat_map(mutations));
    let next = answers.clone();
    let server = Server::start(move |request| match request.method.as_str() {
        "GET" if request.path.ends_with("/user") => {
            Reply::json(200, &json!({"id": 1, "login": "me"}))
        }
        "GET" => Reply::json(200, &next.lock().unwrap().pop().unwrap_or_default()),
        _ => Reply::json(201, &json!({"id": 3})),
    })
    .await;
    let host = host(&server, LONG);
    while !answers.lock().unwrap().is_empty() {
        let _ = host.upsert_comment(&repository(), 7, MARKER, "x").await;
        let _ = host.branch_head(&repository(), "main").await;
        let _ = host.repository(&repository()).await;
    }
}
