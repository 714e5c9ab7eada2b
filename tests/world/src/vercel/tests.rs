//! The fake Vercel through its own doors, with scripted builds.

mod accounts;

use std::{sync::Arc, time::Duration};

use serde_json::{Value, json};

use super::{
    EventFormat, EventShape, FakeVercel, ProjectSettings, ReadyState, ScriptedBuilder, ScriptedRun,
    StepKind, Stream, VercelOptions,
};
use crate::{
    git::{BareRepository, Signature},
    github::Push,
    testing::{Answer, call},
    webhook::{Received, Receiver, hmac_sha1_hex},
};

const SECRET: &str = "the webhook's secret";
const ALL: [&str; 6] = [
    "deployment.created",
    "deployment.error",
    "deployment.ready",
    "deployment.succeeded",
    "deployment.canceled",
    "deployment.promoted",
];

struct Scene {
    vercel: FakeVercel,
    git: BareRepository,
    team: String,
    project: String,
    folder: tempfile::TempDir,
}

impl Scene {
    /// A team with one project; a commit whose `answer.txt` says `red` fails to build.
    async fn set() -> Self {
        let builder = ScriptedBuilder::new(|step, tree| {
            match (step.kind, tree.get("answer.txt").map(String::as_str)) {
                (StepKind::Install, _) => ScriptedRun::green("added 1 package in 1s"),
                (StepKind::Build, Some("red")) => ScriptedRun::red(&format!(
                    "{}/src/a.ts(1,1): error TS2322: no",
                    step.checkout.display()
                )),
                (StepKind::Build, _) => ScriptedRun::green("built"),
            }
        });
        Self::with(Arc::new(builder), ProjectSettings::default()).await
    }

    async fn with(builder: Arc<dyn super::Builder>, settings: ProjectSettings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let git = BareRepository::create(folder.path().join("shop.git"), "main")
            .await
            .unwrap();
        let mut options = VercelOptions::new(folder.path().join("builds"), builder);
        options.retry_after = Duration::from_millis(1);
        let vercel = FakeVercel::start(options).await.unwrap();
        let user = vercel.create_user("ada", "ada@example.test");
        let team = vercel.create_team("acme", "Acme", &[&user]);
        vercel.create_token("token", &user);
        let stranger = vercel.create_user("eve", "eve@example.test");
        vercel.create_token("other", &stranger);
        let project = vercel.create_project(&team, "shop", "acme/shop", 42, settings);
        Self {
            vercel,
            git,
            team,
            project,
            folder,
        }
    }

    async fn push(&self, branch: &str, answer: &str, pull_request: Option<u64>) -> String {
        let who = Signature {
            name: "Ada".into(),
            email: "ada@example.test".into(),
            seconds: 1_700_000_000,
        };
        let package = json!({"scripts": {"build": "tsc"}}).to_string();
        let files = [
            ("answer.txt", Some(answer)),
            ("package.json", Some(package.as_str())),
        ];
        let sha = self
            .git
            .commit_files(branch, &files, "a change", &who)
            .await
            .unwrap();
        let push = Push {
            owner: "acme".into(),
            repository: "shop".into(),
            repository_id: 42,
            private: true,
            git_dir: self.git.path().to_owned(),
            branch: branch.into(),
            sha: Some(sha),
            message: "a change".into(),
            author_name: "Ada".into(),
            author_email: "ada@example.test".into(),
            author_login: Some("ada".into()),
            pusher: "ada".into(),
            pull_request,
        };
        self.vercel.push(&push).pop().unwrap()
    }

    async fn built(&self, branch: &str, answer: &str) -> String {
        let id = self.push(branch, answer, None).await;
        self.vercel
            .wait_for(|deployment| deployment.id == id && deployment.state.finished())
            .await;
        id
    }

    async fn get(&self, path: &str) -> Answer {
        call(
            "GET",
            &format!("{}{path}", self.vercel.url()),
            "token",
            &Value::Null,
        )
        .await
    }

    async fn send(&self, method: &str, path: &str, body: &Value) -> Answer {
        call(
            method,
            &format!("{}{path}", self.vercel.url()),
            "token",
            body,
        )
        .await
    }

    async fn team_get(&self, path: &str) -> Value {
        let joint = if path.contains('?') { '&' } else { '?' };
        self.get(&format!("{path}{joint}teamId={}", self.team))
            .await
            .json()
    }
}

