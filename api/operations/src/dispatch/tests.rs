use std::time::Duration;

use domain::{FixStatus, GitHost, Lineage, Repository};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::*;
use crate::{
    AddedHook, Incoming, Message, Receipt,
    testing::{
        Bench, COMMIT, GITHUB_SECRET, VERCEL_SECRET, deployment, github_signature, vercel_event,
        vercel_signature,
    },
};

fn dispatcher(bench: &Bench) -> Dispatcher {
    let options = DispatchOptions {
        first_delay: Duration::ZERO,
        longest_delay: Duration::ZERO,
        most_tries: 3,
        ..DispatchOptions::default()
    };
    Dispatcher::new(Arc::clone(&bench.operations), options)
}

async fn vercel(bench: &Bench, hook: &AddedHook, body: &[u8]) -> DeliveryId {
    deliver(
        bench,
        hook,
        &[("x-vercel-signature", vercel_signature(VERCEL_SECRET, body))],
        body,
    )
    .await
}

async fn github(
    bench: &Bench,
    hook: &AddedHook,
    event: &str,
    body: &serde_json::Value,
) -> DeliveryId {
    let body = body.to_string().into_bytes();
    let headers = [
        (
            "x-hub-signature-256",
            github_signature(GITHUB_SECRET, &body),
        ),
        ("x-github-event", event.to_owned()),
    ];
    deliver(bench, hook, &headers, &body).await
}

async fn deliver(
    bench: &Bench,
    hook: &AddedHook,
    headers: &[(&'static str, String)],
    body: &[u8],
) -> DeliveryId {
    let headers: HeaderMap = headers
        .iter()
        .map(|(name, value)| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_str(value).unwrap(),
            )
        })
        .collect();
    let provider = hook.provider.to_string();
    let incoming = Incoming {
        provider: &provider,
        hook: hook.id.as_str(),
        headers: &headers,
        body,
    };
    match bench.operations.accept_webhook(incoming).await.unwrap() {
        Receipt::Accepted { delivery } => delivery,
        other => panic!("{other:?}"),
    }
}

async fn outcome(bench: &Bench, delivery: &DeliveryId) -> Option<String> {
    bench
        .operations
        .store
        .deliveries
        .get(delivery)
        .await
        .unwrap()
        .outcome
}

fn repository() -> Repository {
    Repository {
        host: GitHost::Github,
        owner: "acme".to_owned(),
        name: "my-app".to_owned(),
    }
}

#[tokio::test]
async fn a_failed_deployment_starts_one_fix() {
    let bench = Bench::new().await;
    let (subscribed, hook, _) = bench.subscribed().await;
    let dispatcher = dispatcher(&bench);
    for event in ["evt_1", "evt_2"] {
        let body = vercel_event(event, "deployment.error", &deployment("dpl_1"), "main");
        let delivery = vercel(&bench, &hook, &body).await;
        assert_eq!(dispatcher.dispatch_due().await.unwrap(), 1);
        assert!(outcome(&bench, &delivery).await.unwrap().contains("fix_"));
    }
    let started = bench.engine_state(|state| std::mem::take(&mut state.started));
    assert_eq!(started.len(), 1);
    assert_eq!(
        (
            started[0].workflow_id.as_str(),
            &started[0].input.subscription
        ),
        ("fix:vercel:dpl_1", &subscribed.id)
    );
    let row = bench.operations.find_fix("dpl_1").await.unwrap();
    assert_eq!(
        (row.id, row.state.branch.as_deref()),
        (started[0].input.fix.clone(), Some("main"))
    );
    let seen = bench
        .operations
        .store
        .deployments
        .recent(None, 10)
        .await
        .unwrap();
    assert_eq!(seen.len(), 1);
    assert_eq!(dispatcher.dispatch_due().await.unwrap(), 0);
}

#[tokio::test]
async fn a_failing_branch_of_our_own_feeds_its_fix_and_starts_none() {
    let bench = Bench::new().await;
    let (_, hook, _) = bench.subscribed().await;
    let dispatcher = dispatcher(&bench);
    vercel(
        &bench,
        &hook,
        &vercel_event("evt_1", "deployment.error", &deployment("dpl_1"), "main"),
    )
    .await;
    dispatcher.dispatch_due().await.unwrap();
    let parent = bench.operations.find_fix("dpl_1").await.unwrap();
    let lineage = Lineage {
        branch: Some("regreen/x".to_owned()),
        ..Lineage::default()
    };
    bench
        .operations
        .store
        .lineages
        .save(&parent.id, &repository(), &lineage, Timestamp::now())
        .await
        .unwrap();
    let delivery = vercel(
        &bench,
        &hook,
        &vercel_event(
            "evt_2",
            "deployment.error",
            &deployment("dpl_2"),
            "regreen/x",
        ),
    )
    .await;
    dispatcher.dispatch_due().await.unwrap();
    assert_eq!(
        outcome(&bench, &delivery).await.unwrap(),
        format!("told {}", parent.id)
    );
    bench.engine_state(|state| {
        assert_eq!(state.started.len(), 1);
        let (id, message, request) = &state.sent[0];
        assert_eq!(
            (id.as_str(), request.as_deref()),
            ("fix:vercel:dpl_1", Some(delivery.as_str()))
        );
        assert!(matches!(message, Message::Deployment(event) if event.deployment == "dpl_2"));
    });
}

