use std::collections::HashSet;

use store::HookStatus;
use world::{Fault, Matching};

use crate::{
    Code, Hearing, Listening, NewSubscription,
    testing::{Outside, PUBLIC, actor, web},
};

fn poll(listening: &Listening) -> &str {
    match listening {
        Listening::Poll {
            because,
            every: 60_000,
        } => because,
        other => panic!("{other:?}"),
    }
}

fn answer(status: u16, body: &str) -> Fault {
    Fault::Status {
        status,
        headers: Vec::new(),
        body: body.to_owned(),
    }
}

fn creating() -> Matching {
    Matching::when(|method, path| method == "POST" && path.starts_with("/v1/webhooks"))
}

#[tokio::test]
async fn one_hook_serves_all_and_its_secret_is_in_the_vault() {
    let outside = Outside::reachable().await;
    outside.connected().await;
    let operations = &outside.bench.operations;
    operations.add_subscription(web(), &actor()).await.unwrap();
    let hooks = outside.hooks().await;
    assert_eq!(hooks.len(), 2);
    let at_vercel = &hooks[0];
    assert_eq!(
        (at_vercel.status, at_vercel.target.as_deref()),
        (HookStatus::Active, Some(outside.team.as_str()))
    );
    let expected = format!(
        "{}/webhooks/vercel/{}",
        PUBLIC.trim_end_matches('/'),
        at_vercel.id
    );
    assert_eq!(outside.webhooks_at_vercel().await, [expected]);
    let sealed = at_vercel.secret.as_deref().unwrap();
    assert!(operations.open_hook_secret(&at_vercel.id, sealed).is_ok());
    assert_eq!(hooks[1].target.as_deref(), Some("github:acme/web"));
    assert!(hooks[1].remote_id.is_some());
    assert_eq!(outside.webhooks_at_github().await.len(), 1);
    assert!(outside.bench.engine_state(|state| state.polled.is_empty()));

    let again = operations
        .hear_subscription("web", Hearing::Webhook, &actor())
        .await
        .unwrap();
    assert!(matches!(
        again,
        (
            Listening::Webhook { new: false },
            Listening::Webhook { new: false }
        )
    ));
    assert_eq!(outside.hooks().await, hooks);
}

#[tokio::test]
async fn a_hook_that_the_platform_lost_is_made_again() {
    let outside = Outside::reachable().await;
    outside.connected().await;
    let operations = &outside.bench.operations;
    operations.add_subscription(web(), &actor()).await.unwrap();
    let before = outside.hooks().await;
    let row = operations.find_connection("vercel").await.unwrap();
    let remote = before[0].remote_id.as_deref().unwrap();
    let platform = operations.platform_account(&row).unwrap();
    platform.delete_webhook(remote).await.unwrap();
    let (deployments, _) = operations
        .hear_subscription("web", Hearing::Webhook, &actor())
        .await
        .unwrap();
    assert!(matches!(deployments, Listening::Webhook { new: true }));
    let ids = |hooks: &[store::HookRow]| -> HashSet<String> {
        hooks.iter().map(|hook| hook.id.to_string()).collect()
    };
    let after = outside.hooks().await;
    assert_eq!(after.len(), 2, "what is left of the old one is gone");
    assert!(!ids(&after).contains(before[0].id.as_str()));
    assert_eq!(outside.webhooks_at_vercel().await.len(), 1);
}

#[tokio::test]
async fn without_an_address_of_ours_the_platform_is_polled() {
    let outside = Outside::start(None).await;
    outside.connected().await;
    let operations = &outside.bench.operations;
    let added = operations.add_subscription(web(), &actor()).await.unwrap();
    assert!(poll(&added.deployments).contains("api.public_url"));
    assert!(
        matches!(&added.pull_requests, Listening::Ask { because } if because.contains("api.public_url"))
    );
    let hooks = outside.hooks().await;
    assert!(
        hooks.len() == 2 && hooks.iter().all(|hook| hook.status == HookStatus::Poll),
        "the platform's deployments and the git host's comments: {hooks:?}"
    );
    let connections: Vec<_> = hooks.iter().map(|hook| hook.connection.clone()).collect();
    assert_eq!(
        outside.bench.engine_state(|state| state.polled.clone()),
        connections
    );
    operations
        .hear_subscription("web", Hearing::Poll, &actor())
        .await
        .unwrap();
    assert_eq!(outside.hooks().await, hooks, "one row for all polls");
}

#[tokio::test]
async fn what_the_platform_refuses_is_said_in_words() {
    let outside = Outside::reachable().await;
    outside.connected().await;
    for number in 0..20 {
        let url = format!("https://elsewhere.example/{number}");
        outside
            .vercel
            .create_webhook(&outside.team, &url, "secret", &["deployment.error"], &[]);
    }
    let operations = &outside.bench.operations;
    let added = operations.add_subscription(web(), &actor()).await.unwrap();
    let because = poll(&added.deployments);
    assert!(because.contains("all are in use"), "{because}");
    assert_eq!(outside.webhooks_at_vercel().await.len(), 20);

    let why = async |fault: Fault| {
        outside.vercel.faults().next(creating(), fault, 1);
        let heard = operations
            .hear_subscription("web", Hearing::Webhook, &actor())
            .await;
        poll(&heard.unwrap().0).to_owned()
    };
    let forbidden = answer(
        403,
        r#"{"error":{"code":"forbidden","message":"not allowed"}}"#,
    );
    assert!(why(forbidden).await.contains("does not let the token"));
    let down = why(Fault::status(503)).await;
    assert!(down.contains("subscription set"), "{down}");
    let silent = answer(
        200,
        r#"{"id":"account_hook_x","url":"https://x.example/","events":["deployment.error"]}"#,
    );
    let silent = why(silent).await;
    assert!(silent.contains("vercel"), "{silent}");
    let hooks = outside.hooks().await;
    assert!(
        hooks.iter().all(|hook| hook.status != HookStatus::Disabled),
        "no half registration stays: {hooks:?}"
    );
}

