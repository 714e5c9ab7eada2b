//! The REST API and its refusals.

use serde_json::{Value, json};

use super::{REPOSITORY, Scene};
use crate::testing::{call, try_call};

#[tokio::test]
async fn every_caller_sees_what_github_would_show() {
    let scene = Scene::set().await;
    let path = format!("/repos/{REPOSITORY}");
    for (token, status, message) in [
        ("nonsense", 401, "Bad credentials"),
        ("other", 404, "Not Found"),
        ("", 404, "Not Found"),
    ] {
        let answer = scene.api("GET", &path, token, &Value::Null).await;
        assert_eq!(
            (answer.status, answer.json()["message"].as_str()),
            (status, Some(message)),
            "{token}"
        );
    }
    let mine = scene.api("GET", &path, "writer", &Value::Null).await;
    assert_eq!(mine.json()["permissions"]["push"], true);
    assert_eq!(mine.json()["default_branch"], "main");
    assert_eq!(mine.header("x-ratelimit-limit"), "5000");
    let theirs = scene.api("GET", &path, "reader", &Value::Null).await.json();
    assert_eq!(
        (&theirs["permissions"]["push"], &theirs["private"]),
        (&json!(false), &json!(true))
    );
    let refused = scene
        .api("POST", &format!("{path}/pulls"), "reader", &json!({}))
        .await;
    assert_eq!(refused.status, 403);
    assert_eq!(
        scene
            .api("GET", "/user", "writer", &Value::Null)
            .await
            .json()["login"],
        "ada"
    );
    assert_eq!(
        scene.api("GET", "/user", "", &Value::Null).await.status,
        401
    );
}

#[tokio::test]
async fn a_request_without_user_agent_or_with_an_unknown_version_is_refused() {
    let scene = Scene::set().await;
    let client = hyper_util::client::legacy::Client::builder(hyper_util::rt::TokioExecutor::new())
        .build_http();
    let request = http::Request::get(format!("{}/user", scene.github.api_url()));
    let request = request
        .body(http_body_util::Full::new(bytes::Bytes::new()))
        .unwrap();
    assert_eq!(client.request(request).await.unwrap().status(), 403);
    let request = http::Request::get(format!("{}/user", scene.github.api_url()))
        .header("user-agent", "t")
        .header("x-github-api-version", "1999-01-01")
        .body(http_body_util::Full::new(bytes::Bytes::new()));
    assert_eq!(
        client.request(request.unwrap()).await.unwrap().status(),
        400
    );
}

#[tokio::test]
async fn a_pull_request_is_opened_once_found_by_its_head_and_edited() {
    let scene = Scene::set().await;
    let body =
        json!({"title": "Fix", "head": "topic", "base": "main", "body": "why", "draft": true});
    let made = scene.post("/pulls", &body).await;
    let made_json = made.json();
    assert_eq!(
        (made.status, &made_json["number"], &made_json["mergeable"]),
        (201, &json!(1), &Value::Null)
    );
    assert_eq!(
        made_json["head"]["sha"].as_str(),
        Some(scene.tip("topic").await.as_str())
    );

    let again = scene.post("/pulls", &body).await;
    assert_eq!(again.status, 422);
    assert_eq!(
        again.json()["errors"][0]["message"],
        "A pull request already exists for acme:topic."
    );

    for (query, found) in [
        ("?state=open&head=acme:topic&base=main", 1),
        ("?head=acme:nothing", 0),
        ("?head=nothing", 1), // no owner: the filter is ignored
        ("?state=closed", 0),
        ("?base=other", 0),
    ] {
        assert_eq!(
            scene
                .get(&format!("/pulls{query}"))
                .await
                .json()
                .as_array()
                .unwrap()
                .len(),
            found,
            "{query}"
        );
    }
    let path = format!("/repos/{REPOSITORY}/pulls/1");
    let edited = scene
        .api(
            "PATCH",
            &path,
            "writer",
            &json!({"title": "New", "body": "because"}),
        )
        .await
        .json();
    assert_eq!(
        (&edited["title"], &edited["body"], &edited["mergeable"]),
        (&json!("New"), &json!("because"), &json!(true))
    );
    assert_eq!(edited["mergeable_state"], "draft");
    let files = scene.get("/pulls/1/files").await.json();
    assert_eq!(
        (&files[0]["filename"], &files[0]["patch"]),
        (&json!("a.txt"), &json!("@@ -1 +1 @@\n-one\n+two"))
    );
}