#[tokio::test]
async fn a_green_sibling_is_told_to_the_fix_of_the_same_commit() {
    let bench = Bench::new().await;
    let (_, hook, _) = bench.subscribed().await;
    let dispatcher = dispatcher(&bench);
    let before = vercel(
        &bench,
        &hook,
        &vercel_event(
            "evt_0",
            "deployment.succeeded",
            &deployment("dpl_0"),
            "main",
        ),
    )
    .await;
    // What is due at once is carried out in no order.
    dispatcher.dispatch_due().await.unwrap();
    vercel(
        &bench,
        &hook,
        &vercel_event("evt_1", "deployment.error", &deployment("dpl_1"), "main"),
    )
    .await;
    dispatcher.dispatch_due().await.unwrap();
    let after = vercel(
        &bench,
        &hook,
        &vercel_event(
            "evt_2",
            "deployment.succeeded",
            &deployment("dpl_2"),
            "main",
        ),
    )
    .await;
    dispatcher.dispatch_due().await.unwrap();
    assert!(
        outcome(&bench, &before)
            .await
            .unwrap()
            .starts_with("ignored")
    );
    assert!(
        outcome(&bench, &after)
            .await
            .unwrap()
            .starts_with("told fix_")
    );
}

#[tokio::test]
async fn a_project_of_another_connection_or_without_subscription_is_left_alone() {
    let bench = Bench::new().await;
    bench.connect("vercel", "v").await;
    bench.connect("vercel", "other").await;
    bench.connect("github", "g").await;
    let hook = bench.hook("v", VERCEL_SECRET).await;
    let dispatcher = dispatcher(&bench);
    let nobody = vercel(
        &bench,
        &hook,
        &vercel_event("evt_1", "deployment.error", &deployment("dpl_1"), "main"),
    )
    .await;
    dispatcher.dispatch_due().await.unwrap();
    assert!(
        outcome(&bench, &nobody)
            .await
            .unwrap()
            .starts_with("ignored: its project has no subscription")
    );
    bench.subscribe("other", "g").await;
    let foreign = vercel(
        &bench,
        &hook,
        &vercel_event("evt_2", "deployment.error", &deployment("dpl_1"), "main"),
    )
    .await;
    dispatcher.dispatch_due().await.unwrap();
    assert!(
        outcome(&bench, &foreign)
            .await
            .unwrap()
            .starts_with("refused")
    );
    assert!(bench.engine_state(|state| state.started.is_empty()));
}

#[tokio::test]
async fn a_delivery_waits_out_an_outage_however_long() {
    let bench = Bench::new().await;
    let (_, hook, _) = bench.subscribed().await;
    let dispatcher = dispatcher(&bench);
    let delivery = vercel(
        &bench,
        &hook,
        &vercel_event("evt_1", "deployment.error", &deployment("dpl_1"), "main"),
    )
    .await;
    bench.engine_state(|state| state.away = true);
    for _ in 0..10 {
        assert_eq!(dispatcher.dispatch_due().await.unwrap(), 1);
    }
    let row = bench
        .operations
        .store
        .deliveries
        .get(&delivery)
        .await
        .unwrap();
    assert!(
        row.processed_at.is_none()
            && row
                .last_error
                .unwrap()
                .contains("Temporal is not available")
    );
    bench.engine_state(|state| state.away = false);
    dispatcher.dispatch_due().await.unwrap();
    assert!(
        outcome(&bench, &delivery)
            .await
            .unwrap()
            .starts_with("started fix_")
    );
}

