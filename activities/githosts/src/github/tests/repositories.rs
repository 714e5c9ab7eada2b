//! Repositories, branches, labels, statuses, permissions, and the account behind a token.

use outbound::{
    FailureKind,
    testing::{Reply, Server},
};
use serde_json::{Value, json};

use super::{LONG, SHA, TOKEN, body, host, repository};
use crate::{CommitState, CommitStatus, Credentials, Permission, connect};

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
async fn the_account_has_a_name_and_the_token_scopes() {
    let user = json!({"id": 5, "login": "octocat", "name": "Mona"});
    for (header, expected) in [
        (None, None),
        (Some(""), Some(vec![])),
        (
            Some("repo, admin:repo_hook"),
            Some(vec!["repo".to_owned(), "admin:repo_hook".to_owned()]),
        ),
    ] {
        let user = user.clone();
        let server = Server::start(move |_| {
            let reply = Reply::json(200, &user);
            match header {
                Some(scopes) => reply.with("x-oauth-scopes", scopes),
                None => reply,
            }
        })
        .await;
        let account = host(&server, LONG).whoami().await.unwrap();
        assert_eq!(
            (account.id.as_str(), account.name.as_deref(), account.scopes),
            ("5", Some("Mona"), expected)
        );
    }
}

#[tokio::test]
async fn roles_become_permissions() {
    let answer = |permission: Value, role: Value| json!({"permission": permission, "role_name": role, "user": {"login": "Ann"}});
    let table = [
        (answer(json!("admin"), json!("admin")), Permission::Admin),
        (answer(json!("write"), json!("maintain")), Permission::Write),
        (answer(json!("write"), json!("write")), Permission::Write),
        (answer(json!("read"), json!("triage")), Permission::Read),
        (answer(json!("read"), json!("read")), Permission::Read),
        (answer(json!("none"), json!("none")), Permission::None),
        // The role beats the permission, and one of an organisation's own stands on it.
        (answer(json!("write"), json!("triage")), Permission::Read),
        (
            answer(json!("write"), json!("release-manager")),
            Permission::Write,
        ),
        (answer(json!("read"), Value::Null), Permission::Read),
    ];
    for (body, expected) in table {
        let shown = body.to_string();
        let server = Server::start(move |request| {
            assert_eq!(
                request.path,
                "/api/v3/repos/acme/app/collaborators/ann/permission"
            );
            Reply::json(200, &body)
        })
        .await;
        let found = host(&server, LONG)
            .permission(&repository(), "ann")
            .await
            .unwrap();
        assert_eq!(found, expected, "{shown}");
    }
    assert!(Permission::None < Permission::Read && Permission::Write < Permission::Admin);
    assert_eq!(
        [
            Permission::None,
            Permission::Read,
            Permission::Write,
            Permission::Admin
        ]
        .map(Permission::may_write),
        [false, false, true, true]
    );
}

#[tokio::test]
async fn nobody_may_nothing_and_not_knowing_is_an_error() {
    let cases = [
        (
            Reply::json(404, &json!({"message": "Not Found"})),
            Ok(Permission::None),
        ),
        (
            Reply::json(
                403,
                &json!({"message": "Must have push access to view collaborator permission."}),
            ),
            Err(FailureKind::Forbidden),
        ),
        (
            Reply::json(200, &json!({"permission": "superuser"})),
            Err(FailureKind::InvalidAnswer),
        ),
        (
            Reply::json(
                200,
                &json!({"permission": "admin", "user": {"login": "owner"}}),
            ),
            Err(FailureKind::InvalidAnswer),
        ),
    ];
    for (reply, expected) in cases {
        let server = Server::start(move |_| reply.clone()).await;
        let found = host(&server, LONG).permission(&repository(), "ann").await;
        assert_eq!(found.map_err(|error| error.kind()), expected);
    }
    let server = Server::start(|_| Reply::json(404, &json!({}))).await;
    let host = host(&server, LONG);
    host.permission(&repository(), "a/../b?c").await.unwrap();
    assert!(
        server.received()[0]
            .path
            .ends_with("/collaborators/a%2F..%2Fb%3Fc/permission"),
        "{}",
        server.received()[0].path
    );
}
