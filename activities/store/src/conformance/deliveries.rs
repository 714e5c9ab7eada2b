//! Stories of the outbox.

use std::{collections::BTreeMap, time::Duration};

use domain::{DeliveryId, HookId};
use futures::future::join_all;

use super::at;
use crate::{Inserted, NewDelivery, PendingDeliveries, Store, StoreError, deliveries::body_digest};

fn delivery(hook: u8, key: &str, received: i64) -> NewDelivery {
    NewDelivery {
        hook: HookId::from_random([hook; 20]),
        key: key.to_owned(),
        source: "vercel".to_owned(),
        headers: BTreeMap::from([("x-github-event".to_owned(), "push".to_owned())]),
        body: format!("{{\"key\":\"{key}\"}}\u{0}").into_bytes(),
        received_at: at(received),
    }
}

async fn insert(store: &Store, delivery: NewDelivery) -> DeliveryId {
    match store.deliveries.insert(delivery).await.unwrap() {
        Inserted::New(id) => id,
        Inserted::Duplicate(id) => panic!("{id} was there already"),
    }
}

pub(super) async fn an_outbox_in_order(store: Store) {
    let deliveries = &store.deliveries;
    assert_eq!(
        deliveries.pending().await.unwrap(),
        PendingDeliveries::default()
    );
    let second = insert(&store, delivery(1, "b", 20)).await;
    let first = insert(&store, delivery(1, "a", 10)).await;
    let other = insert(&store, delivery(2, "a", 30)).await;
    assert_eq!(
        deliveries.insert(delivery(1, "a", 99)).await,
        Ok(Inserted::Duplicate(first.clone()))
    );
    assert_eq!(
        deliveries.pending().await.unwrap(),
        PendingDeliveries {
            count: 3,
            oldest: Some(at(10))
        }
    );

    let claimed = deliveries
        .claim(10, Duration::from_secs(30), at(100))
        .await
        .unwrap();
    assert_eq!(
        claimed.iter().map(|row| &row.id).collect::<Vec<_>>(),
        [&first, &second, &other],
        "oldest first"
    );
    assert_eq!(
        claimed[0].body.as_deref(),
        Some(&delivery(1, "a", 0).body[..])
    );
    assert_eq!(claimed[0].headers["x-github-event"], "push");
    assert_eq!(claimed[0].tries, 1);

    deliveries
        .mark_processed(&first, "started fix:vercel:dpl_1", at(101))
        .await
        .unwrap();
    deliveries
        .mark_processed(&first, "something else", at(102))
        .await
        .unwrap();
    let row = deliveries.get(&first).await.unwrap();
    assert_eq!(row.body, None, "the body goes");
    assert_eq!(
        row.body_digest,
        body_digest(&delivery(1, "a", 0).body),
        "its hash stays"
    );
    assert_eq!(
        row.outcome.as_deref(),
        Some("started fix:vercel:dpl_1"),
        "the first outcome stays"
    );
    assert_eq!(row.processed_at, Some(at(101)));
    assert_eq!(
        deliveries.insert(delivery(1, "a", 99)).await,
        Ok(Inserted::Duplicate(first.clone()))
    );
    assert_eq!(
        deliveries.pending().await.unwrap(),
        PendingDeliveries {
            count: 2,
            oldest: Some(at(20))
        }
    );

    assert_eq!(deliveries.purge(at(101)).await, Ok(0));
    assert_eq!(
        deliveries.purge(at(102)).await,
        Ok(1),
        "only what is processed"
    );
    assert!(matches!(
        deliveries.get(&first).await,
        Err(StoreError::NotFound { .. })
    ));
    let recent = deliveries.recent(1).await.unwrap();
    assert_eq!(recent.len(), 1);
}

pub(super) async fn one_of_many(store: Store) {
    let inserts = (0..100).map(|n| store.deliveries.insert(delivery(1, "same", n)));
    let results = join_all(inserts).await;
    let new = results
        .iter()
        .filter(|result| matches!(result, Ok(Inserted::New(_))))
        .count();
    let duplicate = results
        .iter()
        .filter(|result| matches!(result, Ok(Inserted::Duplicate(_))))
        .count();
    assert_eq!((new, duplicate), (1, 99));
    let claims = join_all((0..8).map(|_| {
        store
            .deliveries
            .claim(5, Duration::from_secs(30), at(1_000))
    }))
    .await;
    let claimed: usize = claims.into_iter().map(|rows| rows.unwrap().len()).sum();
    assert_eq!(claimed, 1, "one dispatcher gets it");
}

pub(super) async fn leases(store: Store) {
    let deliveries = &store.deliveries;
    let id = insert(&store, delivery(1, "a", 0)).await;
    let lease = Duration::from_millis(500);
    let first = deliveries
        .claim(1, lease, at(1_000))
        .await
        .unwrap()
        .remove(0);
    assert_eq!(
        deliveries.claim(1, lease, at(1_499)).await.unwrap(),
        [],
        "leased"
    );
    let second = deliveries
        .claim(1, lease, at(1_500))
        .await
        .unwrap()
        .remove(0);
    assert_eq!((first.tries, second.tries), (1, 2), "the lease ran out");

    deliveries
        .mark_failed(&id, first.tries, "too late", at(1_501))
        .await
        .unwrap();
    assert_eq!(
        deliveries.claim(1, lease, at(1_600)).await.unwrap(),
        [],
        "the first claim counts no more"
    );
    deliveries
        .mark_failed(&id, second.tries, "Temporal is away", at(9_000))
        .await
        .unwrap();
    assert_eq!(deliveries.claim(1, lease, at(8_999)).await.unwrap(), []);
    let third = deliveries
        .claim(1, lease, at(9_000))
        .await
        .unwrap()
        .remove(0);
    assert_eq!(third.last_error.as_deref(), Some("Temporal is away"));
    deliveries
        .mark_processed(&id, "done", at(9_001))
        .await
        .unwrap();
    assert_eq!(deliveries.claim(1, lease, at(99_000)).await.unwrap(), []);
}
