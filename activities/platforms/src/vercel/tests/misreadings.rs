//! Every body that is read, with each of its fields dropped, nulled and retyped: refused, read as before, or with less
//! in it. What is left out of the facts here is nothing that anybody acts on.

use std::sync::{Arc, Mutex};

use domain::{Deployment, DeploymentState};
use outbound::testing::{Facts, Reply, Server, changes, invented, misreadings};
use serde_json::{Value, json};

use super::{LONG, SHA, failed, id, log::event, platform, project_body};
use crate::{
    Account, LinkedProject, Platform, ProjectPage, ProjectSettings, Team, TokenInfo, Webhook,
    vercel::{account, deployment, hooks, log, project},
};

fn facts(all: impl IntoIterator<Item = (String, Option<String>)>) -> Facts {
    all.into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
}

fn of_deployment(found: &Deployment) -> Facts {
    let of = |name: &str| format!("{} {name}", found.id);
    let commit = found.commit.as_ref();
    facts([
        (of("is"), Some(found.id.to_string())),
        (of("project"), Some(found.project.clone())),
        // Pending: look again later.
        (
            of("state"),
            (found.state != DeploymentState::Pending).then(|| format!("{:?}", found.state)),
        ),
        (
            of("repository"),
            found.repository.as_ref().map(ToString::to_string),
        ),
        (of("branch"), found.branch.clone()),
        (of("commit"), commit.map(|commit| commit.sha.clone())),
        (
            of("subject"),
            commit
                .map(|commit| commit.subject.clone())
                .filter(|subject| !subject.is_empty()),
        ),
        (
            of("author"),
            commit.and_then(|commit| commit.author.clone()),
        ),
        (
            of("pull request"),
            found
                .pull_request
                .as_ref()
                .map(|pull| pull.number.to_string()),
        ),
        (
            of("may be run"),
            (commit.is_some() && !found.from_fork).then(|| "yes".to_owned()),
        ),
        (of("target"), Some(found.target.clone())),
        (of("error"), found.error_code.clone()),
        (of("message"), found.error_message.clone()),
        (of("created"), Some(found.created_at.to_string())),
        (
            of("repeats"),
            found.redeploy_of.as_ref().map(ToString::to_string),
        ),
    ])
}

/// A server whose next answer to a GET can be set (an empty list of deployments at first), and that answers a POST with
/// `made`.
async fn scripted(made: &Value) -> (Arc<dyn Platform>, Server, Arc<Mutex<Value>>) {
    let empty = json!({"deployments": [], "pagination": {"next": null}});
    let next = Arc::new(Mutex::new(empty));
    let (answer, made) = (next.clone(), made.clone());
    let server = Server::start(move |request| match request.method.as_str() {
        "GET" => Reply::json(200, &answer.lock().unwrap()),
        _ => Reply::json(200, &made),
    })
    .await;
    (platform(&server, LONG), server, next)
}

fn read_deployment(body: &Value) -> Option<Facts> {
    deployment::read(body)
        .ok()
        .map(|found| of_deployment(&found))
}

