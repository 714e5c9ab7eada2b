//! Webhooks as their receivers see them.

use serde_json::{Value, json};

use super::{REPOSITORY, Scene};
use crate::webhook::{Received, Receiver, hmac_sha1_hex, hmac_sha256_hex};

const SECRET: &str = "a hook's secret";

async fn listening(scene: &Scene, events: &[&str]) -> Receiver {
    let receiver = Receiver::start().await.unwrap();
    scene
        .github
        .create_hook(REPOSITORY, &receiver.url(), SECRET, events)
        .unwrap();
    receiver
}

fn named(received: &[Received], event: &str) -> Vec<Value> {
    received
        .iter()
        .filter(|one| one.header("x-github-event") == Some(event))
        .map(Received::json)
        .collect()
}

#[tokio::test]
async fn a_hook_is_pinged_and_every_delivery_is_signed() {
    let scene = Scene::set().await;
    let receiver = listening(&scene, &["push"]).await;
    scene
        .github
        .foreign_commit(
            REPOSITORY,
            "main",
            &[("b", Some("x"))],
            "more",
            &super::author(),
        )
        .await
        .unwrap();
    let received = receiver.wait_for(|received| received.len() == 2).await;
    for one in &received {
        let expected = format!("sha256={}", hmac_sha256_hex(SECRET, &one.body));
        assert_eq!(one.header("x-hub-signature-256"), Some(expected.as_str()));
        let expected = format!("sha1={}", hmac_sha1_hex(SECRET, &one.body));
        assert_eq!(one.header("x-hub-signature"), Some(expected.as_str()));
        assert_eq!(one.header("x-github-delivery").unwrap().len(), 36);
        assert!(
            one.header("user-agent")
                .unwrap()
                .starts_with("GitHub-Hookshot/")
        );
    }
    let push = &named(&received, "push")[0];
    assert_eq!(
        push["after"].as_str(),
        Some(scene.tip("main").await.as_str())
    );
    assert_eq!(
        (&push["ref"], &push["forced"], &push["created"]),
        (&json!("refs/heads/main"), &json!(false), &json!(false))
    );
    assert_eq!(
        (
            &push["head_commit"]["message"],
            &push["commits"][0]["added"]
        ),
        (&json!("more"), &json!(["b"]))
    );
    assert_eq!(push["pusher"]["name"], "ada");
    assert!(named(&received, "ping")[0]["hook_id"].is_u64());
}

#[tokio::test]
async fn the_life_of_a_pull_request_is_told_in_order_of_its_steps() {
    let scene = Scene::set().await;
    let receiver = listening(&scene, &["pull_request", "issue_comment"]).await;
    let actions = |received: &[Received]| {
        let mut actions: Vec<String> = named(received, "pull_request")
            .iter()
            .map(|event| event["action"].as_str().unwrap().into())
            .collect();
        actions.sort();
        actions
    };
    let number = scene
        .github
        .open_pull_request(REPOSITORY, "ada", "t", "topic", "main")
        .await
        .unwrap();
    scene
        .github
        .comment(REPOSITORY, number, "bob", "/regreen retry")
        .unwrap();
    scene
        .github
        .close_pull_request(REPOSITORY, number, "bob")
        .unwrap();
    scene
        .api(
            "PATCH",
            &format!("/repos/{REPOSITORY}/pulls/1"),
            "writer",
            &json!({"state": "open"}),
        )
        .await;
    scene
        .github
        .foreign_commit(
            REPOSITORY,
            "topic",
            &[("c", Some("x"))],
            "more",
            &super::author(),
        )
        .await
        .unwrap();
    scene
        .github
        .merge_pull_request(REPOSITORY, number, "ada")
        .await
        .unwrap();
    let received = receiver.wait_for(|received| received.len() == 7).await;
    assert_eq!(
        actions(&received),
        ["closed", "closed", "opened", "reopened", "synchronize"]
    );
    let comment = &named(&received, "issue_comment")[0];
    assert_eq!(
        (&comment["comment"]["body"], &comment["sender"]["login"]),
        (&json!("/regreen retry"), &json!("bob"))
    );
    assert!(comment["issue"]["pull_request"]["url"].is_string());
    let merged = named(&received, "pull_request")
        .into_iter()
        .find(|event| event["pull_request"]["merged"] == true)
        .unwrap();
    assert_eq!(
        merged["pull_request"]["head"]["sha"].as_str(),
        Some(scene.tip("topic").await.as_str())
    );
}

