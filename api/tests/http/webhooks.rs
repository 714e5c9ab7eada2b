//! What the intake answers.

use std::collections::BTreeMap;

use api::Limits;
use reqwest::{Method, StatusCode};
use secrecy::ExposeSecret;
use serde_json::Value;

use crate::bench::{Bench, failed, problem, signature};

#[tokio::test]
async fn a_delivery_is_stored_and_acknowledged_while_temporal_is_away() {
    let bench = Bench::start(Limits::default()).await;
    let body = failed("evt_1", "dpl_1");
    let first = bench.post(&body).await;
    assert_eq!(first.status(), StatusCode::ACCEPTED);
    assert!(first.headers().contains_key("x-correlation-id"));
    let first: Value = first.json().await.unwrap();
    assert_eq!(first["status"], "accepted");
    assert!(first["delivery"].as_str().unwrap().starts_with("del_"));
    let again = bench.post(&body).await;
    assert_eq!(again.status(), StatusCode::OK);
    let again: Value = again.json().await.unwrap();
    assert_eq!(
        (&again["status"], &again["delivery"]),
        (&Value::from("duplicate"), &first["delivery"])
    );
    let created = String::from_utf8(failed("evt_2", "dpl_1"))
        .unwrap()
        .replace("deployment.error", "deployment.created");
    let ignored = bench.post(created.as_bytes()).await;
    assert_eq!(ignored.status(), StatusCode::OK);
    assert_eq!(ignored.json::<Value>().await.unwrap()["status"], "ignored");
    assert_eq!(bench.waiting().await, 1);
}

#[tokio::test]
async fn a_hundred_equal_deliveries_at_once_are_one() {
    let bench = Bench::start(Limits::default()).await;
    let body = failed("evt_1", "dpl_1");
    let answers = futures::future::join_all((0..100).map(|_| bench.post(&body))).await;
    let mut counts = BTreeMap::<u16, usize>::new();
    for answer in answers {
        *counts.entry(answer.status().as_u16()).or_default() += 1;
    }
    assert_eq!(counts, BTreeMap::from([(200, 99), (202, 1)]));
    assert_eq!(bench.waiting().await, 1);
}

#[tokio::test]
async fn what_is_not_signed_well_is_refused() {
    let bench = Bench::start(Limits::default()).await;
    let body = failed("evt_1", "dpl_1");
    let post = |path: &str| bench.client.post(bench.url(path)).body(body.clone());
    problem(
        post(&bench.vercel.path).send().await.unwrap(),
        401,
        "missing_signature",
    )
    .await;
    let wrong = signature("another secret", &body);
    let answer = post(&bench.vercel.path)
        .header("x-vercel-signature", wrong)
        .send()
        .await
        .unwrap();
    let details = problem(answer, 401, "bad_signature").await;
    assert!(
        !details
            .to_string()
            .contains(bench.vercel.secret.expose_secret())
    );
    let right = signature(bench.vercel.secret.expose_secret(), &body);
    for unknown in [
        "/webhooks/vercel/hok_0000000000000000000000000000000000000000".to_owned(),
        "/webhooks/vercel/x".to_owned(),
        bench.vercel.path.replace("vercel", "github"),
        bench.vercel.path.replace("vercel", "nowhere"),
    ] {
        let answer = post(&unknown)
            .header("x-vercel-signature", right.clone())
            .send()
            .await
            .unwrap();
        problem(answer, 404, "unknown_hook").await;
    }
    assert_eq!(bench.waiting().await, 0);
}

#[tokio::test]
async fn authentic_nonsense_is_refused() {
    let bench = Bench::start(Limits::default()).await;
    for body in [
        b"\xff\xfe\x00".to_vec(),
        "[".repeat(500_000).into_bytes(),
        Vec::new(),
        b"null".to_vec(),
    ] {
        problem(bench.post(&body).await, 400, "malformed_request").await;
    }
    assert_eq!(bench.waiting().await, 0);
}

#[tokio::test]
async fn other_paths_and_methods_are_refused_in_words() {
    let bench = Bench::start(Limits::default()).await;
    let send = |method: Method, path: &str| bench.client.request(method, bench.url(path)).send();
    for path in [
        "/",
        "/webhooks",
        "/webhooks/vercel",
        "/webhooks/vercel/a/b",
        "/v2",
        "/%ff",
    ] {
        problem(send(Method::POST, path).await.unwrap(), 404, "unknown_path").await;
    }
    for (method, path, allow) in [
        (Method::GET, bench.vercel.path.as_str(), "POST"),
        (Method::DELETE, bench.vercel.path.as_str(), "POST"),
        (Method::POST, "/healthz", "GET, HEAD"),
    ] {
        let answer = send(method, path).await.unwrap();
        assert_eq!(answer.headers()["allow"], allow);
        problem(answer, 405, "method_not_allowed").await;
    }
}

#[tokio::test]
async fn a_sensible_correlation_id_is_kept_and_another_replaced() {
    let bench = Bench::start(Limits::default()).await;
    for (given, kept) in [
        ("trace-12345678", true),
        ("x", false),
        ("<script>alert(1)</script>", false),
    ] {
        let request = bench
            .client
            .get(bench.url("/healthz"))
            .header("x-correlation-id", given);
        let answer = request.send().await.unwrap();
        assert_eq!(
            answer.headers()["x-correlation-id"] == given,
            kept,
            "{given}"
        );
    }
}

#[tokio::test]
async fn readiness_needs_the_store_and_tells_of_temporal() {
    let bench = Bench::start(Limits::default()).await;
    assert_eq!(
        bench
            .client
            .get(bench.url("/healthz"))
            .send()
            .await
            .unwrap()
            .status(),
        StatusCode::OK
    );
    let ready = bench.client.get(bench.url("/readyz")).send().await.unwrap();
    assert_eq!(ready.status(), StatusCode::OK);
    let ready: Value = ready.json().await.unwrap();
    assert_eq!(
        (&ready["store"]["state"], &ready["temporal"]["state"]),
        (&"ok".into(), &"away".into())
    );
    assert!(!ready.to_string().contains("internals"));
}