#[tokio::test]
async fn a_pull_request_that_cannot_be_is_refused_with_the_field_at_fault() {
    let scene = Scene::set().await;
    scene
        .github
        .create_branch(REPOSITORY, "same", "main", "ada")
        .await
        .unwrap();
    for (body, error) in [
        (
            json!({"title": "t", "head": "nope", "base": "main"}),
            json!({"resource": "PullRequest", "field": "head", "code": "invalid"}),
        ),
        (
            json!({"title": "t", "head": "topic", "base": "nope"}),
            json!({"resource": "PullRequest", "field": "base", "code": "invalid"}),
        ),
        (
            json!({"title": "t", "head": "eve:topic", "base": "main"}),
            json!({"resource": "PullRequest", "field": "head", "code": "invalid"}),
        ),
        (
            json!({"head": "topic", "base": "main"}),
            json!({"resource": "PullRequest", "field": "title", "code": "missing_field"}),
        ),
        (
            json!({"title": "t", "head": "same", "base": "main"}),
            json!({"resource": "PullRequest", "code": "custom", "message": "No commits between main and same"}),
        ),
    ] {
        let answer = scene.post("/pulls", &body).await;
        assert_eq!((answer.status, &answer.json()["errors"][0]), (422, &error));
    }
    let url = format!("{}/repos/{REPOSITORY}/pulls", scene.github.api_url());
    assert_eq!(
        try_call("POST", &url, "writer", &json!("text"))
            .await
            .unwrap()
            .status,
        400
    );
}

#[tokio::test]
async fn of_many_who_open_the_same_pull_request_one_succeeds() {
    let scene = Scene::set().await;
    let body = json!({"title": "Fix", "head": "topic", "base": "main"});
    let answers = futures::future::join_all((0..8).map(|_| scene.post("/pulls", &body))).await;
    assert_eq!(
        answers.iter().filter(|answer| answer.status == 201).count(),
        1
    );
    assert_eq!(
        answers.iter().filter(|answer| answer.status == 422).count(),
        7
    );
}

#[tokio::test]
async fn merging_refuses_drafts_moved_heads_and_conflicts_and_then_merges_for_real() {
    let scene = Scene::set().await;
    let path = format!("/repos/{REPOSITORY}/pulls/1/merge");
    let merge = |body: Value| {
        let (scene, path) = (&scene, &path);
        async move { scene.api("PUT", path, "writer", &body).await }
    };
    scene
        .post(
            "/pulls",
            &json!({"title": "t", "head": "topic", "base": "main", "draft": true}),
        )
        .await;
    assert_eq!(merge(json!({})).await.status, 405);
    scene
        .github
        .world
        .with_pull(REPOSITORY, 1, |pull| pull.draft = false);
    let moved = merge(json!({"sha": "0".repeat(40)})).await;
    assert_eq!(
        (moved.status, moved.json()["message"].as_str()),
        (
            409,
            Some("Head branch was modified. Review and try the merge again.")
        )
    );
    let author = super::author();
    scene
        .github
        .foreign_commit(
            REPOSITORY,
            "main",
            &[("a.txt", Some("three\n"))],
            "conflict",
            &author,
        )
        .await
        .unwrap();
    assert_eq!(
        scene.get("/pulls/1").await.json()["mergeable_state"],
        "dirty"
    );
    assert_eq!(merge(json!({})).await.status, 405);
    scene
        .github
        .foreign_commit(
            REPOSITORY,
            "main",
            &[("a.txt", Some("one\n"))],
            "back",
            &author,
        )
        .await
        .unwrap();
    let merged = merge(json!({"sha": scene.tip("topic").await})).await;
    assert_eq!(
        (merged.status, &merged.json()["merged"]),
        (200, &json!(true))
    );
    assert_eq!(
        scene.tip("main").await,
        merged.json()["sha"].as_str().unwrap()
    );
    assert_eq!(
        scene.github.files_at(REPOSITORY, "main").await.unwrap()["a.txt"],
        b"two\n"
    );
    let pull = scene.get("/pulls/1").await.json();
    assert_eq!(
        (&pull["state"], &pull["merged"], &pull["merged_by"]["login"]),
        (&json!("closed"), &json!(true), &json!("ada"))
    );
    assert_eq!(merge(json!({})).await.status, 405);
    assert_eq!(scene.get("/pulls/1/merge").await.status, 204);
}

