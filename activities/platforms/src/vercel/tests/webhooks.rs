//! Webhooks: registered, listed, removed; and the refusals that a person can do something about.

use std::sync::{Arc, Mutex};

use outbound::{
    FailureKind,
    testing::{Reply, Server},
};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::{LONG, platform};
use crate::{PlatformError, WebhookRefusal};

const URL: &str = "https://regreen.example/webhooks/vercel/hk_1";

fn hook(id: &str, url: &str) -> Value {
    json!({"id": id, "url": url, "events": ["deployment.error"], "ownerId": "team_x", "createdAt": 1, "updatedAt": 1})
}

/// A server that keeps webhooks.
async fn webhook_server(kept: Vec<Value>) -> (Server, Arc<Mutex<Vec<Value>>>) {
    let store = Arc::new(Mutex::new(kept));
    let shared = store.clone();
    let server = Server::start(move |request| {
        let mut store = shared.lock().unwrap();
        let path = request.path.split('?').next().unwrap();
        assert!(path.starts_with("/v1/webhooks"), "{path}");
        assert_eq!(request.query("teamId").as_deref(), Some("team_x"));
        match request.method.as_str() {
            "GET" => Reply::json(200, &store.clone().into()),
            "POST" => {
                let mut made = hook("hook_new", request.json()["url"].as_str().unwrap());
                store.push(made.clone());
                made["secret"] = "s3cr3t".into();
                Reply::json(200, &made)
            }
            _ => {
                let id = path.rsplit('/').next().unwrap();
                let before = store.len();
                store.retain(|hook| hook["id"] != id);
                if store.len() == before {
                    Reply::json(404, &json!({"error": {"code": "not_found"}}))
                } else {
                    Reply::text(204, "text/plain", "")
                }
            }
        }
    })
    .await;
    (server, store)
}

#[tokio::test]
async fn a_webhook_is_made_for_all_projects_and_its_secret_is_kept_secret() {
    let (server, _) = webhook_server(vec![]).await;
    let made = platform(&server, LONG).create_webhook(URL).await.unwrap();
    assert_eq!(
        (made.id.as_str(), made.url.as_str(), made.projects.len()),
        ("hook_new", URL, 0)
    );
    assert_eq!(made.secret.as_ref().unwrap().expose_secret(), "s3cr3t");
    assert!(!format!("{made:?}").contains("s3cr3t"));
    let post = server.received().pop().unwrap();
    assert_eq!(
        post.json(),
        json!({"url": URL, "events": ["deployment.error", "deployment.ready", "deployment.succeeded", "deployment.canceled", "deployment.blocked"]})
    );
}

