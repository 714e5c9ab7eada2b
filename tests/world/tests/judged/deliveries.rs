//! Webhooks of GitHub, both ways: `@octokit/webhooks` receives what the fake delivers, and regreen receives GitHub's
//! published examples as GitHub's own code signs them.

use domain::GitHost;
use githosts::webhook::{self, Event, SignatureError};
use http::{HeaderMap, HeaderValue};
use secrecy::SecretString;
use serde_json::{Value, json};
use world::{FakeGitHub, GitHubOptions, Received, Receiver};

use crate::{
    github::{REPOSITORY, commit, set_up},
    node::judge,
    soon,
};

const SECRET: &str = "It's a Secret to Everybody";

#[tokio::test]
async fn githubs_receiver_accepts_what_the_fake_delivers() {
    let folder = tempfile::tempdir().unwrap();
    let github = FakeGitHub::start(GitHubOptions::new(folder.path()))
        .await
        .unwrap();
    set_up(&github).await;
    let receiver = Receiver::start().await.unwrap();
    let events = ["push", "pull_request", "issue_comment"];
    github
        .create_hook(REPOSITORY, &receiver.url(), SECRET, &events)
        .unwrap();
    let number = github
        .open_pull_request(REPOSITORY, "ada", "t", "topic", "main")
        .await
        .unwrap();
    github
        .comment(REPOSITORY, number, "bob", "/regreen retry")
        .unwrap();
    commit(&github, "topic", "a.txt", "four\n").await;
    github
        .merge_pull_request(REPOSITORY, number, "ada")
        .await
        .unwrap();
    github
        .delete_branch(REPOSITORY, "topic", "ada")
        .await
        .unwrap();
    // ping, opened, comment, push and synchronize, closed and push, push.
    let arrived = soon("the deliveries", receiver.wait_for(|all| all.len() == 8)).await;
    let deliveries: Vec<Value> = arrived.iter().map(described).collect();
    judge(
        "deliveries.mjs",
        &json!({"secret": SECRET, "deliveries": deliveries}),
    )
    .await;
}

fn described(received: &Received) -> Value {
    json!({
        "id": received.header("x-github-delivery"), "event": received.header("x-github-event"),
        "signature": received.header("x-hub-signature-256"), "action": received.json()["action"],
        "body": String::from_utf8_lossy(&received.body),
    })
}

#[tokio::test]
async fn regreen_accepts_githubs_examples_as_github_signs_them() {
    let lines = judge("sign.mjs", &json!({"secret": SECRET})).await;
    let mut kinds = std::collections::BTreeMap::<&str, usize>::new();
    for delivery in lines.iter().filter_map(|line| line.get("delivery")) {
        let text = |name: &str| delivery[name].as_str().unwrap();
        let (event, body) = (text("event"), text("body").as_bytes());
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("x-github-event", event),
            ("x-hub-signature-256", text("signature")),
            ("content-type", "application/json"),
        ] {
            headers.insert(name, HeaderValue::from_str(value).unwrap());
        }
        let verify = |secret: &str, body: &[u8]| {
            webhook::verify(
                GitHost::Github,
                &headers,
                body,
                &[SecretString::from(secret)],
            )
        };
        assert_eq!(verify(SECRET, body), Ok(()), "{event}");
        assert_eq!(verify("another", body), Err(SignatureError::Mismatch));
        let changed = [body, b" "].concat();
        assert_eq!(verify(SECRET, &changed), Err(SignatureError::Mismatch));

        let parsed = webhook::parse(GitHost::Github, &headers, body);
        let parsed = parsed.unwrap_or_else(|error| panic!("{event}: {error} in {}", text("body")));
        let said: Value = serde_json::from_slice(body).unwrap();
        *kinds.entry(check(event, &parsed, &said)).or_default() += 1;
    }
    for kind in ["ping", "push", "pull_request", "comment", "ignored"] {
        assert!(kinds.contains_key(kind), "{kind} is not in {kinds:?}");
    }
}

/// Holds what was understood against what was said, and names what it was.
fn check(event: &str, parsed: &Event, said: &Value) -> &'static str {
    let repository = |found: &domain::Repository| {
        let full = format!("{}/{}", found.owner, found.name);
        assert_eq!(json!(full), said["repository"]["full_name"]);
    };
    match parsed {
        Event::Ping => {
            assert_eq!(event, "ping");
            "ping"
        }
        Event::Push(push) => {
            repository(&push.repository);
            assert_eq!(json!(format!("refs/heads/{}", push.branch)), said["ref"]);
            let zeros = "0".repeat(40);
            let after = push.after.as_deref().unwrap_or(&zeros);
            assert_eq!(json!(after), said["after"]);
            assert_eq!(json!(push.sender), said["sender"]["login"]);
            "push"
        }
        Event::PullRequest(pull) => {
            repository(&pull.repository);
            assert_eq!(json!(pull.action), said["action"]);
            assert_eq!(json!(pull.number), said["number"]);
            let head = &said["pull_request"]["head"];
            assert_eq!(json!(pull.head_sha), head["sha"]);
            assert_eq!(json!(pull.head_branch), head["ref"]);
            assert_eq!(json!(pull.head_repository), head["repo"]["full_name"]);
            assert_eq!(json!(pull.base_branch), said["pull_request"]["base"]["ref"]);
            "pull_request"
        }
        Event::Comment(comment) => {
            repository(&comment.repository);
            assert!(said["issue"]["pull_request"].is_object());
            assert_eq!(json!(comment.number), said["issue"]["number"]);
            assert_eq!(json!(comment.body), said["comment"]["body"]);
            assert_eq!(json!(comment.author), said["comment"]["user"]["login"]);
            assert_eq!(
                json!(comment.association),
                said["comment"]["author_association"]
            );
            "comment"
        }
        Event::Ignored { kind } => {
            let tag = said["ref"]
                .as_str()
                .is_some_and(|name| name.starts_with("refs/tags/"));
            let under_an_issue =
                event == "issue_comment" && said["issue"]["pull_request"].is_null();
            assert!(tag || under_an_issue, "{event} was ignored as {kind}");
            "ignored"
        }
    }
}
