//! SQLite under the stories of every backend, under several processes' load, and across restarts.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::{collections::BTreeMap, os::unix::fs::PermissionsExt, path::Path, time::Duration};

use domain::{HookId, Rule, RuleAction, RuleConditions, RuleId, SubscriptionId};
use futures::future::join_all;
use store::{
    Inserted, NewDelivery, RuleRow, Store, StoreError,
    conformance::{STORIES, at, fix},
};
use store_sqlite::{migrate, open};

fn url(folder: &Path) -> String {
    format!("sqlite://{}", folder.join("regreen.db").display())
}

async fn fresh(folder: &Path) -> Store {
    migrate(&url(folder)).await.unwrap();
    open(&url(folder)).await.unwrap()
}

fn delivery(key: String) -> NewDelivery {
    NewDelivery {
        hook: HookId::from_random([1; 20]),
        key,
        source: "vercel".to_owned(),
        headers: BTreeMap::new(),
        body: b"{}".to_vec(),
        received_at: at(0),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_story() {
    for (name, story) in STORIES {
        let folder = tempfile::tempdir().unwrap();
        let store = fresh(folder.path()).await;
        eprintln!("{name}");
        story(store).await;
    }
}

/// Two stores on one file are two processes as far as SQLite's locks go: each has connections of its own.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn several_writers_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let stores = [
        fresh(folder.path()).await,
        open(&url(folder.path())).await.unwrap(),
    ];
    let id = fix(&stores[0], "dpl_1").await;
    let mut tasks = Vec::new();
    for (which, store) in stores.iter().enumerate() {
        for task in 0..3 {
            let (store, id) = (store.clone(), id.clone());
            tasks.push(tokio::spawn(async move {
                for n in 0..25 {
                    let inserted = store
                        .deliveries
                        .insert(delivery(format!("{which}.{task}.{n}")))
                        .await
                        .unwrap();
                    assert!(matches!(inserted, Inserted::New(_)));
                    store
                        .deliveries
                        .insert(delivery(format!("shared.{n}")))
                        .await
                        .unwrap();
                    store
                        .fixes
                        .run_ordinal(&id, &format!("run {which}.{task}.{n}"))
                        .await
                        .unwrap();
                    store.deliveries.pending().await.unwrap();
                }
            }));
        }
    }
    for task in join_all(tasks).await {
        task.unwrap();
    }
    assert_eq!(
        stores[0].deliveries.pending().await.unwrap().count,
        6 * 25 + 25
    );
    assert_eq!(
        stores[1].fixes.run_ordinal(&id, "one more").await,
        Ok(6 * 25 + 1),
        "no ordinal twice, none left out"
    );

    let claims = stores.iter().flat_map(|store| {
        (0..4).map(|_| async {
            let mut claimed = Vec::new();
            loop {
                let rows = store
                    .deliveries
                    .claim(7, Duration::from_secs(60), at(10))
                    .await
                    .unwrap();
                if rows.is_empty() {
                    return claimed;
                }
                claimed.extend(rows.into_iter().map(|row| row.id));
            }
        })
    });
    let mut claimed: Vec<_> = join_all(claims).await.into_iter().flatten().collect();
    claimed.sort();
    let all = claimed.len();
    claimed.dedup();
    assert_eq!(
        (all, claimed.len()),
        (175, 175),
        "each delivery has one dispatcher"
    );
}

/// The store is dropped without being closed, as by kill -9: what was acknowledged is there afterwards.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives() {
    let folder = tempfile::tempdir().unwrap();
    let store = fresh(folder.path()).await;
    for n in 0..20 {
        store
            .deliveries
            .insert(delivery(n.to_string()))
            .await
            .unwrap();
    }
    // A copy of the files as they are now, side files included, is what a killed process leaves behind.
    let copy = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
    }
    let after = open(&url(copy.path())).await.unwrap();
    assert_eq!(after.deliveries.pending().await.unwrap().count, 20);
    assert!(matches!(
        after.deliveries.insert(delivery("3".to_owned())).await,
        Ok(Inserted::Duplicate(_))
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_is_private_and_the_schema_checked() {
    let folder = tempfile::tempdir().unwrap();
    let early = open(&url(folder.path())).await.unwrap_err();
    assert!(
        early.to_string().contains("run `regreen migrate`"),
        "{early}"
    );
    let _store = fresh(folder.path()).await;
    for name in ["regreen.db", "regreen.db-wal"] {
        let mode = std::fs::metadata(folder.path().join(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o077, 0, "{name} is the owner's only");
    }
    assert!(matches!(
        open("sqlite::memory:").await,
        Err(StoreError::Internal(_))
    ));
    let other = open("postgres://ada:canary@localhost/regreen").await;
    let error = other.unwrap_err().to_string();
    assert!(
        error.contains("localhost") && !error.contains("canary"),
        "{error}"
    );
    assert!(
        !Path::new("postgres:").exists(),
        "no file is made of another database's address"
    );
    let missing = open("sqlite:///dev/null/regreen.db").await.unwrap_err();
    assert!(missing.is_retryable(), "{missing}");
}

/// Another version may have written what this one cannot read.
#[tokio::test(flavor = "multi_thread")]
async fn an_unreadable_rule_stops_none_of_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let store = fresh(folder.path()).await;
    let rule = |name: &str, priority| RuleRow {
        rule: Rule {
            id: RuleId::new(),
            name: name.to_owned(),
            priority,
            enabled: true,
            conditions: RuleConditions::default(),
            action: RuleAction::Skip,
        },
        subscription: None,
        created_at: at(0),
        version: 1,
        unreadable: None,
    };
    let (broken, fine) = (rule("broken", 1), rule("fine", 2));
    for row in [&broken, &fine] {
        store.rules.insert(row.clone()).await.unwrap();
    }
    let pool = sqlx::SqlitePool::connect(&url(folder.path()))
        .await
        .unwrap();
    sqlx::query(
        "UPDATE fix_rules SET conditions_json = '{\"moon\":\"full\"}' WHERE name = 'broken'",
    )
    .execute(&pool)
    .await
    .unwrap();
    let applicable = store.rules.applicable(&SubscriptionId::new()).await;
    for rows in [applicable.unwrap(), store.rules.list().await.unwrap()] {
        assert_eq!(rows[1], fine);
        let why = rows[0].unreadable.as_deref().unwrap_or_default();
        assert!(
            why.contains("conditions_json") && why.contains("moon"),
            "{why}"
        );
    }
    store.rules.delete(&broken.rule.id).await.unwrap();
    assert_eq!(store.rules.list().await.unwrap(), [fine]);
}
