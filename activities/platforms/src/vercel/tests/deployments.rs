//! Deployments, one and many.

use domain::{DeploymentId, DeploymentState, GitHost, Repository};
use outbound::{
    FailureKind,
    testing::{Reply, Server},
};
use serde_json::{Value, json};

use super::{LONG, SHA, failed, id, platform};
use crate::{DeploymentFilter, PlatformError, vercel::deployment};

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
        deployment::read(&value).unwrap().from_fork
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
        deployment::read(&body).unwrap()
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
        deployment::read(&dirty).unwrap().commit,
        None,
        "no commit holds uncommitted changes"
    );
    let gitlab = json!({"uid": "dpl_1", "projectId": "prj_9", "created": 1, "state": "ERROR", "meta": {"gitlabCommitSha": SHA, "gitlabCommitRef": "main", "gitlabProjectNamespace": "group", "gitlabProjectName": "app"}});
    let found = deployment::read(&gitlab).unwrap();
    assert_eq!(
        (
            found.project.as_str(),
            found.repository.unwrap().to_string().as_str()
        ),
        ("prj_9", "gitlab:group/app")
    );
}

#[tokio::test]
async fn deployments_of_a_commit_are_filtered_paged_and_sorted() {
    let item = |uid: &str, sha: &str, created: i64| json!({"uid": uid, "projectId": "prj_1", "name": "my-app", "created": created, "readyState": "READY", "meta": {"githubCommitSha": sha, "githubCommitRef": "feat"}});
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
fn what_decisions_rest_on_cannot_be_missing() {
    for (key, why) in [
        ("id", "a deployment without an id"),
        ("createdAt", "a deployment without the time of its creation"),
    ] {
        let mut body = failed();
        body.as_object_mut().unwrap().remove(key);
        assert_eq!(deployment::read(&body).unwrap_err(), why);
    }
    let mut body = failed();
    for key in ["projectId", "project"] {
        body.as_object_mut().unwrap().remove(key);
    }
    assert_eq!(
        deployment::read(&body).unwrap_err(),
        "a deployment without a project"
    );
    let mut body = failed();
    (body["readyState"], body["status"]) = (Value::Null, 7.into());
    assert_eq!(
        deployment::read(&body).unwrap_err(),
        "a deployment without a state"
    );
    let mut body = failed();
    body["target"] = json!({"name": "production"});
    assert_eq!(
        deployment::read(&body).unwrap_err(),
        "a deployment with an unclear target"
    );
}

#[test]
fn doubt_about_where_a_commit_comes_from_counts_as_a_fork() {
    let with = |change: &dyn Fn(&mut Value)| {
        let mut value = failed();
        change(&mut value["meta"]);
        deployment::read(&value).unwrap().from_fork
    };
    let without_ids = |meta: &mut Value| {
        meta["githubCommitRepoId"] = json!({});
    };
    assert!(!with(&without_ids), "the names prove it");
    assert!(
        with(&|meta| {
            without_ids(meta);
            meta["githubCommitOrg"] = Value::Null;
        }),
        "half a name proves nothing"
    );
    assert!(
        with(&|meta| *meta = json!({})),
        "a commit of which nothing says whose it is"
    );
    assert!(with(&|meta| *meta = json!("text")));
    let mut dirty = failed();
    dirty["meta"]["gitDirty"] = json!({});
    assert_eq!(deployment::read(&dirty).unwrap().commit, None);
}

#[tokio::test]
async fn an_answer_about_another_deployment_is_no_answer() {
    let server = Server::start(|_| Reply::json(200, &failed())).await;
    let platform = platform(&server, LONG);
    let other = DeploymentId("dpl_B2".to_owned());
    assert_eq!(
        platform.deployment(None, &other).await.unwrap_err().kind(),
        FailureKind::InvalidAnswer
    );
    let address = DeploymentId("my-app-abc.vercel.app".to_owned());
    assert_eq!(
        platform.deployment(None, &address).await.unwrap().id,
        id(),
        "an address leads to the deployment's own id"
    );
    assert!(
        server.received()[1]
            .path
            .starts_with("/v13/deployments/my-app-abc.vercel.app?")
    );
}

#[tokio::test]
async fn a_project_is_named_by_id_or_name_but_never_by_a_name_that_looks_like_an_id() {
    let mut body = failed();
    body["project"]["name"] = "prj_2".into();
    let named = failed();
    let server = Server::start(move |request| {
        Reply::json(
            200,
            if request.path.contains("dpl_A1") {
                &named
            } else {
                &body
            },
        )
    })
    .await;
    let platform = platform(&server, LONG);
    platform.deployment(Some("my-app"), &id()).await.unwrap();
    let address = DeploymentId("other.vercel.app".to_owned());
    assert!(matches!(
        platform.deployment(Some("prj_2"), &address).await,
        Err(PlatformError::WrongProject { .. })
    ));
}

#[tokio::test]
async fn a_list_keeps_to_its_project_and_hides_nothing_unreadable() {
    let item = |uid: &str, project: &str| json!({"uid": uid, "projectId": project, "name": "n", "created": 5, "readyState": "ERROR", "meta": {}});
    let page = |items: Value| json!({"deployments": items, "pagination": {"next": null}});
    let mut unreadable = item("dpl_3", "prj_1");
    unreadable["created"] = Value::Null;
    let pages = [
        page(json!([item("dpl_1", "prj_1"), item("dpl_2", "prj_other")])),
        page(json!([item("dpl_1", "prj_1"), unreadable])),
        json!({"deployments": [item("dpl_1", "prj_1")]}),
    ];
    let mut results = Vec::new();
    for page in pages {
        let server = Server::start(move |_| Reply::json(200, &page)).await;
        let found = platform(&server, LONG)
            .deployments("prj_1", &DeploymentFilter::default())
            .await;
        results.push(
            found
                .map(|found| found.len())
                .map_err(|error| error.to_string()),
        );
    }
    assert_eq!(results[0], Ok(1), "another project's is left out");
    assert_eq!(
        results[1].as_ref().unwrap_err(),
        "vercel: the list of deployments: unusable answer: a deployment without the time of its creation"
    );
    assert!(
        results[2]
            .as_ref()
            .unwrap_err()
            .ends_with("a page that does not say whether it is the last"),
        "{results:?}"
    );
}
