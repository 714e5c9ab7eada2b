//! Stories of connections, hooks, subscriptions and rules.

use domain::{ErrorType, GitHost, HookId, Platform, Rule, RuleAction, RuleConditions, RuleId};

use super::{at, connection, repository, subscription};
use crate::{
    ConnectionRow, ConnectionStatus, HookRow, HookStatus, Provider, RuleRow, Store, StoreError,
    SubscriptionFilter,
};

async fn pair(store: &Store) -> (ConnectionRow, ConnectionRow) {
    let platform = connection(Provider::Platform(Platform::Vercel), "vercel");
    let git = connection(Provider::GitHost(GitHost::Github), "github");
    store.connections.insert(platform.clone()).await.unwrap();
    store.connections.insert(git.clone()).await.unwrap();
    (platform, git)
}

fn is_conflict<T>(result: &Result<T, StoreError>) -> bool {
    matches!(result, Err(StoreError::Conflict { .. }))
}

pub(super) async fn names_versions_and_use(store: Store) {
    let (platform, git) = pair(&store).await;
    let twin = connection(Provider::Platform(Platform::Render), "vercel");
    assert!(
        is_conflict(&store.connections.insert(twin).await),
        "the name is taken"
    );
    assert_eq!(
        store.connections.get(&platform.id).await.as_ref(),
        Ok(&platform)
    );
    assert_eq!(
        store.connections.find_by_name("github").await,
        Ok(Some(git.clone()))
    );
    assert_eq!(store.connections.find_by_name("gitlab").await, Ok(None));

    let changed = ConnectionRow {
        token: "v1:key:other".to_owned(),
        team: None,
        team_name: None,
        expires_at: None,
        ..platform.clone()
    };
    let stored = store.connections.update(changed.clone()).await.unwrap();
    assert_eq!(
        stored,
        ConnectionRow {
            version: 2,
            ..changed.clone()
        }
    );
    assert!(
        is_conflict(&store.connections.update(changed).await),
        "an older version"
    );

    assert_eq!(
        store
            .connections
            .set_status(&git.id, ConnectionStatus::Refused)
            .await,
        Ok(true)
    );
    assert_eq!(
        store
            .connections
            .set_status(&git.id, ConnectionStatus::Refused)
            .await,
        Ok(false),
        "no news"
    );

    let mut row = subscription(&platform, &git, "prj_1");
    store.subscriptions.insert(row.clone()).await.unwrap();
    assert!(
        is_conflict(&store.connections.delete(&git.id).await),
        "in use"
    );
    row.active = false;
    store.subscriptions.update(row).await.unwrap();
    store.connections.delete(&git.id).await.unwrap();
    store.connections.delete(&git.id).await.unwrap();
    assert_eq!(store.connections.list().await.unwrap().len(), 1);
    assert!(matches!(
        store.connections.get(&git.id).await,
        Err(StoreError::NotFound { .. })
    ));
    assert!(
        !format!("{stored:?}").contains("v1:key"),
        "a ciphertext has no place in logs"
    );
}

pub(super) async fn hooks_rotate(store: Store) {
    let (platform, _) = pair(&store).await;
    let id = HookId::from_random([7; 20]);
    let hook = HookRow {
        id: id.clone(),
        provider: platform.provider,
        connection: platform.id.clone(),
        status: HookStatus::Active,
        remote_id: Some("account_hook_1".to_owned()),
        target: platform.team.clone(),
        secret: Some("one".to_owned()),
        previous_secret: None,
        previous_until: None,
        created_at: at(5),
    };
    store.hooks.insert(hook.clone()).await.unwrap();
    assert!(is_conflict(&store.hooks.insert(hook.clone()).await));
    assert_eq!(
        store.hooks.find(&HookId::from_random([8; 20])).await,
        Ok(None)
    );
    store.hooks.rotate(&id, "two", at(100)).await.unwrap();
    store
        .hooks
        .set_status(&id, HookStatus::Disabled)
        .await
        .unwrap();
    let stored = store.hooks.find(&id).await.unwrap().unwrap();
    let expected = HookRow {
        secret: Some("two".to_owned()),
        previous_secret: Some("one".to_owned()),
        previous_until: Some(at(100)),
        status: HookStatus::Disabled,
        ..hook
    };
    assert_eq!(stored, expected);
    assert_eq!(
        store.hooks.list().await.as_deref(),
        Ok(&[expected.clone()][..])
    );
    assert_eq!(
        store.hooks.by_connection(&platform.id).await.as_deref(),
        Ok(&[expected][..])
    );
    store.connections.delete(&platform.id).await.unwrap();
    assert_eq!(
        store.hooks.find(&id).await,
        Ok(None),
        "secrets go with their connection"
    );
    assert!(matches!(
        store.hooks.rotate(&id, "three", at(200)).await,
        Err(StoreError::NotFound { .. })
    ));
}