#[tokio::test]
async fn a_plan_without_webhooks_is_polled() {
    let outside = Outside::reachable().await;
    outside.connected().await;
    outside
        .vercel
        .set_plan(&outside.team, world::Plan::Hobby)
        .unwrap();
    let operations = &outside.bench.operations;
    let added = operations.add_subscription(web(), &actor()).await.unwrap();
    let because = poll(&added.deployments);
    assert!(because.contains("paid plans only"), "{because}");
    let check = operations.test_connection("vercel", None).await.unwrap();
    assert!(check.ok, "regreen can do without: {:?}", check.findings);
}

#[tokio::test]
async fn a_webhook_ends_the_polls_and_the_other_way_round() {
    let outside = Outside::reachable().await;
    outside.connected().await;
    let operations = &outside.bench.operations;
    let polled = NewSubscription {
        hearing: Hearing::Poll,
        ..web()
    };
    operations.add_subscription(polled, &actor()).await.unwrap();
    let statuses = async || {
        let hooks = outside.hooks().await;
        let vercels = hooks
            .iter()
            .filter(|hook| hook.provider.as_str() == "vercel");
        vercels.map(|hook| hook.status).collect::<Vec<_>>()
    };
    assert_eq!(statuses().await, [HookStatus::Poll]);
    let hear = async |hearing| operations.hear_subscription("web", hearing, &actor()).await;
    hear(Hearing::Webhook).await.unwrap();
    assert_eq!(statuses().await, [HookStatus::Active]);
    assert_eq!(outside.webhooks_at_vercel().await.len(), 1);
    let hooks = outside.hooks().await;
    assert!(
        hooks.iter().all(|hook| hook.status == HookStatus::Active),
        "nobody looks for comments any more: {hooks:?}"
    );
    hear(Hearing::Poll).await.unwrap();
    assert_eq!(statuses().await, [HookStatus::Poll]);
    assert_eq!(outside.webhooks_at_vercel().await.len(), 0);
}

#[tokio::test]
async fn without_temporal_nothing_is_promised() {
    let outside = Outside::start(None).await;
    outside.connected().await;
    let operations = &outside.bench.operations;
    outside.bench.engine_state(|state| state.away = true);
    let error = operations
        .add_subscription(web(), &actor())
        .await
        .unwrap_err();
    assert_eq!(error.code(), Code::TemporalUnavailable);
    assert!(
        operations
            .list_subscriptions(true)
            .await
            .unwrap()
            .is_empty()
    );
    outside.bench.engine_state(|state| state.away = false);
    operations.add_subscription(web(), &actor()).await.unwrap();
    assert_eq!(outside.hooks().await.len(), 2);
}

#[tokio::test]
async fn a_repository_without_admin_rights_is_asked_instead() {
    let outside = Outside::reachable().await;
    outside.connected().await;
    outside.link("plain", world::Access::Write).await;
    let plain = NewSubscription {
        project: "plain".to_owned(),
        ..web()
    };
    let operations = &outside.bench.operations;
    let added = operations.add_subscription(plain, &actor()).await.unwrap();
    match &added.pull_requests {
        Listening::Ask { because } => assert!(because.contains("admin:repo_hook"), "{because}"),
        other => panic!("{other:?}"),
    }
    let hooks = outside.hooks().await;
    let statuses: Vec<_> = hooks.iter().map(|hook| hook.status).collect();
    assert_eq!(
        statuses,
        [HookStatus::Active, HookStatus::Poll],
        "no row of a hook that could not be: {hooks:?}"
    );
    operations
        .remove_subscription("plain", &actor())
        .await
        .unwrap();
    assert!(outside.hooks().await.is_empty());
}

#[tokio::test]
async fn a_registration_that_was_given_up_is_cleared() {
    let outside = Outside::reachable().await;
    outside.connected().await;
    let operations = &outside.bench.operations;
    let row = operations.find_connection("vercel").await.unwrap();
    let id = operations.new_hook_id().unwrap();
    let begun = store::HookRow {
        id: id.clone(),
        provider: row.provider,
        connection: row.id.clone(),
        status: HookStatus::Disabled,
        remote_id: None,
        target: row.team.clone(),
        secret: None,
        previous_secret: None,
        previous_until: None,
        created_at: jiff::Timestamp::now() - jiff::SignedDuration::from_hours(1),
    };
    operations.store.hooks.insert(begun).await.unwrap();
    let url = format!("{}/webhooks/vercel/{id}", PUBLIC.trim_end_matches('/'));
    let platform = operations.platform_account(&row).unwrap();
    platform.create_webhook(&url).await.unwrap();
    operations.add_subscription(web(), &actor()).await.unwrap();
    let there = outside.webhooks_at_vercel().await;
    assert_eq!(there.len(), 1, "{there:?}");
    assert_ne!(there[0], url);
    assert!(operations.store.hooks.find(&id).await.unwrap().is_none());
}