#[tokio::test]
async fn one_whose_secret_was_lost_is_replaced_and_others_stay() {
    let other = "https://elsewhere.example/hook";
    let (server, kept) = webhook_server(vec![hook("hook_a", other), hook("hook_b", URL)]).await;
    let platform = platform(&server, LONG);
    platform.create_webhook(URL).await.unwrap();
    let ids = |hooks: &[Value]| -> Vec<String> {
        hooks
            .iter()
            .map(|hook| hook["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(ids(&kept.lock().unwrap()), ["hook_a", "hook_new"]);
    let listed = platform.webhooks().await.unwrap();
    assert_eq!(listed.len(), 2);
    assert!(listed.iter().all(|hook| hook.secret.is_none()));
}

#[tokio::test]
async fn removing_what_is_not_there_is_fine() {
    let (server, kept) = webhook_server(vec![hook("hook_a", URL)]).await;
    let platform = platform(&server, LONG);
    for _ in 0..2 {
        platform.delete_webhook("hook_a").await.unwrap();
    }
    assert!(kept.lock().unwrap().is_empty());
    let refusing = Server::start(|_| Reply::json(403, &json!({}))).await;
    assert_eq!(
        super::platform(&refusing, LONG)
            .delete_webhook("hook_a")
            .await
            .unwrap_err()
            .kind(),
        FailureKind::Forbidden
    );
}

#[tokio::test]
async fn an_answer_without_the_secret_is_none() {
    let cases = [
        ("secret", Value::Null, "a webhook without its secret"),
        ("secret", json!(7), "a webhook without its secret"),
        (
            "url",
            json!("https://other.example"),
            "a webhook with another address than asked for",
        ),
        (
            "projectIds",
            json!(["prj_1"]),
            "a webhook for some projects only",
        ),
    ];
    for (key, put, why) in cases {
        let mut answer = hook("hook_new", URL);
        answer["secret"] = "s3cr3t".into();
        answer[key] = put;
        let server = Server::start(move |request| match request.method.as_str() {
            "GET" => Reply::json(200, &json!([])),
            _ => Reply::json(200, &answer),
        })
        .await;
        let error = platform(&server, LONG)
            .create_webhook(URL)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), FailureKind::InvalidAnswer);
        assert!(error.to_string().ends_with(why), "{error}");
        assert!(!error.to_string().contains("s3cr3t"));
    }
}

#[tokio::test]
async fn limits_and_plans_are_told_apart_however_they_are_worded() {
    use WebhookRefusal::{Limit, Plan};
    let cases: [(u16, &str, &str, Option<WebhookRefusal>); 16] = [
        (
            400,
            "webhooks_limit_reached",
            "You can only create up to 20 webhooks.",
            Some(Limit),
        ),
        (
            400,
            "bad_request",
            "You have reached the maximum number of webhooks (20).",
            Some(Limit),
        ),
        (
            403,
            "forbidden",
            "The team exceeds its webhook quota.",
            Some(Limit),
        ),
        (
            402,
            "payment_required",
            "Webhook limit exceeded for your plan. Upgrade to Enterprise.",
            Some(Plan),
        ),
        (
            403,
            "forbidden",
            "Webhook limit exceeded for your plan. Upgrade to Enterprise.",
            Some(Limit),
        ),
        (
            403,
            "forbidden",
            "Webhooks are limited to Pro and Enterprise plans.",
            Some(Plan),
        ),
        (403, "plan_upgrade_required", "Not available", Some(Plan)),
        (402, "", "", Some(Plan)),
        (402, "hobby", "Not on Hobby", Some(Plan)),
        (403, "forbidden", "Not authorized", None),
        (
            403,
            "forbidden",
            "You don't have permission to create the webhook for this project.",
            None,
        ),
        (
            400,
            "bad_request",
            "Invalid request: `url` should match format \"uri\".",
            None,
        ),
        (
            400,
            "bad_request",
            "Invalid request: `url` exceeds the maximum length.",
            None,
        ),
        (404, "not_found", "No webhook limit here", None),
        (429, "rate_limited", "Rate limit exceeded", None),
        (500, "internal_server_error", "limit", None),
    ];
    for (status, code, message, expected) in cases {
        let body = json!({"error": {"code": code, "message": message}});
        let server = Server::start(move |request| match request.method.as_str() {
            "GET" => Reply::json(200, &json!([])),
            _ => Reply::json(status, &body),
        })
        .await;
        let error = platform(&server, LONG)
            .create_webhook(URL)
            .await
            .unwrap_err();
        match &error {
            PlatformError::WebhooksRefused { reason, said, .. } => {
                assert_eq!(
                    (Some(*reason), said.as_str()),
                    (expected, message),
                    "{status} {code}"
                );
                assert_eq!(error.kind(), FailureKind::Refused);
                assert!(error.to_string().contains("let regreen poll"), "{error}");
            }
            _ => assert_eq!(expected, None, "{status} {code} {message}: {error}"),
        }
    }
}

#[tokio::test]
async fn a_plan_without_webhooks_refuses_to_list_them_too() {
    let server = Server::start(|_| {
        Reply::json(
            403,
            &json!({"error": {"code": "forbidden", "message": "Webhooks need a Pro plan"}}),
        )
    })
    .await;
    let error = platform(&server, LONG).webhooks().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "vercel registers no webhook: the account's plan has no webhooks; upgrade it, or let regreen poll the deployments \
         instead (vercel said: Webhooks need a Pro plan)"
    );
}
