//! Vercel's client against a scripted server: what it asks, and what it makes of good and awkward answers.

use std::{sync::Arc, time::Duration};

use domain::{BuildSettings, DeploymentId, DeploymentState, GitHost, Repository};
use outbound::{
    FailureKind,
    testing::{Received, Reply, Server, mutations},
};
use serde_json::{Value, json};

use super::{deployment, log, project};
use crate::{Credentials, DeploymentFilter, LogLevel, Platform, PlatformError, connect};

const SHA: &str = "0123456789abcdef0123456789abcdef01234567";
const LONG: Duration = Duration::from_secs(20);

fn platform(server: &Server, timeout: Duration) -> Arc<dyn Platform> {
    let credentials = Credentials {
        token: "vcp_token".into(),
        team: Some("team_x".to_owned()),
        base_url: Some(server.url.clone()),
    };
    connect(
        domain::Platform::Vercel,
        credentials,
        Server::client(timeout),
    )
    .unwrap()
}

fn id() -> DeploymentId {
    DeploymentId("dpl_A1".to_owned())
}

fn failed() -> Value {
    json!({"id": "dpl_A1", "url": "my-app-abc.vercel.app", "name": "my-app", "readyState": "ERROR", "status": "ERROR", "type": "LAMBDAS", "target": null,
        "errorCode": "BUILD_UTILS_SPAWN_1", "errorMessage": "Command \"npm run build\" exited with 1", "errorStep": "buildStep", "createdAt": 1_777_015_529_600_i64,
        "projectId": "prj_1", "project": {"id": "prj_1", "name": "my-app", "framework": "nextjs"}, "ownerId": "team_1", "regions": ["iad1"], "alias": [], "creator": {"uid": "u1"},
        "inspectorUrl": "https://vercel.com/acme/my-app/A1",
        "meta": {"githubCommitSha": SHA, "githubCommitRef": "feat", "githubCommitMessage": "Add totals\n\nLong text", "githubCommitAuthorLogin": "octocat", "githubPrId": "597",
            "githubOrg": "acme", "githubRepo": "my-app", "githubRepoId": "123", "githubCommitOrg": "acme", "githubCommitRepo": "my-app", "githubCommitRepoId": "123"},
        "gitSource": {"type": "github", "repoId": 123, "ref": "feat", "sha": SHA, "prId": 597}})
}

#[tokio::test]
async fn a_deployment_is_read_and_the_team_is_named() {
    let server = Server::start(|_| Reply::json(200, &failed())).await;
    let found = platform(&server, LONG)
        .deployment(Some("prj_1"), &id())
        .await
        .unwrap();
    assert_eq!(
        (found.state, found.branch.as_deref(), found.target.as_str()),
        (DeploymentState::Failed, Some("feat"), "preview")
    );
    assert_eq!(
        found.repository,
        Some(Repository {
            host: GitHost::Github,
            owner: "acme".to_owned(),
            name: "my-app".to_owned()
        })
    );
    let commit = found.commit.unwrap();
    assert_eq!(
        (
            commit.sha.as_str(),
            commit.subject.as_str(),
            commit.author.as_deref()
        ),
        (SHA, "Add totals", Some("octocat"))
    );
    assert_eq!(
        (found.pull_request.unwrap().number, found.from_fork),
        (597, false)
    );
    assert_eq!(
        found.error_message.as_deref(),
        Some("Command \"npm run build\" exited with 1")
    );
    let seen = &server.received()[0];
    assert!(
        seen.path.starts_with("/v13/deployments/dpl_A1?"),
        "{}",
        seen.path
    );
    assert_eq!(
        (
            seen.query("teamId").as_deref(),
            seen.query("withGitRepoInfo").as_deref()
        ),
        (Some("team_x"), Some("true"))
    );
    assert_eq!(seen.header("authorization"), Some("Bearer vcp_token"));
}

#[tokio::test]
async fn a_deployment_of_another_project_is_refused() {
    let server = Server::start(|_| Reply::json(200, &failed())).await;
    let error = platform(&server, LONG)
        .deployment(Some("prj_2"), &id())
        .await
        .unwrap_err();
    assert!(
        matches!(error, PlatformError::WrongProject { .. }) && error.kind() == FailureKind::Refused
    );
}

