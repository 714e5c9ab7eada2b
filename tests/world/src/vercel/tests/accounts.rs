//! Accounts: their tokens, plans, webhooks, and projects with and without repositories.

use serde_json::{Value, json};

use super::Scene;
use crate::{
    testing::call,
    vercel::{GitProvider, Plan, ProjectLink, ProjectSettings},
};

impl Scene {
    async fn as_token(&self, token: &str, path: &str) -> (u16, Value) {
        let url = format!("{}{path}", self.vercel.url());
        let answer = call("GET", &url, token, &Value::Null).await;
        (answer.status, answer.json())
    }

    async fn add_webhook(&self, query: &str) -> (u16, Value) {
        let body = json!({"url": "https://regreen.example/hook", "events": ["deployment.error"]});
        let answer = self
            .send("POST", &format!("/v1/webhooks{query}"), &body)
            .await;
        (answer.status, answer.json())
    }
}

#[tokio::test]
async fn a_token_says_what_it_is_for() {
    let scene = Scene::set().await;
    scene
        .vercel
        .create_team_token("team-token", "ada", &scene.team)
        .unwrap();
    let (status, whole) = scene.as_token("token", "/v5/user/tokens/current").await;
    assert_eq!(
        (status, &whole["token"]["scopes"][0]["type"]),
        (200, &json!("user"))
    );
    let (_, narrow) = scene
        .as_token("team-token", "/v5/user/tokens/current")
        .await;
    assert_eq!(narrow["token"]["scopes"][0]["teamId"], json!(scene.team));
    assert_ne!(narrow["token"]["id"], whole["token"]["id"]);
    assert!(!narrow.to_string().contains("team-token"));
    assert!(
        scene
            .vercel
            .create_team_token("x", "ada", "team_x")
            .is_err()
    );
}

#[tokio::test]
async fn a_token_of_one_team_is_refused_elsewhere() {
    let scene = Scene::set().await;
    let second = scene.vercel.create_team("umbrella", "Umbrella", &["ada"]);
    scene
        .vercel
        .create_team_token("team-token", "ada", &scene.team)
        .unwrap();
    for (path, expected) in [
        (format!("/v10/projects?teamId={}", scene.team), 200),
        (format!("/v10/projects?teamId={second}"), 403),
        ("/v10/projects?slug=umbrella".to_owned(), 403),
        ("/v10/projects".to_owned(), 403),
        ("/v2/user".to_owned(), 200),
    ] {
        assert_eq!(
            scene.as_token("team-token", &path).await.0,
            expected,
            "{path}"
        );
    }
    let (_, refused) = scene
        .as_token("team-token", &format!("/v10/projects?teamId={second}"))
        .await;
    assert_eq!(
        (&refused["error"]["code"], &refused["error"]["scope"]),
        (&json!("forbidden"), &json!("umbrella"))
    );
    let (_, user) = scene.as_token("team-token", "/v2/user").await;
    assert_eq!(user["user"]["limited"], true);
    let (_, teams) = scene.as_token("team-token", "/v2/teams").await;
    let seen = |n: usize| (&teams["teams"][n]["slug"], &teams["teams"][n]["limited"]);
    assert_eq!(
        [seen(0), seen(1)],
        [
            (&json!("umbrella"), &json!(true)),
            (&json!("acme"), &Value::Null)
        ]
    );
}

#[tokio::test]
async fn webhooks_belong_to_paid_plans_and_are_twenty_at_most() {
    let scene = Scene::set().await;
    let team = format!("?teamId={}", scene.team);
    let (status, refused) = scene.add_webhook("").await;
    assert_eq!(
        (status, &refused["error"]["code"]),
        (403, &json!("forbidden")),
        "a personal account is on hobby"
    );
    scene.vercel.set_plan(&scene.team, Plan::Hobby).unwrap();
    assert_eq!(scene.add_webhook(&team).await.0, 403);
    scene
        .vercel
        .set_plan(&scene.team, Plan::Enterprise)
        .unwrap();
    for _ in 0..20 {
        assert_eq!(scene.add_webhook(&team).await.0, 200);
    }
    let (status, full) = scene.add_webhook(&team).await;
    assert_eq!(
        (status, &full["error"]["code"]),
        (400, &json!("webhooks_limit_reached"))
    );
    let hooks = scene.vercel.webhooks();
    assert_eq!((hooks.len(), &hooks[0].account), (20, &scene.team));
    assert!(!hooks[0].secret.is_empty());
    assert!(scene.vercel.set_plan("nobody", Plan::Pro).is_err());
}

#[tokio::test]
async fn projects_show_the_repository_in_the_words_of_its_host() {
    let scene = Scene::set().await;
    let add = |name: &str, provider: Option<GitProvider>| {
        let link = provider.map(|provider| ProjectLink::new(provider, "acme/shop", 42));
        let settings = ProjectSettings::default();
        scene.vercel.add_project(&scene.team, name, link, settings)
    };
    for (name, provider, expected) in [
        ("bare", None, Value::Null),
        ("lab", Some(GitProvider::Gitlab), json!("gitlab")),
        ("bucket", Some(GitProvider::Bitbucket), json!("bitbucket")),
        ("hub", Some(GitProvider::Github), json!("github")),
    ] {
        let id = add(name, provider);
        let project = scene.team_get(&format!("/v9/projects/{id}")).await;
        assert_eq!(project["link"]["type"], expected, "{name}");
        assert_eq!(project.get("link").is_some(), provider.is_some());
    }
    // The scene's own project and `hub` are built from what is pushed to GitHub; no other is.
    scene.push("topic", "green", None).await;
    assert_eq!(scene.vercel.deployments().len(), 2);
    scene.vercel.relink(&scene.project, None).unwrap();
    scene.push("topic", "red", None).await;
    assert_eq!(scene.vercel.deployments().len(), 3);
}

#[tokio::test]
async fn the_host_name_of_a_branch_is_that_of_its_newest_deployment() {
    let scene = Scene::set().await;
    scene.built("topic", "red").await;
    let newest = scene.built("topic", "green").await;
    let alias = scene.vercel.deployment(&newest).unwrap().meta["branchAlias"].clone();
    let found = scene.get(&format!("/v13/deployments/{alias}")).await.json();
    assert_eq!(found["id"], json!(newest));
}