fn kinds(received: &[Received]) -> Vec<String> {
    received
        .iter()
        .map(|one| one.json()["type"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_failing_build_ends_as_on_vercel_and_is_told_in_signed_envelopes() {
    let scene = Scene::set().await;
    let receiver = Receiver::start().await.unwrap();
    scene
        .vercel
        .create_webhook(&scene.team, &receiver.url(), SECRET, &ALL, &[]);
    let id = scene.push("topic", "red", Some(7)).await;
    let received = receiver
        .wait_for(|received| kinds(received).contains(&"deployment.error".to_owned()))
        .await;
    let error = received
        .iter()
        .find(|one| one.json()["type"] == "deployment.error")
        .unwrap();
    assert_eq!(
        error.header("x-vercel-signature"),
        Some(hmac_sha1_hex(SECRET, &error.body).as_str())
    );
    let envelope = error.json();
    assert_eq!(envelope["payload"]["deployment"]["id"], json!(id));
    assert_eq!(
        (&envelope["payload"]["target"], &envelope["payload"]["type"]),
        (&Value::Null, &json!("LAMBDAS"))
    );
    let meta = &envelope["payload"]["deployment"]["meta"];
    assert_eq!(
        (
            &meta["githubPrId"],
            &meta["githubCommitRef"],
            &meta["githubDeployment"]
        ),
        (&json!("7"), &json!("topic"), &json!("1"))
    );
    assert!(meta.as_object().unwrap().values().all(Value::is_string));
    assert!(envelope["createdAt"].is_i64() && envelope.get("region").is_none());

    let deployment = scene.get(&format!("/v13/deployments/{id}")).await.json();
    assert_eq!(
        (&deployment["readyState"], &deployment["status"]),
        (&json!("ERROR"), &json!("ERROR"))
    );
    assert_eq!(
        (&deployment["errorCode"], &deployment["errorStep"]),
        (&json!("BUILD_UTILS_SPAWN_1"), &json!("buildStep"))
    );
    assert_eq!(
        deployment["errorMessage"],
        "Command \"npm run build\" exited with 1"
    );
    assert_eq!(deployment["gitSource"]["prId"], 7);
    let by_url = scene
        .get(&format!(
            "/v13/deployments/{}",
            deployment["url"].as_str().unwrap()
        ))
        .await
        .json();
    assert_eq!(by_url["id"], json!(id));

    let log = scene.vercel.log(&id);
    let text: Vec<&str> = log
        .iter()
        .map(|line| line.text.as_str())
        .filter(|line| !line.starts_with("Cloning completed"))
        .collect();
    let sha = &deployment["meta"]["githubCommitSha"].as_str().unwrap()[..7];
    assert_eq!(
        text.join("\n").replace(sha, "SHA"),
        "\
Running build in Washington, D.C., USA (East) – iad1
Build machine configuration: 2 cores, 8 GB
Cloning github.com/acme/shop (Branch: topic, Commit: SHA)
Running \"vercel build\"
Vercel CLI 50.28.0
Installing dependencies...
added 1 package in 1s
Running \"npm run build\"
/vercel/path0/src/a.ts(1,1): error TS2322: no
Error: Command \"npm run build\" exited with 1"
    );
    assert_eq!(log.last().unwrap().stream, Stream::Stderr);
    assert_eq!(
        std::fs::read_dir(scene.folder.path().join("builds"))
            .unwrap()
            .count(),
        0,
        "checkouts are removed"
    );
}

#[tokio::test]
async fn a_green_production_build_is_ready_then_succeeded_then_promoted() {
    let scene = Scene::set().await;
    let receiver = Receiver::start().await.unwrap();
    scene.vercel.create_webhook(
        &scene.team,
        &receiver.url(),
        SECRET,
        &ALL,
        &[&scene.project],
    );
    let id = scene.push("main", "green", None).await;
    let received = receiver.wait_for(|received| received.len() == 4).await;
    let mut seen = kinds(&received);
    seen.retain(|kind| kind != "deployment.created");
    assert_eq!(
        seen,
        [
            "deployment.ready",
            "deployment.succeeded",
            "deployment.promoted"
        ]
    );
    let deployment = scene.get(&format!("/v13/deployments/{id}")).await.json();
    assert_eq!(
        (&deployment["target"], &deployment["readySubstate"]),
        (&json!("production"), &json!("PROMOTED"))
    );
}

#[tokio::test]
async fn log_events_come_in_both_shapes_as_array_and_as_lines() {
    let scene = Scene::set().await;
    let id = scene.built("topic", "red").await;
    let path = format!("/v3/deployments/{id}/events");
    let all = scene.get(&format!("{path}?limit=-1")).await.json();
    let flat: Vec<&str> = all
        .as_array()
        .unwrap()
        .iter()
        .filter(|event| event["type"] == "stderr")
        .map(|event| event["text"].as_str().unwrap())
        .collect();
    assert_eq!(
        flat,
        [
            "/vercel/path0/src/a.ts(1,1): error TS2322: no",
            "Error: Command \"npm run build\" exited with 1"
        ]
    );
    assert_eq!(
        all.as_array()
            .unwrap()
            .iter()
            .find(|event| event["level"] == "error")
            .unwrap()["text"],
        flat[1]
    );

    let last = scene
        .get(&format!("{path}?limit=2&direction=backward"))
        .await
        .json();
    let count = all.as_array().unwrap().len();
    assert_eq!(last, json!([all[count - 1], all[count - 2]]));
    let until = all[3]["created"].as_i64().unwrap();
    let early = scene.get(&format!("{path}?until={until}")).await.json();
    assert!(
        early
            .as_array()
            .unwrap()
            .iter()
            .all(|event| event["created"].as_i64().unwrap() <= until)
    );

    scene
        .vercel
        .shape_events(&id, EventShape::Nested, EventFormat::Lines)
        .unwrap();
    let answer = scene.get(&format!("{path}?limit=3")).await;
    assert_eq!(answer.header("content-type"), "application/stream+json");
    let lines: Vec<Value> = answer
        .text()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!((&lines[0], lines.len()), (&json!({}), 4));
    assert_eq!(
        lines[2]["payload"]["text"],
        "Running build in Washington, D.C., USA (East) – iad1"
    );
    let alias = scene
        .get(&format!(
            "/v3/now/deployments/{id}/events?direction=forward&follow=&format=lines"
        ))
        .await;
    assert_eq!(alias.text().lines().count(), count + 1);
}

#[tokio::test]
async fn a_followed_log_ends_with_the_build() {
    let scene = Scene::set().await;
    let id = scene.push("topic", "red", None).await;
    let text = scene
        .get(&format!(
            "/v3/now/deployments/{id}/events?follow=1&format=lines"
        ))
        .await
        .text();
    assert!(
        text.contains("exited with 1") && text.contains("\"readyState\":\"ERROR\""),
        "{text}"
    );
}

#[tokio::test]
async fn deployments_are_listed_by_their_filters_and_in_pages() {
    let scene = Scene::set().await;
    let mut made = Vec::new();
    for n in 0..5 {
        made.push(
            scene
                .built(
                    if n % 2 == 0 { "topic" } else { "main" },
                    if n == 4 {
                        "red".to_owned()
                    } else {
                        format!("green {n}")
                    }
                    .as_str(),
                )
                .await,
        );
    }
    let ids = |list: &Value| -> Vec<String> {
        list["deployments"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| entry["uid"].as_str().unwrap().to_owned())
            .collect()
    };
    let newest_first: Vec<String> = made.iter().rev().cloned().collect();
    assert_eq!(ids(&scene.team_get("/v7/deployments").await), newest_first);
    for (filter, expected) in [
        ("state=ERROR", vec![4]),
        ("state=READY,ERROR&branch=main", vec![3, 1]),
        ("target=production", vec![3, 1]),
        ("projectId=prj_nope", vec![]),
    ] {
        let expected: Vec<String> = expected
            .into_iter()
            .map(|n: usize| made[n].clone())
            .collect();
        assert_eq!(
            ids(&scene.team_get(&format!("/v6/deployments?{filter}")).await),
            expected,
            "{filter}"
        );
    }
    let sha = scene.vercel.deployment(&made[2]).unwrap().sha;
    assert_eq!(
        ids(&scene
            .team_get(&format!(
                "/v7/deployments?sha={sha}&meta-githubCommitSha={sha}"
            ))
            .await),
        [made[2].clone()]
    );
    let mut paged = Vec::new();
    let mut next = String::new();
    loop {
        let page = scene
            .team_get(&format!("/v7/deployments?limit=2{next}"))
            .await;
        paged.extend(ids(&page));
        let Some(until) = page["pagination"]["next"].as_i64() else {
            break;
        };
        next = format!("&until={until}");
    }
    assert_eq!(paged, newest_first);
    assert_eq!(
        scene
            .get(&format!("/v7/deployments?limit=101&teamId={}", scene.team))
            .await
            .status,
        400
    );
    assert_eq!(
        scene.get("/v7/deployments").await.json()["deployments"],
        json!([]),
        "the user's own scope is empty"
    );
}

#[tokio::test]
async fn a_redeploy_keeps_the_meta_and_adds_to_it() {
    let scene = Scene::set().await;
    let id = scene.built("topic", "green").await;
    let body = json!({"name": "shop", "deploymentId": id, "meta": {"regreenFix": "fix_1"}});
    let again = scene
        .send(
            "POST",
            &format!("/v13/deployments?teamId={}", scene.team),
            &body,
        )
        .await;
    let view = again.json();
    assert_eq!(
        (again.status, &view["readyState"], &view["source"]),
        (200, &json!("QUEUED"), &json!("redeploy"))
    );
    let meta = &view["meta"];
    assert_eq!(
        (
            &meta["regreenFix"],
            &meta["action"],
            &meta["githubCommitRef"]
        ),
        (&json!("fix_1"), &json!("redeploy"), &json!("topic"))
    );
    let found = scene
        .team_get("/v7/deployments?meta-regreenFix=fix_1")
        .await;
    assert_eq!(found["deployments"][0]["uid"], view["id"]);
    scene
        .vercel
        .wait_for(|deployment| {
            Some(deployment.id.as_str()) == view["id"].as_str()
                && deployment.state == ReadyState::Ready
        })
        .await;
    assert_eq!(
        scene
            .send(
                "POST",
                "/v13/deployments",
                &json!({"name": "shop", "deploymentId": "dpl_x"})
            )
            .await
            .status,
        404
    );
    assert_eq!(
        scene
            .send("POST", "/v13/deployments", &json!({"name": "shop"}))
            .await
            .json()["error"]["code"],
        "missing_files"
    );
    assert_eq!(
        scene
            .send("POST", "/v13/deployments", &json!({}))
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn a_waiting_build_can_be_cancelled_once() {
    struct Never;
    #[async_trait::async_trait]
    impl super::Builder for Never {
        async fn run(&self, _: &super::Step, _: &super::LogSink) -> Result<i32, crate::WorldError> {
            std::future::pending().await
        }
    }
    let scene = Scene::with(Arc::new(Never), ProjectSettings::default()).await;
    let id = scene.push("topic", "green", None).await;
    scene
        .vercel
        .wait_for(|deployment| deployment.state == ReadyState::Building)
        .await;
    let path = format!("/v12/deployments/{id}/cancel");
    assert_eq!(
        scene.send("PATCH", &path, &Value::Null).await.json()["readyState"],
        "CANCELED"
    );
    assert_eq!(scene.send("PATCH", &path, &Value::Null).await.status, 400);
}

#[tokio::test]
async fn callers_are_refused_as_vercel_refuses_them() {
    let scene = Scene::set().await;
    let id = scene.built("topic", "green").await;
    let url = |path: &str| format!("{}{path}", scene.vercel.url());
    let bad = call("GET", &url("/v2/user"), "nonsense", &Value::Null).await;
    assert_eq!(
        (bad.status, &bad.json()["error"]["invalidToken"]),
        (403, &json!(true))
    );
    let none = call("GET", &url("/v2/user"), "", &Value::Null).await;
    assert_eq!(
        (none.status, &none.json()["error"]["missingToken"]),
        (403, &json!(true))
    );
    let foreign = call(
        "GET",
        &url(&format!("/v13/deployments/{id}")),
        "other",
        &Value::Null,
    )
    .await;
    assert_eq!(
        (foreign.status, &foreign.json()["error"]["code"]),
        (404, &json!("not_found"))
    );
    let team = call(
        "GET",
        &url(&format!("/v7/deployments?teamId={}", scene.team)),
        "other",
        &Value::Null,
    )
    .await;
    assert_eq!(team.status, 403);
    let known = scene.get("/v2/user").await;
    assert_eq!(
        (
            &known.json()["user"]["username"],
            known.header("x-ratelimit-limit")
        ),
        (&json!("ada"), "500")
    );
    assert_eq!(
        scene.get("/v2/teams").await.json()["teams"][0]["slug"],
        "acme"
    );
    assert_eq!(
        scene.team_get("/v10/projects").await["projects"][0]["link"]["repoId"],
        42
    );
    assert_eq!(
        scene.get("/v9/projects/shop").await.json()["id"],
        json!(scene.project)
    );
    let settings = json!({"installCommand": "npm ci", "rootDirectory": null});
    assert_eq!(
        scene
            .send("PATCH", "/v9/projects/shop", &settings)
            .await
            .json()["installCommand"],
        "npm ci"
    );
    assert_eq!(scene.get("/v99/nothing").await.status, 404);
}

#[tokio::test]
async fn webhooks_show_their_secret_once_and_there_are_twenty_at_most() {
    let scene = Scene::set().await;
    let path = format!("/v1/webhooks?teamId={}", scene.team);
    let body = json!({"url": "http://127.0.0.1:9/hook", "events": ["deployment.error"], "projectIds": [scene.project]});
    let made = scene.send("POST", &path, &body).await;
    assert_eq!(made.status, 200);
    assert!(made.json()["secret"].as_str().unwrap().len() >= 20);
    let one = format!(
        "/v1/webhooks/{}?teamId={}",
        made.json()["id"].as_str().unwrap(),
        scene.team
    );
    assert!(scene.get(&one).await.json().get("secret").is_none());
    for (change, value) in [
        ("url", json!("no url")),
        ("events", json!([])),
        ("events", json!(["deployment-error"])),
        ("events", json!(["deployment.failed"])),
    ] {
        let mut wrong = body.clone();
        wrong[change] = value;
        assert_eq!(
            scene.send("POST", &path, &wrong).await.status,
            400,
            "{wrong}"
        );
    }
    for _ in 1..20 {
        assert_eq!(scene.send("POST", &path, &body).await.status, 200);
    }
    assert_eq!(scene.send("POST", &path, &body).await.status, 400);
    assert_eq!(scene.send("DELETE", &one, &Value::Null).await.status, 204);
    assert_eq!(scene.get(&path).await.json().as_array().unwrap().len(), 19);
}

#[tokio::test]
async fn a_refused_webhook_is_retried_with_the_same_id_and_can_be_sent_again_and_again() {
    let scene = Scene::set().await;
    let receiver = Receiver::start().await.unwrap();
    receiver.answer_next([500, 503]);
    scene.vercel.create_webhook(
        &scene.team,
        &receiver.url(),
        SECRET,
        &["deployment.error"],
        &[],
    );
    let id = scene.push("topic", "red", None).await;
    let delivery = scene
        .vercel
        .wait_for_delivery(|delivery| delivery.deployment_id == id && delivery.settled)
        .await;
    let statuses: Vec<_> = delivery
        .attempts
        .iter()
        .map(|attempt| attempt.outcome.status)
        .collect();
    assert_eq!(statuses, [Some(500), Some(503), Some(202)]);
    assert_eq!(
        scene
            .vercel
            .deliver_copies(&delivery.id, 10)
            .await
            .unwrap()
            .len(),
        10
    );
    assert!(
        scene
            .vercel
            .redeliver(&delivery.id)
            .await
            .unwrap()
            .accepted()
    );
    let received = receiver.received();
    assert_eq!(received.len(), 14);
    assert!(
        received
            .iter()
            .all(|one| one.json()["id"] == json!(delivery.id) && one.body == delivery.body)
    );
}

#[tokio::test]
async fn the_inspector_page_shows_the_log_escaped() {
    let builder = ScriptedBuilder::new(|_, _| ScriptedRun::red("<script>alert(1)</script>"));
    let scene = Scene::with(Arc::new(builder), ProjectSettings::default()).await;
    let id = scene.built("topic", "x").await;
    let page = call(
        "GET",
        &scene.vercel.deployment(&id).unwrap().inspector_url,
        "",
        &Value::Null,
    )
    .await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("&lt;script&gt;") && !page.text().contains("<script>"));
}

#[tokio::test]
async fn a_missing_root_or_output_directory_fails_the_build_with_vercels_sentence() {
    for (settings, sentence) in [
        (
            ProjectSettings {
                root_directory: Some("web".into()),
                ..Default::default()
            },
            "Root Directory \"web\" does not exist",
        ),
        (
            ProjectSettings {
                root_directory: Some("../..".into()),
                ..Default::default()
            },
            "does not exist",
        ),
        (
            ProjectSettings {
                output_directory: Some("dist".into()),
                ..Default::default()
            },
            "No Output Directory named \"dist\" found",
        ),
    ] {
        let scene = Scene::with(Arc::new(ScriptedBuilder::green()), settings).await;
        let id = scene.built("topic", "green").await;
        let message = scene.vercel.deployment(&id).unwrap().error_message.unwrap();
        assert!(message.contains(sentence), "{message}");
    }
}