#[test]
fn a_commit_of_another_repository_is_a_fork() {
    let with = |changes: &[(&str, Option<&str>)]| {
        let mut value = failed();
        for (key, text) in changes {
            match text {
                Some(text) => value["meta"][*key] = (*text).into(),
                None => drop(value["meta"].as_object_mut().unwrap().remove(*key)),
            }
        }
        deployment::read(&value, None).unwrap().from_fork
    };
    assert!(with(&[("githubCommitRepoId", Some("999"))]));
    assert!(with(&[
        ("githubCommitOrg", Some("mallory")),
        ("githubCommitRepoId", None)
    ]));
    assert!(with(&[
        ("githubCommitRepo", Some("copy")),
        ("githubRepoId", None)
    ]));
    assert!(
        !with(&[("githubCommitOrg", Some("ACME")), ("githubRepoId", None)]),
        "names have no case"
    );
    assert!(
        !with(&[("githubCommitOrg", Some("acme-before-its-renaming"))]),
        "ids outlive names"
    );
    assert!(!with(&[
        ("githubCommitOrg", None),
        ("githubCommitRepo", None),
        ("githubCommitRepoId", None)
    ]));
}

#[test]
fn states_and_sources_in_our_words() {
    let with = |key: &str, value: &str| {
        let mut body = failed();
        body[key] = value.into();
        deployment::read(&body, None).unwrap()
    };
    for (name, state) in [
        ("READY", DeploymentState::Ready),
        ("CANCELED", DeploymentState::Cancelled),
        ("BLOCKED", DeploymentState::Blocked),
        ("QUEUED", DeploymentState::Pending),
        ("BRAND_NEW", DeploymentState::Pending),
    ] {
        assert_eq!(with("readyState", name).state, state, "{name}");
    }
    assert_eq!(with("target", "production").target, "production");
    let mut dirty = failed();
    dirty["meta"]["gitDirty"] = "1".into();
    assert_eq!(
        deployment::read(&dirty, None).unwrap().commit,
        None,
        "no commit holds uncommitted changes"
    );
    let gitlab = json!({"uid": "dpl_1", "meta": {"gitlabCommitSha": SHA, "gitlabCommitRef": "main", "gitlabProjectNamespace": "group", "gitlabProjectName": "app"}});
    let found = deployment::read(&gitlab, Some("prj_9")).unwrap();
    assert_eq!(
        (
            found.project.as_str(),
            found.repository.unwrap().to_string().as_str()
        ),
        ("prj_9", "gitlab:group/app")
    );
}

fn event(serial: i64, text: &str) -> Value {
    json!({"created": 1_000 + serial / 3, "date": 1_000 + serial / 3, "deploymentId": "dpl_A1", "id": format!("1777{serial:06}"), "info": {"type": "build", "name": "bld_x", "entrypoint": "."},
        "serial": format!("1777{serial:06}"), "text": text, "type": "stdout"})
}

/// A server that keeps `events` and answers queries as Vercel does, in the given form.
async fn event_server(events: Vec<Value>, form: fn(&[Value]) -> Reply) -> Server {
    Server::start(move |request| {
        assert!(
            request.path.starts_with("/v3/deployments/dpl_A1/events?"),
            "{}",
            request.path
        );
        assert_eq!(request.query("direction").as_deref(), Some("backward"));
        let until: i64 = request
            .query("until")
            .map_or(i64::MAX, |until| until.parse().unwrap());
        let limit: usize = request.query("limit").unwrap().parse().unwrap();
        let page: Vec<Value> = events
            .iter()
            .rev()
            .filter(|event| event["date"].as_i64().unwrap_or(0) <= until)
            .take(limit)
            .cloned()
            .collect();
        form(&page)
    })
    .await
}

fn array(page: &[Value]) -> Reply {
    Reply::json(200, &page.into())
}

fn lines(page: &[Value]) -> Reply {
    let body: String = page
        .iter()
        .map(|event| format!("{event}\n{{}}\n\n"))
        .collect();
    Reply::text(200, "application/stream+json", &body)
}

#[tokio::test]
async fn a_long_log_is_paged_from_its_end_in_both_forms() {
    let events: Vec<Value> = (0..2_500)
        .map(|serial| event(serial, &format!("line {serial}\n")))
        .collect();
    for form in [array, lines] {
        let server = event_server(events.clone(), form).await;
        let log = platform(&server, LONG)
            .build_log(&id(), 4 << 20)
            .await
            .unwrap();
        let expected: String = (0..2_500)
            .map(|serial| format!("line {serial}\n"))
            .collect();
        assert_eq!(
            (log.to_string() == expected, log.truncated_at_start),
            (true, false)
        );
        assert!(server.received().len() <= 4, "{}", server.received().len());
    }
}