#[tokio::test]
async fn comments_are_paged_edited_and_deleted() {
    let scene = Scene::set().await;
    scene
        .github
        .open_pull_request(REPOSITORY, "ada", "t", "topic", "main")
        .await
        .unwrap();
    for n in 0..5 {
        assert_eq!(
            scene
                .post("/issues/1/comments", &json!({"body": format!("c{n}")}))
                .await
                .status,
            201
        );
    }
    let mut url = format!(
        "{}/repos/{REPOSITORY}/issues/1/comments?per_page=2",
        scene.github.api_url()
    );
    let mut seen = Vec::new();
    loop {
        let page = call("GET", &url, "reader", &Value::Null).await;
        seen.extend(
            page.json()
                .as_array()
                .unwrap()
                .iter()
                .map(|comment| comment["body"].as_str().unwrap().to_owned()),
        );
        let link = page.header("link").to_owned();
        let Some(next) = link.split(", ").find(|part| part.ends_with("rel=\"next\"")) else {
            break;
        };
        url = next[1..next.find('>').unwrap()].to_owned();
    }
    assert_eq!(seen, ["c0", "c1", "c2", "c3", "c4"]);
    let id = scene.get("/issues/1/comments").await.json()[0]["id"]
        .as_u64()
        .unwrap();
    let path = format!("/repos/{REPOSITORY}/issues/comments/{id}");
    assert_eq!(
        scene
            .api("PATCH", &path, "writer", &json!({"body": "new"}))
            .await
            .json()["body"],
        "new"
    );
    assert_eq!(
        scene
            .api("DELETE", &path, "writer", &Value::Null)
            .await
            .status,
        204
    );
    assert_eq!(
        scene.api("GET", &path, "writer", &Value::Null).await.status,
        404
    );
    assert_eq!(
        scene
            .post("/issues/1/comments", &json!({"body": " "}))
            .await
            .status,
        422
    );
    assert_eq!(
        scene
            .post("/issues/1/comments", &json!({"body": "x".repeat(65_537)}))
            .await
            .status,
        422
    );
    assert_eq!(
        scene
            .post("/issues/9/comments", &json!({"body": "x"}))
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn refs_branches_commits_labels_statuses_and_permissions_answer() {
    let scene = Scene::set().await;
    let (main, topic) = (scene.tip("main").await, scene.tip("topic").await);
    assert_eq!(
        scene.get("/git/ref/heads/topic").await.json()["object"]["sha"],
        topic
    );
    assert_eq!(scene.get("/git/ref/heads/nope").await.status, 404);
    assert_eq!(
        scene.get("/branches/topic").await.json()["commit"]["sha"],
        topic
    );
    assert_eq!(
        scene.get("/branches/no/pe").await.json()["message"],
        "Branch not found"
    );
    assert_eq!(
        scene.get("/commits/topic").await.json()["commit"]["message"],
        "change"
    );
    assert_eq!(scene.get("/commits/nope").await.status, 422);
    let comparison = scene.get("/compare/main...topic").await.json();
    assert_eq!(
        (&comparison["status"], &comparison["ahead_by"]),
        (&json!("ahead"), &json!(1))
    );
    scene
        .github
        .open_pull_request(REPOSITORY, "ada", "t", "topic", "main")
        .await
        .unwrap();
    assert_eq!(
        scene.get(&format!("/commits/{topic}/pulls")).await.json()[0]["number"],
        1
    );
    assert_eq!(
        scene.get(&format!("/commits/{main}/pulls")).await.json(),
        json!([])
    );
    assert_eq!(
        scene
            .post("/issues/1/labels", &json!({"labels": ["regreen", "bug"]}))
            .await
            .json()[1]["name"],
        "regreen"
    );
    assert_eq!(
        scene.get("/pulls/1").await.json()["labels"][0]["name"],
        "bug"
    );
    let status = json!({"state": "success", "context": "ci", "description": "ok"});
    assert_eq!(
        scene
            .post(&format!("/statuses/{topic}"), &status)
            .await
            .status,
        201
    );
    assert_eq!(
        scene.get(&format!("/commits/{topic}/status")).await.json()["state"],
        "success"
    );
    assert_eq!(
        scene.get("/collaborators/bob/permission").await.json()["permission"],
        "read"
    );
    let ref_path = format!("/repos/{REPOSITORY}/git/refs");
    assert_eq!(
        scene
            .post("/git/refs", &json!({"ref": "refs/heads/x", "sha": main}))
            .await
            .status,
        201
    );
    assert_eq!(
        scene
            .post("/git/refs", &json!({"ref": "refs/heads/x", "sha": main}))
            .await
            .json()["message"],
        "Reference already exists"
    );
    let back = json!({"sha": main});
    assert_eq!(
        scene
            .api("PATCH", &format!("{ref_path}/heads/topic"), "writer", &back)
            .await
            .status,
        422
    );
    assert_eq!(
        scene
            .api(
                "DELETE",
                &format!("{ref_path}/heads/x"),
                "writer",
                &Value::Null
            )
            .await
            .status,
        204
    );
}

#[tokio::test]
async fn an_empty_repository_says_so() {
    let scene = Scene::set().await;
    scene
        .github
        .create_repository("acme", "empty", false)
        .await
        .unwrap();
    let answer = scene
        .api(
            "GET",
            "/repos/acme/empty/git/ref/heads/main",
            "admin",
            &Value::Null,
        )
        .await;
    assert_eq!(
        (answer.status, answer.json()["message"].as_str()),
        (409, Some("Git Repository is empty."))
    );
}
