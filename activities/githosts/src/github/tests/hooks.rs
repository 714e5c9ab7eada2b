//! A repository's webhooks.

use std::sync::{Arc, Mutex};

use outbound::{
    FailureKind,
    testing::{Reply, Server},
};
use secrecy::SecretString;
use serde_json::{Value, json};

use super::{LONG, calls, host, repository};
use crate::RepositoryHook;

const URL: &str = "https://regreen.example/webhooks/github/hk_1";

pub(super) fn hook(id: u64, url: &str) -> Value {
    json!({"type": "Repository", "id": id, "name": "web", "active": true, "events": ["push"],
        "config": {"url": url, "content_type": "form", "insecure_ssl": "0", "secret": "********"}})
}

/// A server that keeps webhooks.
async fn hook_server(kept: Vec<Value>) -> (Server, Arc<Mutex<Vec<Value>>>) {
    let store = Arc::new(Mutex::new(kept));
    let shared = store.clone();
    let server = Server::start(move |request| {
        let mut store = shared.lock().unwrap();
        let path = request.path.split('?').next().unwrap();
        let id: u64 = path.rsplit('/').next().unwrap().parse().unwrap_or(0);
        let at = store.iter().position(|hook| hook["id"] == id);
        match (request.method.as_str(), at) {
            ("GET", _) => Reply::json(200, &store.clone().into()),
            ("POST", _) => {
                let mut made = request.json();
                made["id"] = 77.into();
                store.push(made.clone());
                Reply::json(201, &made)
            }
            ("PATCH", Some(at)) => {
                let change = request.json();
                for (key, value) in change.as_object().unwrap() {
                    store[at][key] = value.clone();
                }
                Reply::json(200, &store[at])
            }
            ("DELETE", Some(at)) => {
                store.remove(at);
                Reply::text(204, "text/plain", "")
            }
            _ => Reply::json(404, &json!({"message": "Not Found"})),
        }
    })
    .await;
    (server, store)
}

fn secret() -> SecretString {
    "s3cr3t".into()
}

#[tokio::test]
async fn a_hook_is_made_once_and_kept_as_wanted() {
    let (server, kept) = hook_server(vec![hook(1, "https://elsewhere.example")]).await;
    let host = host(&server, LONG);
    for _ in 0..2 {
        let made = host
            .ensure_hook(&repository(), URL, &secret())
            .await
            .unwrap();
        assert_eq!(
            made,
            RepositoryHook {
                id: "77".to_owned(),
                url: URL.to_owned()
            }
        );
    }
    assert_eq!(
        calls(&server),
        ["GET hooks", "POST hooks", "GET hooks", "PATCH hooks/77"]
    );
    let expected = json!({"active": true, "events": ["push", "pull_request", "issue_comment"], "name": "web", "id": 77,
        "config": {"url": URL, "content_type": "json", "insecure_ssl": "0", "secret": "s3cr3t"}});
    assert_eq!(kept.lock().unwrap()[1], expected);
    let listed = host.hooks(&repository()).await.unwrap();
    assert_eq!(
        listed
            .iter()
            .map(|hook| hook.id.as_str())
            .collect::<Vec<_>>(),
        ["1", "77"]
    );
}

#[tokio::test]
async fn an_old_one_is_brought_up_to_date_and_a_second_one_goes() {
    let old = [
        hook(4, "HTTPS://Regreen.example:443/webhooks/github/hk_1"),
        hook(5, URL),
    ];
    let (server, kept) = hook_server(old.to_vec()).await;
    host(&server, LONG)
        .ensure_hook(&repository(), URL, &secret())
        .await
        .unwrap();
    assert_eq!(
        calls(&server),
        ["GET hooks", "DELETE hooks/5", "PATCH hooks/4"]
    );
    let kept = kept.lock().unwrap();
    assert_eq!(
        (
            kept.len(),
            &kept[0]["config"]["secret"],
            &kept[0]["config"]["content_type"]
        ),
        (1, &json!("s3cr3t"), &json!("json"))
    );
}

#[tokio::test]
async fn somebody_faster_is_no_trouble_and_a_refusal_is_one() {
    let looks = Arc::new(Mutex::new(0));
    let server = Server::start(move |request| match request.method.as_str() {
        "GET" => {
            let mut looks = looks.lock().unwrap();
            *looks += 1;
            Reply::json(200, &if *looks == 1 { json!([]) } else { json!([hook(6, URL)]) })
        }
        "POST" => Reply::json(
            422,
            &json!({"message": "Validation Failed", "errors": [{"resource": "Hook", "code": "custom", "message": "Hook already exists on this repository"}]}),
        ),
        _ => Reply::json(200, &hook(6, URL)),
    })
    .await;
    let made = host(&server, LONG)
        .ensure_hook(&repository(), URL, &secret())
        .await
        .unwrap();
    assert_eq!(made.id, "6");
    assert_eq!(
        calls(&server),
        ["GET hooks", "POST hooks", "GET hooks", "PATCH hooks/6"]
    );

    let server = Server::start(|request| match request.method.as_str() {
        "GET" => Reply::json(200, &json!([])),
        _ => Reply::json(422, &json!({"message": "Validation Failed", "errors": [{"message": "url is not supported because it isn't reachable over the public Internet"}]})),
    })
    .await;
    let error = host(&server, LONG)
        .ensure_hook(&repository(), URL, &secret())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), FailureKind::Unprocessable);
    assert!(error.to_string().contains("reachable"), "{error}");
    assert!(!error.to_string().contains("s3cr3t"));
}

#[tokio::test]
async fn one_that_cannot_be_recognised_is_not_made_again() {
    for (place, put) in [
        ("/config", Value::Null),
        ("/config/url", json!(7)),
        ("/id", json!({})),
        ("/name", json!([])),
    ] {
        let mut ours = hook(4, URL);
        *ours.pointer_mut(place).unwrap() = put;
        let (server, _) = hook_server(vec![ours]).await;
        let result = host(&server, LONG)
            .ensure_hook(&repository(), URL, &secret())
            .await;
        assert!(
            !calls(&server).contains(&"POST hooks".to_owned()),
            "{place}: {result:?}"
        );
    }
    // A service of old days has no address and is no webhook.
    let service = json!({"id": 9, "name": "email", "config": {"address": "a@x.example"}});
    let (server, kept) = hook_server(vec![service]).await;
    host(&server, LONG)
        .ensure_hook(&repository(), URL, &secret())
        .await
        .unwrap();
    assert_eq!(kept.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn removing_what_is_not_there_is_fine() {
    let (server, kept) = hook_server(vec![hook(4, URL)]).await;
    let host = host(&server, LONG);
    for _ in 0..2 {
        host.delete_hook(&repository(), "4").await.unwrap();
    }
    assert!(kept.lock().unwrap().is_empty());
}