#[tokio::test]
async fn a_redelivery_repeats_the_guid_and_the_body() {
    let scene = Scene::set().await;
    let receiver = listening(&scene, &["push"]).await;
    receiver.answer_next([500]);
    receiver.wait_for(|received| received.len() == 1).await;
    let ping = scene.github.deliveries().pop().unwrap();
    scene.github.redeliver(ping.id).unwrap();
    let received = receiver.wait_for(|received| received.len() == 2).await;
    assert_eq!(
        received[0].header("x-github-delivery"),
        received[1].header("x-github-delivery")
    );
    assert_eq!(received[0].body, received[1].body);
    assert!(scene.github.redeliver(0).is_err());
}

#[tokio::test]
async fn hooks_are_managed_over_rest_without_showing_the_secret() {
    let scene = Scene::set().await;
    let receiver = Receiver::start().await.unwrap();
    let path = format!("/repos/{REPOSITORY}/hooks");
    let body = json!({"config": {"url": receiver.url(), "content_type": "json", "secret": SECRET}, "events": ["pull_request"]});
    for token in ["writer", "reader", ""] {
        let refused = scene.api("POST", &path, token, &body).await;
        assert_eq!(refused.status, 404, "{token:?} is no administrator");
    }
    let made = scene.api("POST", &path, "admin", &body).await;
    assert_eq!(
        (made.status, &made.json()["config"]["secret"]),
        (201, &json!("********"))
    );
    assert_eq!(scene.api("POST", &path, "admin", &body).await.status, 422);
    receiver.wait_for(|received| received.len() == 1).await;
    let one = format!("{path}/{}", made.json()["id"]);
    assert_eq!(
        scene
            .api("PATCH", &one, "admin", &json!({"events": ["push"]}))
            .await
            .json()["events"],
        json!(["push"])
    );
    let deliveries = scene
        .api("GET", &format!("{one}/deliveries"), "admin", &Value::Null)
        .await
        .json();
    assert_eq!(deliveries[0]["event"], "ping");
    assert_eq!(
        scene
            .api("DELETE", &one, "admin", &Value::Null)
            .await
            .status,
        204
    );
    assert_eq!(
        scene.api("GET", &one, "admin", &Value::Null).await.status,
        404
    );
}

#[tokio::test]
async fn a_changed_configuration_forgets_what_is_not_repeated() {
    let scene = Scene::set().await;
    let path = format!("/repos/{REPOSITORY}/hooks");
    let url = "http://127.0.0.1:9/hook";
    let body = json!({"config": {"url": url, "content_type": "json", "secret": SECRET}, "events": ["push"]});
    let made = scene.api("POST", &path, "admin", &body).await.json();
    let one = format!("{path}/{}", made["id"]);
    let hook = || async { scene.github.snapshot(REPOSITORY).await.unwrap().hooks[0].clone() };
    assert_eq!(hook().await.secret.as_deref(), Some(SECRET));

    let config = json!({"content_type": "form"});
    let changed = scene
        .api("PATCH", &format!("{one}/config"), "admin", &config)
        .await
        .json();
    assert_eq!(changed["secret"], "********");
    assert!(!hook().await.json);

    let body =
        json!({"config": {"url": url, "content_type": "json"}, "add_events": ["pull_request"]});
    let changed = scene.api("PATCH", &one, "admin", &body).await.json();
    assert_eq!(changed["events"], json!(["push", "pull_request"]));
    let kept = hook().await;
    assert_eq!((kept.secret, kept.json), (None, true));
}

#[tokio::test]
async fn a_hook_is_refused_for_what_github_refuses() {
    let scene = Scene::set().await;
    let path = format!("/repos/{REPOSITORY}/hooks");
    let make = |url: String, events: Value| {
        let body = json!({"config": {"url": url, "content_type": "json"}, "events": events});
        let (scene, path) = (&scene, &path);
        async move { scene.api("POST", path, "admin", &body).await }
    };
    for (url, events) in [
        ("ftp://127.0.0.1/hook", json!(["push"])),
        ("http://127.0.0.1:9/hook", json!(["pushes"])),
    ] {
        assert_eq!(make(url.to_owned(), events).await.status, 422, "{url}");
    }
    let mut made = Vec::new();
    for number in 0..20 {
        let answer = make(format!("http://127.0.0.1:9/{number}"), json!(["push"])).await;
        assert_eq!(answer.status, 201);
        made.push(answer.json()["id"].clone());
    }
    let full = make("http://127.0.0.1:9/20".to_owned(), json!(["push"])).await;
    assert_eq!(
        full.json()["errors"][0]["message"],
        "The \"push\" event cannot have more than 20 hooks"
    );
    let taken = json!({"config": {"url": "http://127.0.0.1:9/1", "content_type": "json"}});
    let taken = scene
        .api("PATCH", &format!("{path}/{}", made[0]), "admin", &taken)
        .await;
    assert_eq!(
        taken.json()["errors"][0]["message"],
        "Hook already exists on this repository"
    );
}