#[tokio::test]
async fn what_can_never_be_done_is_given_up_with_its_reason() {
    let bench = Bench::new().await;
    let (_, hook, _) = bench.subscribed().await;
    let dispatcher = dispatcher(&bench);
    let delivery = vercel(
        &bench,
        &hook,
        &vercel_event("evt_1", "deployment.error", &deployment("dpl_1"), "main"),
    )
    .await;
    bench.engine_state(|state| state.refuses = true);
    for _ in 0..3 {
        assert_eq!(dispatcher.dispatch_due().await.unwrap(), 1);
    }
    assert_eq!(dispatcher.dispatch_due().await.unwrap(), 0);
    let outcome = outcome(&bench, &delivery).await.unwrap();
    assert!(
        outcome.starts_with("given up: ") && outcome.contains("nonsense"),
        "{outcome}"
    );
}

#[tokio::test]
async fn git_news_reach_the_fixes_they_are_about() {
    let bench = Bench::new().await;
    let (_, platform_hook, git_hook) = bench.subscribed().await;
    let dispatcher = dispatcher(&bench);
    vercel(
        &bench,
        &platform_hook,
        &vercel_event("evt_1", "deployment.error", &deployment("dpl_1"), "main"),
    )
    .await;
    dispatcher.dispatch_due().await.unwrap();
    let fix = bench.operations.find_fix("dpl_1").await.unwrap();
    let lineage = Lineage {
        branch: Some("regreen/x".to_owned()),
        ..Lineage::default()
    };
    bench
        .operations
        .store
        .lineages
        .save(&fix.id, &repository(), &lineage, Timestamp::now())
        .await
        .unwrap();
    let place = serde_json::json!({ "full_name": "acme/my-app", "name": "my-app", "owner": { "login": "acme" } });
    let pull_request = |number: u64, head: &str| {
        serde_json::json!({
            "action": "closed", "number": number, "repository": place,
            "pull_request": {
                "number": number, "state": "closed", "merged": true, "title": "t",
                "head": { "ref": head, "sha": COMMIT, "repo": place }, "base": { "ref": "main", "sha": COMMIT, "repo": place }
            }
        })
    };
    let ours = github(
        &bench,
        &git_hook,
        "pull_request",
        &pull_request(7, "regreen/x"),
    )
    .await;
    let theirs = github(
        &bench,
        &git_hook,
        "pull_request",
        &pull_request(8, "feature"),
    )
    .await;
    let push = serde_json::json!({
        "ref": "refs/heads/main", "before": "1".repeat(40), "after": COMMIT, "forced": false, "deleted": false, "created": false, "repository": place
    });
    let pushed = github(&bench, &git_hook, "push", &push).await;
    dispatcher.dispatch_due().await.unwrap();
    assert_eq!(
        outcome(&bench, &ours).await.unwrap(),
        format!("told {}", fix.id)
    );
    assert!(
        outcome(&bench, &theirs)
            .await
            .unwrap()
            .starts_with("ignored")
    );
    assert_eq!(
        outcome(&bench, &pushed).await.unwrap(),
        format!("told {}", fix.id)
    );
    // Another connection's hook has no say.
    bench.connect("github", "stranger").await;
    let strange = bench.hook("stranger", GITHUB_SECRET).await;
    let forged = github(
        &bench,
        &strange,
        "pull_request",
        &pull_request(7, "regreen/x"),
    )
    .await;
    // A fix that is gone needs no news.
    bench.engine_state(|state| state.gone.push(fix.workflow_id.clone()));
    let mut again = push.clone();
    again["after"] = "2".repeat(40).into();
    let gone = github(&bench, &git_hook, "push", &again).await;
    dispatcher.dispatch_due().await.unwrap();
    assert!(
        outcome(&bench, &forged)
            .await
            .unwrap()
            .starts_with("refused")
    );
    assert!(outcome(&bench, &gone).await.unwrap().starts_with("told"));
}

#[tokio::test]
async fn a_new_delivery_wakes_the_dispatcher_and_it_stops_when_told() {
    let bench = Bench::new().await;
    let (_, hook, _) = bench.subscribed().await;
    let options = DispatchOptions {
        poll: Duration::from_secs(3600),
        ..DispatchOptions::default()
    };
    let dispatcher = Dispatcher::new(Arc::clone(&bench.operations), options);
    let stop = CancellationToken::new();
    let working = tokio::spawn({
        let stop = stop.clone();
        async move { dispatcher.run(stop).await }
    });
    let delivery = vercel(
        &bench,
        &hook,
        &vercel_event("evt_1", "deployment.error", &deployment("dpl_1"), "main"),
    )
    .await;
    while outcome(&bench, &delivery).await.is_none() {
        tokio::task::yield_now().await;
    }
    stop.cancel();
    working.await.unwrap();
    assert_eq!(
        bench
            .operations
            .find_fix("dpl_1")
            .await
            .unwrap()
            .state
            .status,
        FixStatus::Pending
    );
}
