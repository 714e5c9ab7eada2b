//! People: who may do what with which token, what they write and how they react.

use serde_json::{Value, json};

use super::{REPOSITORY, Scene};
use crate::{Access, ReactionSnapshot};

/// A scene with one comment of bob's on its first pull request.
async fn commented() -> (Scene, u64) {
    let scene = Scene::set().await;
    let number = scene
        .github
        .open_pull_request(REPOSITORY, "ada", "t", "topic", "main")
        .await
        .unwrap();
    let comment = scene
        .github
        .comment(REPOSITORY, number, "bob", "/regreen retry")
        .unwrap();
    (scene, comment)
}

#[tokio::test]
async fn the_same_reaction_of_the_same_person_is_made_once() {
    let (scene, comment) = commented().await;
    let path = format!("/issues/comments/{comment}/reactions");
    let eyes = json!({"content": "eyes"});
    let first = scene.post(&path, &eyes).await;
    let again = scene.post(&path, &eyes).await;
    assert_eq!((first.status, again.status), (201, 200));
    assert_eq!(first.json()["id"], again.json()["id"]);
    assert_eq!(
        scene.post(&path, &json!({"content": "+1"})).await.status,
        201
    );
    assert_eq!(
        scene.post(&path, &json!({"content": "ok"})).await.status,
        422
    );

    let listed = scene.get(&format!("{path}?content=eyes")).await.json();
    assert_eq!(
        (
            listed.as_array().unwrap().len(),
            &listed[0]["user"]["login"]
        ),
        (1, &json!("ada"))
    );
    let shown = scene
        .get(&format!("/issues/comments/{comment}"))
        .await
        .json();
    assert_eq!(
        (
            &shown["reactions"]["total_count"],
            &shown["reactions"]["eyes"]
        ),
        (&json!(2), &json!(1))
    );
    let one = format!("/repos/{REPOSITORY}{path}/{}", first.json()["id"]);
    for (token, status) in [("reader", 404), ("writer", 204), ("writer", 404)] {
        let answer = scene.api("DELETE", &one, token, &Value::Null).await;
        assert_eq!(answer.status, status, "{token}");
    }
    let snapshot = scene.github.snapshot(REPOSITORY).await.unwrap();
    assert_eq!(
        snapshot.pull_requests[0].comments[0].reactions,
        [ReactionSnapshot {
            author: "ada".into(),
            content: "+1".into()
        }]
    );
}

#[tokio::test]
async fn readers_change_their_own_comments_only() {
    let (scene, comment) = commented().await;
    let by_ada = scene.github.comment(REPOSITORY, 1, "ada", "no").unwrap();
    let body = json!({"body": "changed"});
    for (id, status) in [(comment, 200), (by_ada, 403)] {
        let path = format!("/repos/{REPOSITORY}/issues/comments/{id}");
        let answer = scene.api("PATCH", &path, "reader", &body).await;
        assert_eq!(answer.status, status);
    }
    let all = scene.get("/issues/comments").await.json();
    assert_eq!(all.as_array().unwrap().len(), 2);
    let later = scene
        .get("/issues/1/comments?since=2999-01-01T00:00:00Z")
        .await
        .json();
    assert_eq!(later, json!([]));
}

#[tokio::test]
async fn classic_tokens_name_their_scopes_and_are_held_to_them() {
    let scene = Scene::set().await;
    scene
        .github
        .create_repository("acme", "site", false)
        .await
        .unwrap();
    for (token, scopes) in [
        ("everything", &["repo"][..]),
        ("public", &["public_repo", "user"]),
        ("hooks", &["admin:repo_hook", "public_repo"]),
    ] {
        scene.github.create_classic_token(token, "acme", scopes);
    }
    for (token, scopes, private, hooks) in [
        ("everything", "repo", 200, 200),
        ("public", "public_repo, user", 404, 404),
        ("hooks", "admin:repo_hook, public_repo", 404, 200),
        ("writer", "repo", 200, 404),
        ("admin", "", 200, 404),
    ] {
        let user = scene.api("GET", "/user", token, &Value::Null).await;
        assert_eq!(user.header("x-oauth-scopes"), scopes, "{token}");
        let path = format!("/repos/{REPOSITORY}");
        let answer = scene.api("GET", &path, token, &Value::Null).await;
        assert_eq!(answer.status, private, "{token}");
        let path = "/repos/acme/site/hooks";
        let answer = scene.api("GET", path, token, &Value::Null).await;
        // The fine-grained `admin` is for another repository.
        let expected = if token == "admin" { 403 } else { hooks };
        assert_eq!(answer.status, expected, "{token}");
    }
}

#[tokio::test]
async fn a_fine_grained_token_without_the_permission_is_told_so() {
    let scene = Scene::set().await;
    let github = &scene.github;
    github.create_token("narrow", "acme", Access::Write, Some(&[REPOSITORY]));
    let path = format!("/repos/{REPOSITORY}/hooks");
    let answer = scene.api("GET", &path, "narrow", &Value::Null).await;
    assert_eq!(
        (answer.status, &answer.json()["message"]),
        (
            403,
            &json!("Resource not accessible by personal access token")
        )
    );
}

#[tokio::test]
async fn permission_is_told_to_those_who_may_push() {
    let scene = Scene::set().await;
    for (login, word) in [
        ("acme", "admin"),
        ("ada", "write"),
        ("bob", "read"),
        ("eve", "none"),
    ] {
        let shown = scene
            .get(&format!("/collaborators/{login}/permission"))
            .await
            .json();
        assert_eq!(
            (&shown["permission"], &shown["role_name"]),
            (&json!(word), &json!(word)),
            "{login}"
        );
    }
    assert_eq!(
        scene.get("/collaborators/nobody/permission").await.status,
        404
    );
    let path = format!("/repos/{REPOSITORY}/collaborators/ada/permission");
    let answer = scene.api("GET", &path, "reader", &Value::Null).await;
    assert_eq!(answer.status, 403);
}

#[tokio::test]
async fn the_statuses_of_any_commit_can_be_looked_at() {
    let scene = Scene::set().await;
    let sha = scene.tip("main").await;
    for state in ["pending", "success"] {
        let body =
            json!({"state": state, "context": "regreen", "target_url": "http://127.0.0.1/fix"});
        let answer = scene.post(&format!("/statuses/{sha}"), &body).await;
        assert_eq!(answer.status, 201);
    }
    let statuses = scene.github.statuses(REPOSITORY, &sha).unwrap();
    assert_eq!(statuses.len(), 1, "the latest of each context");
    assert_eq!(
        (statuses[0].state, statuses[0].creator.as_str()),
        (crate::StatusState::Success, "ada")
    );
    assert_eq!(
        statuses[0].target_url.as_deref(),
        Some("http://127.0.0.1/fix")
    );
}