pub(super) async fn hooks_by_target(store: Store) {
    let (platform, git) = pair(&store).await;
    let hook = |random: u8, connection: &ConnectionRow, target: Option<&str>| HookRow {
        id: HookId::from_random([random; 20]),
        provider: connection.provider,
        connection: connection.id.clone(),
        status: HookStatus::Disabled,
        remote_id: None,
        target: target.map(str::to_owned),
        secret: None,
        previous_secret: None,
        previous_until: None,
        created_at: at(i64::from(random)),
    };
    let shop = hook(1, &git, Some("github:acme/shop"));
    let blog = hook(2, &git, Some("github:acme/blog"));
    let own = hook(3, &platform, None);
    let team = hook(4, &platform, Some("team_1"));
    for row in [&shop, &blog, &own, &team] {
        store.hooks.insert(row.clone()).await.unwrap();
    }
    let ids = async |connection: &ConnectionRow, target: Option<&str>| {
        let rows = store.hooks.by_target(&connection.id, target).await.unwrap();
        rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    let of_shop = ids(&git, Some("github:acme/shop")).await;
    assert_eq!(of_shop, std::slice::from_ref(&shop.id));
    assert_eq!(ids(&git, None).await, []);
    assert_eq!(ids(&platform, None).await, [own.id]);
    assert_eq!(ids(&platform, Some("team_1")).await, [team.id]);

    store
        .hooks
        .register(&shop.id, "7001", "v1:key:secret")
        .await
        .unwrap();
    let expected = HookRow {
        status: HookStatus::Active,
        remote_id: Some("7001".to_owned()),
        secret: Some("v1:key:secret".to_owned()),
        ..shop
    };
    assert_eq!(store.hooks.find(&expected.id).await, Ok(Some(expected)));
    let nobody = HookId::from_random([9; 20]);
    assert!(matches!(
        store.hooks.register(&nobody, "1", "s").await,
        Err(StoreError::NotFound { .. })
    ));
}

pub(super) async fn one_active_subscription(store: Store) {
    let (platform, git) = pair(&store).await;
    let first = subscription(&platform, &git, "prj_1");
    store.subscriptions.insert(first.clone()).await.unwrap();
    let second = subscription(&platform, &git, "prj_1");
    assert!(is_conflict(
        &store.subscriptions.insert(second.clone()).await
    ));
    assert_eq!(
        store
            .subscriptions
            .find_active(Platform::Vercel, "prj_1")
            .await,
        Ok(Some(first.clone()))
    );
    assert_eq!(
        store
            .subscriptions
            .find_active(Platform::Render, "prj_1")
            .await,
        Ok(None)
    );

    let mut gone = store.subscriptions.get(&first.id).await.unwrap();
    gone.active = false;
    let gone = store.subscriptions.update(gone).await.unwrap();
    assert_eq!(gone.version, 2);
    store.subscriptions.insert(second.clone()).await.unwrap();
    assert_eq!(
        store
            .subscriptions
            .find_active(Platform::Vercel, "prj_1")
            .await,
        Ok(Some(second.clone()))
    );
    let back = crate::SubscriptionRow {
        active: true,
        ..gone.clone()
    };
    assert!(
        is_conflict(&store.subscriptions.update(back).await),
        "the place is taken"
    );

    let orphan = subscription(&connection(platform.provider, "nobody"), &git, "prj_2");
    assert!(matches!(
        store.subscriptions.insert(orphan).await,
        Err(StoreError::NotFound { .. })
    ));
    let active = store
        .subscriptions
        .list(SubscriptionFilter::default())
        .await
        .unwrap();
    assert_eq!(active, [second]);
    let all = SubscriptionFilter {
        inactive_too: true,
        connection: Some(git.id),
        repository: Some(repository("shop")),
    };
    assert_eq!(store.subscriptions.list(all).await.unwrap().len(), 2);
    let none = SubscriptionFilter {
        repository: Some(repository("blog")),
        ..SubscriptionFilter::default()
    };
    assert_eq!(store.subscriptions.list(none).await.unwrap(), []);
}

pub(super) async fn rules_in_order(store: Store) {
    let (platform, git) = pair(&store).await;
    let ours = subscription(&platform, &git, "prj_1");
    let theirs = subscription(&platform, &git, "prj_2");
    store.subscriptions.insert(ours.clone()).await.unwrap();
    store.subscriptions.insert(theirs.clone()).await.unwrap();
    let rule = |name: &str, priority, enabled| RuleRow {
        rule: Rule {
            id: RuleId::new(),
            name: name.to_owned(),
            priority,
            enabled,
            conditions: RuleConditions {
                error_types: vec![ErrorType::Config],
                ..RuleConditions::default()
            },
            action: RuleAction::Fix {
                prompt: Some("be brief".to_owned()),
                fixer: None,
                require_approval: true,
                max_attempts: None,
                max_cost_micros: None,
            },
        },
        subscription: None,
        created_at: at(0),
        version: 1,
        unreadable: None,
    };
    let late = rule("late", 50, true);
    let mut early = rule("early", -3, true);
    early.subscription = Some(ours.id.clone());
    let mut foreign = rule("foreign", 1, true);
    foreign.subscription = Some(theirs.id.clone());
    let off = rule("off", 0, false);
    for row in [&late, &early, &foreign, &off] {
        store.rules.insert(row.clone()).await.unwrap();
    }
    assert_eq!(
        store.rules.applicable(&ours.id).await.unwrap(),
        [early.clone(), late.clone()]
    );
    let names: Vec<_> = store
        .rules
        .list()
        .await
        .unwrap()
        .into_iter()
        .map(|row| row.rule.name)
        .collect();
    assert_eq!(names, ["early", "off", "foreign", "late"]);

    let mut changed = late.clone();
    changed.rule.priority = -9;
    let stored = store.rules.update(changed.clone()).await.unwrap();
    assert_eq!(stored.version, 2);
    assert!(is_conflict(&store.rules.update(changed).await));
    assert_eq!(
        store.rules.applicable(&ours.id).await.unwrap()[0].rule.name,
        "late"
    );
    store.rules.delete(&late.rule.id).await.unwrap();
    store.rules.delete(&late.rule.id).await.unwrap();
    assert!(matches!(
        store.rules.get(&late.rule.id).await,
        Err(StoreError::NotFound { .. })
    ));
}
