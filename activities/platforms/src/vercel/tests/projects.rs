//! Projects, one and many.

use domain::BuildSettings;
use outbound::{
    FailureKind,
    testing::{Reply, Server},
};
use serde_json::{Value, json};

use super::{LONG, platform, project_body};
use crate::{LinkedProject, vercel::project};

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
async fn projects_come_in_pages_and_say_why_they_have_no_repository() {
    let page = json!({"projects": [
        project_body(),
        {"id": "prj_2", "name": "docs", "framework": null, "link": null},
        {"id": "prj_3", "name": "odd", "link": {"type": "cursor-origin", "org": "a", "repo": "b"}},
        {"id": "prj_4", "name": "torn", "link": {"type": "github", "org": "acme"}},
        {"id": "prj_5", "name": "lab", "link": {"type": "gitlab", "projectNamespace": "group", "projectName": "app", "productionBranch": "main"}},
        {"name": "nameless"},
    ], "pagination": {"count": 6, "next": 1_777_015_529_600_i64, "prev": null}});
    let last = json!({"projects": [], "pagination": {"next": null}});
    let server = Server::start(move |request| match request.query("from") {
        None => Reply::json(200, &page),
        Some(_) => Reply::json(200, &last),
    })
    .await;
    let platform = platform(&server, LONG);
    let first = platform.projects(Some("app"), None).await.unwrap();
    let said: Vec<(&str, Option<String>, Option<&str>)> = first
        .projects
        .iter()
        .map(|project| {
            (
                project.name.as_str(),
                project.repository.as_ref().map(ToString::to_string),
                project.unlinked.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            ("my-app", Some("github:acme/my-app".to_owned()), None),
            (
                "docs",
                None,
                Some("The project is not linked to a git repository.")
            ),
            (
                "odd",
                None,
                Some(
                    "The project is linked to a repository on `cursor-origin`, a git host that regreen does not know."
                )
            ),
            (
                "torn",
                None,
                Some("Vercel does not say which repository the project is linked to.")
            ),
            ("lab", Some("gitlab:group/app".to_owned()), None),
        ]
    );
    let LinkedProject {
        framework,
        production_branch,
        ..
    } = &first.projects[0];
    assert_eq!(
        (framework.as_deref(), production_branch.as_deref()),
        (Some("nextjs"), Some("main"))
    );
    let rest = platform
        .projects(None, first.next.as_deref())
        .await
        .unwrap();
    assert_eq!((rest.projects.len(), rest.next), (0, None));
    let [one, other] = &server.received()[..] else {
        panic!()
    };
    assert!(one.path.starts_with("/v10/projects?"), "{}", one.path);
    assert_eq!(
        (
            one.query("search").as_deref(),
            one.query("teamId").as_deref(),
            other.query("from").as_deref()
        ),
        (Some("app"), Some("team_x"), Some("1777015529600"))
    );
}

#[tokio::test]
async fn a_page_that_does_not_say_whether_it_is_the_last_is_refused() {
    let server = Server::start(|_| Reply::json(200, &json!({"projects": []}))).await;
    let error = platform(&server, LONG)
        .projects(None, None)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), FailureKind::InvalidAnswer);
    // The specification also knows a bare list.
    let page = project::page(&json!([project_body()])).unwrap();
    assert_eq!((page.projects.len(), page.next), (1, None));
}

#[test]
fn an_unclear_setting_is_no_default() {
    for key in [
        "rootDirectory",
        "installCommand",
        "buildCommand",
        "outputDirectory",
    ] {
        let with = |put: Value| {
            let mut body = project_body();
            body[key] = put;
            project::read(&body)
        };
        assert!(with(Value::Null).is_ok());
        for put in [json!({}), json!(7), json!(["apps/web"])] {
            assert!(with(put).unwrap_err().contains("unclear"), "{key}");
        }
    }
}