#[tokio::test]
async fn only_as_much_as_wanted_is_fetched() {
    let events: Vec<Value> = (0..5_000)
        .map(|serial| event(serial, &format!("line {serial:>10}")))
        .collect();
    let server = event_server(events, array).await;
    let log = platform(&server, LONG)
        .build_log(&id(), 16 * 100)
        .await
        .unwrap();
    assert_eq!(
        (
            log.lines.len(),
            log.truncated_at_start,
            log.lines.last().unwrap().text.as_str()
        ),
        (100, true, "line       4999")
    );
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_page_that_is_too_large_is_asked_for_in_smaller_pieces() {
    let huge = "x".repeat(40 * 1024);
    let events: Vec<Value> = (0..1_000).map(|serial| event(serial, &huge)).collect();
    let server = event_server(events, array).await;
    let log = platform(&server, LONG)
        .build_log(&id(), 1 << 20)
        .await
        .unwrap();
    assert!(
        log.truncated_at_start && log.bytes() > 900_000,
        "{}",
        log.bytes()
    );
    assert_eq!(server.received()[1].query("limit").as_deref(), Some("100"));
}

#[tokio::test]
async fn a_server_that_cannot_page_ends_the_loop_and_it_is_said() {
    let events: Vec<Value> = (0..1_000)
        .map(|serial| event(serial, "same page"))
        .collect();
    let server = Server::start(move |_| array(&events)).await;
    let log = platform(&server, LONG)
        .build_log(&id(), 4 << 20)
        .await
        .unwrap();
    assert_eq!((log.lines.len(), log.truncated_at_start), (1_000, true));
}

#[test]
fn both_shapes_and_levels_are_read() {
    let nested = json!({"type": "stderr", "created": 5, "payload": {"deploymentId": "dpl_A1", "text": "npm ERR!", "id": "e1", "date": 7, "serial": "9"}});
    let mut flat = event(1, "bad");
    flat["level"] = "error".into();
    let alias = json!({"type": "alias-assigned", "deploymentId": "dpl_A1", "date": 9, "alias": ["x"], "text": "no output"});
    let page = log::read(
        json!([nested, flat, alias, {"type": "delimiter", "created": 3}])
            .to_string()
            .as_bytes(),
    )
    .unwrap();
    assert_eq!(
        (
            page[0].at,
            page[0].serial,
            page[0].text.as_deref(),
            page[0].level
        ),
        (7, 9, Some("npm ERR!"), LogLevel::Info)
    );
    assert_eq!(
        (page[1].level, page[1].text.as_deref()),
        (LogLevel::Error, Some("bad"))
    );
    assert!(page[2].text.is_none() && page[3].text.is_none());
}

#[test]
fn other_bodies_are_told_from_events() {
    assert_eq!(log::read(b" \n"), Some(vec![]));
    assert_eq!(log::read(b"[]"), Some(vec![]));
    for body in ["<html>", "\"text\"", "[{\"type\":", "not json\nat all"] {
        assert_eq!(log::read(body.as_bytes()), None, "{body}");
    }
    assert_eq!(
        log::read(format!("{}\n{{\"type\":\"std", event(1, "kept")).as_bytes())
            .unwrap()
            .len(),
        1,
        "a line that broke off"
    );
    assert_eq!(
        log::read(json!({"events": [event(1, "x")]}).to_string().as_bytes())
            .unwrap()
            .len(),
        1
    );
}

fn list(request: &Received, items: &[Value]) -> Reply {
    assert!(
        request.path.starts_with("/v6/deployments?"),
        "{}",
        request.path
    );
    Reply::json(
        200,
        &json!({"deployments": items, "pagination": {"count": items.len(), "next": null, "prev": null}}),
    )
}

#[tokio::test]
async fn a_redeploy_is_made_once_per_key() {
    let made = json!({"uid": "dpl_again", "createdAt": 1_777_015_529_999_i64, "meta": {"regreenKey": "fix_1:redeploy"}});
    let server = Server::start(move |request| match request.method.as_str() {
        "POST" => Reply::json(200, &json!({"id": "dpl_new", "readyState": "QUEUED"})),
        _ => list(
            request,
            &[
                json!({"uid": "dpl_other", "meta": {"regreenKey": "fix_2:redeploy"}}),
                made.clone(),
            ],
        ),
    })
    .await;
    let platform = platform(&server, LONG);
    let mut original = deployment::read(&failed(), None).unwrap();
    assert_eq!(
        platform
            .redeploy(&original, "fix_1:redeploy")
            .await
            .unwrap()
            .as_str(),
        "dpl_again"
    );
    assert_eq!(server.received().len(), 1, "nothing was created");

    original.target = "production".to_owned();
    assert_eq!(
        platform
            .redeploy(&original, "fix_9:redeploy")
            .await
            .unwrap()
            .as_str(),
        "dpl_new"
    );
    let post = server.received().pop().unwrap();
    assert!(
        post.path.starts_with("/v13/deployments?forceNew=1"),
        "{}",
        post.path
    );
    let expected = json!({"deploymentId": "dpl_A1", "name": "my-app", "target": "production", "meta": {"action": "redeploy", "regreenKey": "fix_9:redeploy", "regreenOf": "dpl_A1"}});
    assert_eq!(post.json(), expected);
}

#[tokio::test]
async fn deployments_of_a_commit_are_filtered_paged_and_sorted() {
    let item = |uid: &str, sha: &str, created: i64| json!({"uid": uid, "created": created, "readyState": "READY", "meta": {"githubCommitSha": sha, "githubCommitRef": "feat"}});
    let other = "f".repeat(40);
    let server = Server::start(move |request| match request.query("until").as_deref() {
        None => Reply::json(200, &json!({"deployments": [item("a", SHA, 1), item("b", &other, 2)], "pagination": {"next": 77}})),
        Some("77") => Reply::json(200, &json!({"deployments": [item("c", SHA, 3), item("a", SHA, 1)], "pagination": {"next": null}})),
        _ => Reply::Close,
    })
    .await;
    let found = platform(&server, LONG)
        .deployments_of_commit("prj_1", SHA)
        .await
        .unwrap();
    assert_eq!(
        found
            .iter()
            .map(|item| item.id.as_str())
            .collect::<Vec<_>>(),
        ["c", "a"]
    );
    assert_eq!(
        (found[0].project.as_str(), found[0].state),
        ("prj_1", DeploymentState::Ready)
    );
    let first = &server.received()[0];
    assert_eq!(
        (
            first.query("projectId").as_deref(),
            first.query("sha").as_deref()
        ),
        (Some("prj_1"), Some(SHA))
    );
    let late = DeploymentFilter {
        since: Some(2),
        ..DeploymentFilter::default()
    };
    assert_eq!(
        platform(&server, LONG)
            .deployments("prj_1", &late)
            .await
            .unwrap()
            .len(),
        2
    );
}

fn project_body() -> Value {
    json!({"id": "prj_1", "name": "my-app", "framework": "nextjs", "nodeVersion": "22.x", "buildCommand": null, "installCommand": "npm ci", "rootDirectory": "./apps/web/", "outputDirectory": null,
        "link": {"type": "github", "org": "acme", "repo": "my-app", "repoId": 123, "productionBranch": "main"}})
}

#[tokio::test]
async fn project_settings_and_account_are_read() {
    let server = Server::start(|request| match request.path.as_str() {
        "/v9/projects/prj_1?teamId=team_x" => Reply::json(200, &project_body()),
        "/v2/user?teamId=team_x" => {
            Reply::json(200, &json!({"user": {"id": "u1", "username": "dev"}}))
        }
        other => panic!("{other}"),
    })
    .await;
    let platform = platform(&server, LONG);
    let settings = platform.project_settings("prj_1").await.unwrap();
    let build = BuildSettings {
        root_directory: "apps/web".to_owned(),
        install_command: Some("npm ci".to_owned()),
        node_version: Some("22.x".to_owned()),
        framework: Some("nextjs".to_owned()),
        ..BuildSettings::default()
    };
    assert_eq!(
        (settings.build, settings.production_branch.as_deref()),
        (build, Some("main"))
    );
    assert_eq!(
        settings.repository.unwrap().to_string(),
        "github:acme/my-app"
    );
    assert_eq!(platform.whoami().await.unwrap().login, "dev");
}

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
        let original = deployment::read(&failed(), None).unwrap();
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

#[tokio::test]
async fn an_id_cannot_reach_another_endpoint() {
    let server = Server::start(|_| Reply::json(200, &failed())).await;
    let platform = platform(&server, LONG);
    assert_eq!(
        platform
            .deployment(None, &DeploymentId("..".to_owned()))
            .await
            .unwrap_err()
            .kind(),
        FailureKind::Refused
    );
    platform
        .deployment(None, &DeploymentId("../v2/user?x=".to_owned()))
        .await
        .unwrap();
    assert!(
        server.received()[0]
            .path
            .starts_with("/v13/deployments/..%2Fv2%2Fuser%3Fx="),
        "{}",
        server.received()[0].path
    );
}

#[test]
fn no_changed_field_panics() {
    for changed in mutations(&failed()) {
        if let Ok(found) = deployment::read(&changed, Some("prj_1")) {
            assert!(found.commit.is_none_or(|commit| commit.sha.len() == 40));
        }
    }
    for changed in mutations(&project_body()) {
        let _ = project::read(&changed);
    }
    let nested = json!({"type": "stderr", "created": 5, "payload": {"text": "x", "id": "e1", "date": 7, "serial": "9"}});
    for changed in mutations(&json!([event(1, "x"), nested])) {
        let _ = log::read(changed.to_string().as_bytes());
    }
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
