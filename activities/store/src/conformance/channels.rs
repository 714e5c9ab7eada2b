//! Stories of alert channels.

use domain::{ChannelId, ChannelKind, FixSettings, GitHost, Platform};

use super::{at, connection, subscription};
use crate::{ChannelRow, Provider, Store, StoreError, channels::MOST_ERROR};

fn channel(name: &str, milliseconds: i64) -> ChannelRow {
    ChannelRow {
        id: ChannelId::new(),
        name: name.to_owned(),
        kind: ChannelKind::Webhook,
        url: "https://receiver.example/regreen".to_owned(),
        secret: "v1:key:ciphertext".to_owned(),
        enabled: true,
        created_at: at(milliseconds),
        last_sent_at: None,
        last_error: None,
        version: 1,
    }
}

fn is_conflict<T>(result: &Result<T, StoreError>) -> bool {
    matches!(result, Err(StoreError::Conflict { .. }))
}

pub(super) async fn names_versions_and_results(store: Store) {
    let channels = &store.channels;
    let (ops, team) = (channel("ops", 1), channel("team", 2));
    channels.insert(team.clone()).await.unwrap();
    channels.insert(ops.clone()).await.unwrap();
    assert!(
        is_conflict(&channels.insert(channel("ops", 3)).await),
        "the name is taken"
    );
    assert_eq!(channels.get(&ops.id).await.as_ref(), Ok(&ops));
    assert_eq!(channels.find_by_name("team").await, Ok(Some(team.clone())));
    assert_eq!(channels.find_by_name("nobody").await, Ok(None));
    assert_eq!(channels.list().await, Ok(vec![ops.clone(), team.clone()]));

    let why = "€".repeat(MOST_ERROR + 7);
    channels
        .note_result(&ops.id, Some(&why), at(10))
        .await
        .unwrap();
    let failed = channels.get(&ops.id).await.unwrap();
    assert_eq!(
        (
            failed.last_sent_at,
            failed.last_error.unwrap().chars().count(),
            failed.version
        ),
        (None, MOST_ERROR, 1),
        "bounded, and no new version"
    );
    channels.note_result(&ops.id, None, at(20)).await.unwrap();
    channels
        .note_result(&ops.id, Some("away"), at(30))
        .await
        .unwrap();
    let later = channels.get(&ops.id).await.unwrap();
    assert_eq!(
        (later.last_sent_at, later.last_error.as_deref()),
        (Some(at(20)), Some("away")),
        "a failure does not hide when an alert was taken last"
    );
    channels.note_result(&ops.id, None, at(40)).await.unwrap();

    let changed = ChannelRow {
        enabled: false,
        secret: "v1:key:other".to_owned(),
        ..ops.clone()
    };
    let stored = channels.update(changed.clone()).await.unwrap();
    let expected = ChannelRow {
        version: 2,
        last_sent_at: Some(at(40)),
        ..changed.clone()
    };
    assert_eq!(stored, expected, "results stay");
    assert!(
        is_conflict(&channels.update(changed).await),
        "an older version"
    );
    let renamed = ChannelRow {
        name: "team".to_owned(),
        ..expected
    };
    assert!(
        is_conflict(&channels.update(renamed).await),
        "the name is taken"
    );
    assert!(
        !format!("{stored:?}").contains("v1:key"),
        "a ciphertext has no place in logs"
    );
    channels
        .note_result(&ChannelId::new(), None, at(50))
        .await
        .unwrap();
}

pub(super) async fn in_use_until_no_active_subscription_names_it(store: Store) {
    let channels = &store.channels;
    let (ops, other) = (channel("o\"ps", 1), channel("ops", 2));
    channels.insert(ops.clone()).await.unwrap();
    channels.insert(other.clone()).await.unwrap();
    let platform = connection(Provider::Platform(Platform::Vercel), "vercel");
    let git = connection(Provider::GitHost(GitHost::Github), "github");
    store.connections.insert(platform.clone()).await.unwrap();
    store.connections.insert(git.clone()).await.unwrap();
    let mut row = subscription(&platform, &git, "prj_1");
    row.settings = FixSettings {
        notify: vec!["nobody".to_owned(), ops.name.clone()],
        ..row.settings
    };
    store.subscriptions.insert(row.clone()).await.unwrap();
    channels.delete(&other.id).await.unwrap();
    let refused = channels.delete(&ops.id).await;
    assert!(
        matches!(&refused, Err(StoreError::Conflict { what }) if what.contains(row.id.as_str())),
        "{refused:?} says which subscription"
    );
    row.active = false;
    store.subscriptions.update(row).await.unwrap();
    channels.delete(&ops.id).await.unwrap();
    channels.delete(&ops.id).await.unwrap();
    assert!(matches!(
        channels.get(&ops.id).await,
        Err(StoreError::NotFound { .. })
    ));
    assert_eq!(channels.list().await, Ok(vec![]));
}