fn nothing(wrong: &[String]) {
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Both sides of the fork's hints, in every number that occurs.
fn forked(hints: &[(&str, &str)]) -> Value {
    let mut body = failed();
    let meta = body["meta"].as_object_mut().unwrap();
    for key in [
        "githubRepoId",
        "githubCommitOrg",
        "githubCommitRepo",
        "githubCommitRepoId",
    ] {
        meta.remove(key);
    }
    for (key, value) in hints {
        meta.insert((*key).to_owned(), (*value).into());
    }
    body
}

#[test]
fn a_deployment() {
    // No target is how Vercel says preview.
    let mut production = failed();
    production["target"] = "production".into();
    production["meta"]["regreenOf"] = "dpl_A0".into();
    let expected = [
        ("/target", "dpl_A1 target = preview with nothing"),
        ("/target", "dpl_A1 target = preview with null"),
    ];
    nothing(&misreadings(&production, &expected, read_deployment));
    nothing(&misreadings(&failed(), &[], read_deployment));
    let mut dirty = failed();
    dirty["meta"]["gitDirty"] = "1".into();
    // No mark is how Vercel says that nothing was changed.
    let clean: Vec<(&str, String)> = read_deployment(&failed())
        .unwrap()
        .iter()
        .flat_map(|(name, value)| {
            [
                ("/meta/gitDirty", " with nothing"),
                ("/meta/gitDirty", " with null"),
                ("/meta", ""),
            ]
            .map(|(place, put)| (place, format!("{name} = {value}{put}")))
        })
        .collect();
    let clean: Vec<(&str, &str)> = clean
        .iter()
        .filter(|(place, fact)| *place == "/meta/gitDirty" || !fact.contains("may be run"))
        .map(|(place, fact)| (*place, fact.as_str()))
        .collect();
    nothing(&misreadings(&dirty, &clean, read_deployment));
}

#[test]
fn a_fork_stays_one() {
    for hints in [
        &[
            ("githubRepoId", "123"),
            ("githubCommitOrg", "mallory"),
            ("githubCommitRepo", "my-app"),
            ("githubCommitRepoId", "999"),
        ][..],
        &[
            ("githubCommitOrg", "mallory"),
            ("githubCommitRepo", "my-app"),
        ],
        &[("githubCommitOrg", "acme"), ("githubCommitRepo", "copy")],
        &[
            ("githubRepoId", "123"),
            ("githubCommitRepoId", "999"),
            ("githubCommitOrg", "mallory"),
        ],
    ] {
        let body = forked(hints);
        assert!(deployment::read(&body).unwrap().from_fork, "{hints:?}");
        for change in changes(&body) {
            if let Ok(found) = deployment::read(&change.body) {
                assert!(
                    found.from_fork || found.commit.is_none(),
                    "{:?} at {} makes {hints:?} harmless",
                    change.put,
                    change.place
                );
            }
        }
    }
}

#[tokio::test]
async fn a_list_of_deployments() {
    let item = |uid: &str, project: &str, state: &str| {
        json!({"uid": uid, "projectId": project, "name": "my-app", "created": 1_777_015_529_600_i64, "createdAt": 1_777_015_529_600_i64,
        "readyState": state, "state": state, "target": null, "meta": {"githubCommitSha": SHA, "githubCommitRef": "feat", "githubOrg": "acme", "githubRepo": "my-app"}})
    };
    let body = json!({"deployments": [item("dpl_1", "prj_1", "READY"), item("dpl_2", "prj_1", "ERROR"), item("dpl_3", "prj_other", "READY")],
        "pagination": {"count": 3, "next": null, "prev": null}});
    let (platform, _server, next) = scripted(&json!({})).await;
    let read = async |body: &Value| {
        next.lock().unwrap().clone_from(body);
        let found = platform.deployments_of_commit("prj_1", SHA).await.ok()?;
        Some(found.iter().flat_map(of_deployment).collect::<Facts>())
    };
    let good = read(&body).await.unwrap();
    assert_eq!(good["dpl_1 state"], "Ready");
    let mut wrong = Vec::new();
    for change in changes(&body) {
        if let Some(facts) = read(&change.body).await {
            wrong.extend(invented(&change, &good, &facts));
        }
    }
    nothing(&wrong);
}

#[tokio::test]
async fn a_redeploy_is_never_made_twice() {
    let original = deployment::read(&failed()).unwrap();
    let made = json!({"uid": "dpl_again", "createdAt": 1_777_015_529_999_i64, "meta": {"action": "redeploy", "regreenKey": "k", "regreenOf": "dpl_A1"}});
    let list = json!({"deployments": [made], "pagination": {"next": null}});
    let (platform, server, next) = scripted(&json!({"id": "dpl_second"})).await;
    for change in changes(&list) {
        next.lock().unwrap().clone_from(&change.body);
        let before = posts(&server);
        let result = platform.redeploy(&original, "k").await;
        // An empty list, another key, and metadata without any mark of ours say that there is none.
        let items = &change.body["deployments"];
        let meta = &items[0]["meta"];
        let says_none = *items == json!([])
            || meta["regreenKey"] == "text"
            || *meta == json!({})
            || *meta == json!({"id": {}});
        match result {
            Ok(id) => assert!(
                says_none || ["dpl_again", "text"].contains(&id.as_str()),
                "{:?} at {}: {id}",
                change.put,
                change.place
            ),
            Err(_) => assert_eq!(posts(&server), before, "{}", change.place),
        }
    }
    // What was just made: an answer without an id is found again by its key.
    for change in changes(&json!({"id": "dpl_new", "readyState": "QUEUED"})) {
        let (platform, ..) = scripted(&change.body).await;
        if let Ok(id) = platform.redeploy(&original, "k").await {
            assert!(["dpl_new", "text"].contains(&id.as_str()), "{id}");
        }
    }
}

fn posts(server: &Server) -> usize {
    let received = server.received();
    received
        .iter()
        .filter(|request| request.method == "POST")
        .count()
}

#[test]
fn a_project() {
    let read = |body: &Value| {
        let ProjectSettings {
            id,
            build,
            repository,
            production_branch,
            ..
        } = project::read(body).ok()?;
        Some(facts([
            ("id".to_owned(), Some(id)),
            // The root is a claim, too.
            (
                "root".to_owned(),
                Some(format!("/{}", build.root_directory)),
            ),
            ("install".to_owned(), build.install_command),
            ("build".to_owned(), build.build_command),
            ("output".to_owned(), build.output_directory),
            ("node".to_owned(), build.node_version),
            ("framework".to_owned(), build.framework),
            (
                "repository".to_owned(),
                repository.map(|repository| repository.to_string()),
            ),
            ("production".to_owned(), production_branch),
        ]))
    };
    let mut body = project_body();
    body["buildCommand"] = "next build".into();
    // No root directory, null, or an empty one is how Vercel says the top.
    let top = [
        ("/rootDirectory", "root = / with nothing"),
        ("/rootDirectory", "root = / with null"),
        ("/rootDirectory", "root = / with \"\""),
    ];
    nothing(&misreadings(&body, &top, read));
}

#[test]
fn a_page_of_projects() {
    let read = |body: &Value| {
        let ProjectPage { projects, next } = project::page(body).ok()?;
        let of = |project: LinkedProject| {
            let id = project.id.clone();
            let name = move |name: &str| format!("{id} {name}");
            // Without a repository there is a reason, and the other way round.
            assert_eq!(project.repository.is_none(), project.unlinked.is_some());
            facts([
                (name("is"), Some(project.id)),
                (name("framework"), project.framework),
                (
                    name("repository"),
                    project.repository.map(|repository| repository.to_string()),
                ),
                (name("production"), project.production_branch),
            ])
        };
        let mut all: Facts = projects.into_iter().flat_map(of).collect();
        all.insert("next".to_owned(), next.unwrap_or_else(|| "none".to_owned()));
        Some(all)
    };
    let gitlab = json!({"id": "prj_2", "name": "lab", "link": {"type": "gitlab", "projectNamespace": "group", "projectName": "app", "productionBranch": "main"}});
    let page = |next: Value| json!({"projects": [project_body(), gitlab], "pagination": {"count": 2, "next": next, "prev": null}});
    // Null, and a bare list, are how Vercel says the last page.
    let last = [
        ("/pagination/next", "next = none with null"),
        ("", "next = none with []"),
        ("", "next = none with [[]]"),
    ];
    nothing(&misreadings(&page(json!("token")), &last, read));
    nothing(&misreadings(
        &page(json!(1_777_015_529_600_i64)),
        &last,
        read,
    ));
    nothing(&misreadings(&page(Value::Null), &last, read));
}

#[test]
fn a_user() {
    let read = |body: &Value| {
        let Account { id, login } = account::user(body).ok()?;
        Some(facts([
            ("id".to_owned(), Some(id)),
            ("login".to_owned(), Some(login)),
        ]))
    };
    let body = json!({"user": {"id": "u1", "uid": "u1", "username": "dev", "email": "dev@x.example", "name": "Dev"}});
    // Any of its names will do for people.
    let other = [("/user/username", "login = dev@x.example")];
    nothing(&misreadings(&body, &other, read));
    let bare = json!({"user": {"id": "u1", "username": "dev"}});
    nothing(&misreadings(
        &bare,
        &[("/user/username", "login = u1")],
        read,
    ));
}

#[test]
fn teams_and_a_token() {
    let read = |body: &Value| {
        let of = |team: Team| {
            facts([
                (format!("{} is", team.id), Some(team.id.clone())),
                (format!("{} slug", team.id), team.slug),
            ])
        };
        let teams = account::teams(body).ok()?;
        let next = crate::vercel::client::next_page(body).ok()?;
        let mut all: Facts = teams.into_iter().flat_map(of).collect();
        all.insert("next".to_owned(), next.unwrap_or_else(|| "none".to_owned()));
        Some(all)
    };
    let body = json!({"teams": [{"id": "team_1", "name": "Acme", "slug": "acme"}, {"id": "team_2", "name": "Shy", "slug": "shy", "limited": true}],
        "pagination": {"count": 2, "next": 1_700_000_000_000_i64, "prev": null}});
    nothing(&misreadings(
        &body,
        &[("/pagination/next", "next = none with null")],
        read,
    ));

    let read = |body: &Value| {
        let TokenInfo { expires_at, teams } = account::token(body).ok()?;
        let teams = teams.map_or("all".to_owned(), |teams| teams.join(" "));
        Some(facts([
            ("expires".to_owned(), expires_at.map(|at| at.to_string())),
            ("reaches".to_owned(), Some(teams)),
        ]))
    };
    let scope = |team: &str| json!({"type": "team", "teamId": team, "createdAt": 1});
    let body = json!({"token": {"id": "t", "name": "n", "expiresAt": 1_790_000_000_000_i64, "scopes": [scope("team_1"), scope("team_2")]}});
    // Fewer scopes reach less; none at all is how a token of old says nothing.
    let fewer = [
        ("/token/scopes/0", "reaches = team_2 with nothing"),
        ("/token/scopes/1", "reaches = team_1 with nothing"),
        ("/token/scopes", "reaches = all with nothing"),
        ("/token/scopes", "reaches = all with null"),
        ("/token", "reaches = all with {}"),
        ("/token", "reaches = all with {\"id\":{}}"),
    ];
    nothing(&misreadings(&body, &fewer, read));
}

#[test]
fn webhooks() {
    let of = |hook: &Webhook| {
        facts([
            (format!("{} url", hook.id), Some(hook.url.clone())),
            (
                format!("{} projects", hook.id),
                Some(format!("{:?}", hook.projects)),
            ),
        ])
    };
    let one = json!({"id": "hook_1", "url": "https://r.example/1", "events": ["deployment.error"], "projectIds": ["prj_1", "prj_2"]});
    let all = json!({"id": "hook_2", "url": "https://r.example/2", "events": ["deployment.error"]});
    let read = |body: &Value| {
        let hooks = hooks::list(body).ok()?;
        Some(hooks.iter().flat_map(of).collect())
    };
    // No projects are all projects; fewer are fewer.
    let expected = [
        ("/0/projectIds", "hook_1 projects = [] with nothing"),
        ("/0/projectIds", "hook_1 projects = [] with null"),
        ("/0/projectIds", "hook_1 projects = [] with []"),
        (
            "/0/projectIds/0",
            "hook_1 projects = [\"prj_2\"] with nothing",
        ),
        (
            "/0/projectIds/1",
            "hook_1 projects = [\"prj_1\"] with nothing",
        ),
    ];
    nothing(&misreadings(&json!([one, all]), &expected, read));

    use secrecy::ExposeSecret;
    let read = |body: &Value| {
        let made = hooks::created(body, "https://r.example/2").ok()?;
        let secret = made.secret.as_ref().unwrap().expose_secret().to_owned();
        let mut found = of(&made);
        found.insert("secret".to_owned(), secret);
        Some(found)
    };
    let mut made = all;
    made["secret"] = "s3cr3t".into();
    nothing(&misreadings(&made, &[], read));
}

#[test]
fn events_of_a_log() {
    let read = |body: &Value| {
        let page = log::read(body.to_string().as_bytes())?;
        let mut all: Facts = page
            .iter()
            .filter_map(|line| Some((line.text.clone()?, format!("{:?}", line.level))))
            .collect();
        // The oldest event is where the next page begins; where there is none, the log begins.
        let oldest = page.iter().map(|event| event.at).min();
        all.insert("oldest".to_owned(), format!("{oldest:?}"));
        Some(all)
    };
    let nested = json!({"type": "stderr", "created": 1_000, "payload": {"text": "x", "id": "e1", "date": 1_000, "serial": "9"}});
    let mut error = event(1, "bad");
    error["level"] = "error".into();
    let body = json!([event(0, "first"), nested, error]);
    // A level that cannot be read is none; an empty page, or a keep-alive line, is the start of the log.
    let expected = [("/2/level", "bad = Info"), ("", "oldest = None")];
    nothing(&misreadings(&body, &expected, read));
}

#[tokio::test]
async fn a_retyped_log_is_never_called_complete() {
    let body = json!([event(0, "first"), event(1, "second")]);
    let (platform, _server, next) = scripted(&json!({})).await;
    for change in changes(&body) {
        next.lock().unwrap().clone_from(&change.body);
        let Ok(log) = platform.build_log(&id(), 1 << 20).await else {
            continue;
        };
        let is_whole = ["first", "second"]
            .iter()
            .all(|text| log.to_string().contains(text));
        // A dropped event was never there; an emptied text is an event that says nothing.
        let is_silent = change.put.is_none()
            || [json!([]), json!({})].contains(&change.body)
            || change.place.ends_with("/text")
            || change.place.ends_with("/type");
        assert!(
            is_whole || log.truncated_at_start || is_silent || change.place.len() == 2,
            "{:?} at {}: {log}",
            change.put,
            change.place
        );
    }
}
