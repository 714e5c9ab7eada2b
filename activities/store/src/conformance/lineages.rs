//! Stories of lineages, attempts and timelines.

use domain::{BlobRef, FixId, Lineage, Patch, PullRequestLink, Spend};

use super::{at, fix, repository};
use crate::{
    AttemptRow, CauseId, FixEvent, Store, StoreError,
    events::{MOST_EVENTS, MOST_TEXT},
};

fn pull_request(number: u64, branch: &str) -> PullRequestLink {
    PullRequestLink {
        number,
        url: format!("https://github.example/{number}"),
        branch: branch.to_owned(),
        head: "c".repeat(40),
        state: "open".to_owned(),
    }
}

pub(super) async fn branches_have_one_owner(store: Store) {
    let lineages = &store.lineages;
    let (ours, theirs) = (fix(&store, "dpl_1").await, fix(&store, "dpl_2").await);
    let shop = repository("shop");
    assert_eq!(lineages.get(&ours).await, Ok(Lineage::default()));
    assert!(matches!(
        lineages.get(&FixId::new()).await,
        Err(StoreError::NotFound { .. })
    ));

    let begun = Lineage {
        attempts: 1,
        branch: Some("regreen/a".to_owned()),
        ..Lineage::default()
    };
    assert_eq!(
        lineages.save(&ours, &shop, &begun, at(1)).await.as_ref(),
        Ok(&begun)
    );
    assert_eq!(
        lineages.save(&ours, &shop, &begun, at(1)).await.as_ref(),
        Ok(&begun),
        "again"
    );
    assert_eq!(
        lineages.find_by_branch(&shop, "regreen/a").await,
        Ok(Some(ours.clone()))
    );
    assert_eq!(
        lineages
            .find_by_branch(&repository("blog"), "regreen/a")
            .await,
        Ok(None)
    );
    let stolen = lineages.save(&theirs, &shop, &begun, at(2)).await;
    assert!(matches!(stolen, Err(StoreError::Conflict { .. })));
    assert_eq!(
        lineages.get(&theirs).await,
        Ok(Lineage::default()),
        "nothing of it is stored"
    );
    assert_eq!(
        lineages.find_by_branch(&shop, "regreen/a").await,
        Ok(Some(ours.clone()))
    );

    let opened = Lineage {
        attempts: 2,
        pull_request: Some(pull_request(7, "regreen/a")),
        spend: Spend {
            model_calls: 3,
            ..Spend::default()
        },
        redeployed: true,
        ..begun.clone()
    };
    lineages.save(&ours, &shop, &opened, at(3)).await.unwrap();
    assert_eq!(
        lineages.find_by_pull_request(&shop, 7).await,
        Ok(Some(ours.clone()))
    );
    assert_eq!(lineages.find_by_pull_request(&shop, 8).await, Ok(None));
    let late = lineages.save(&ours, &shop, &begun, at(4)).await.unwrap();
    assert_eq!(late, opened, "a late write takes nothing back");
    assert_eq!(lineages.get(&ours).await, Ok(opened));
    let other = Lineage {
        pull_request: Some(pull_request(7, "regreen/b")),
        ..Lineage::default()
    };
    assert!(matches!(
        lineages.save(&theirs, &shop, &other, at(5)).await,
        Err(StoreError::Conflict { .. })
    ));
    assert_eq!(store.fixes.get(&ours).await.unwrap().lineage.attempts, 2);
}

pub(super) async fn attempts_end_once(store: Store) {
    let id = fix(&store, "dpl_1").await;
    let begun = AttemptRow::begun(
        id.clone(),
        1,
        Some(CauseId("cau_1".to_owned())),
        "d".repeat(40),
        at(1),
    );
    store.attempts.save(&begun).await.unwrap();
    assert_eq!(
        store.attempts.list(&id).await.as_deref(),
        Ok(&[begun.clone()][..])
    );
    let log = BlobRef {
        digest: format!("sha256:{}", "0".repeat(64)),
        bytes: 12,
    };
    let ended = AttemptRow {
        fixer: Some("agent:opencode".to_owned()),
        outcome: Some("verified".to_owned()),
        summary: "Declares `left-pad`.".to_owned(),
        patch: Some(Patch {
            id: "0123456789ab".to_owned(),
            diff: log.clone(),
            files: vec!["package.json".to_owned()],
            added: 1,
            removed: 0,
            tree: "e".repeat(40),
            fixer: "agent:opencode".to_owned(),
            explanation: String::new(),
        }),
        logs: vec![("verify".to_owned(), log)],
        durations: vec![("change".to_owned(), 1_500)],
        spend: Spend {
            model_calls: 2,
            ..Spend::default()
        },
        ended_at: Some(at(9)),
        ..begun.clone()
    };
    store.attempts.save(&ended).await.unwrap();
    store.attempts.save(&begun).await.unwrap();
    let second = AttemptRow::begun(id.clone(), 2, None, "f".repeat(40), at(10));
    store.attempts.save(&second).await.unwrap();
    assert_eq!(
        store.attempts.list(&id).await.unwrap(),
        [ended, second],
        "the end stays"
    );
    assert!(
        store
            .attempts
            .save(&AttemptRow {
                fix: FixId::new(),
                ..begun
            })
            .await
            .is_err(),
        "no fix, no attempt"
    );
}

pub(super) async fn timelines_are_bounded(store: Store) {
    let (id, other) = (fix(&store, "dpl_1").await, fix(&store, "dpl_2").await);
    let event = |n: u32| FixEvent {
        key: format!("k{n}"),
        at: at(i64::from(n)),
        kind: "status".to_owned(),
        text: format!("event {n}"),
    };
    store.events.append(&other, &[event(0)]).await.unwrap();
    store
        .events
        .append(&id, &[event(1), event(2)])
        .await
        .unwrap();
    store
        .events
        .append(&id, &[event(2), event(3), event(3)])
        .await
        .unwrap();
    assert_eq!(
        store.events.list(&id).await.unwrap(),
        [event(1), event(2), event(3)]
    );
    let many: Vec<_> = (4..4 + MOST_EVENTS).map(event).collect();
    store.events.append(&id, &many).await.unwrap();
    assert_eq!(
        store.events.list(&id).await.unwrap(),
        many,
        "the newest stay"
    );
    assert_eq!(store.events.list(&other).await.unwrap(), [event(0)]);
    let long = FixEvent {
        text: "é".repeat(MOST_TEXT + 1),
        ..event(1)
    };
    store.events.append(&other, &[long]).await.unwrap();
    assert_eq!(
        store.events.list(&other).await.unwrap()[1]
            .text
            .chars()
            .count(),
        MOST_TEXT
    );
}
