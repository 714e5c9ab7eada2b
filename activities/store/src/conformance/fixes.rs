//! Stories of the mirror.

use domain::{
    DeploymentId, EndReason, ErrorType, FixId, FixStatus, Platform, PullRequestLink, Spend,
    SubscriptionId, Waiting,
};
use futures::future::join_all;

use super::{at, fix, new_fix, repository};
use crate::{FixFilter, FixState, MirrorOutcome, MirrorWrite, PageRequest, Store, StoreError};

pub(super) async fn one_per_deployment(store: Store) {
    let created = join_all((0..20).map(|_| store.fixes.create_or_get(new_fix("dpl_1")))).await;
    let created: Vec<_> = created.into_iter().map(Result::unwrap).collect();
    assert_eq!(created.iter().filter(|created| created.new).count(), 1);
    assert!(created.iter().all(|one| one.fix == created[0].fix));
    let row = &created[0].fix;
    assert_eq!(row.workflow_id, "fix:vercel:dpl_1");
    assert_eq!(
        (row.state.status, row.run_ordinal, row.revision),
        (FixStatus::Pending, 0, 0)
    );
    assert_eq!(row.state.project_name.as_deref(), Some("shop"));
    assert_eq!(store.fixes.get(&row.id).await.as_ref(), Ok(row));
    assert_eq!(
        store.fixes.find_by_workflow("fix:vercel:dpl_1").await,
        Ok(Some(row.clone()))
    );
    let other = store
        .fixes
        .find_by_deployment(Platform::Render, &DeploymentId("dpl_1".to_owned()))
        .await;
    assert_eq!(other, Ok(None));
    assert!(matches!(
        store.fixes.get(&FixId::new()).await,
        Err(StoreError::NotFound { .. })
    ));
}

fn write(ordinal: u32, revision: u64, status: FixStatus) -> MirrorWrite {
    MirrorWrite {
        ordinal,
        revision,
        at: at(10),
        state: FixState {
            status,
            ..FixState::default()
        },
    }
}

pub(super) async fn the_mirror_only_moves_forward(store: Store) {
    let fixes = &store.fixes;
    let id = fix(&store, "dpl_1").await;
    assert!(matches!(
        fixes.mirror(&id, write(1, 1, FixStatus::Queued)).await,
        Err(StoreError::Conflict { .. })
    ));
    assert_eq!(fixes.run_ordinal(&id, "run-a").await, Ok(1));
    assert_eq!(fixes.run_ordinal(&id, "run-b").await, Ok(2));
    assert_eq!(fixes.run_ordinal(&id, "run-a").await, Ok(1), "kept");
    assert!(matches!(
        fixes.run_ordinal(&FixId::new(), "run-a").await,
        Err(StoreError::NotFound { .. })
    ));

    assert_eq!(
        fixes.mirror(&id, write(1, 5, FixStatus::Analyzing)).await,
        Ok(MirrorOutcome::Applied)
    );
    for (ordinal, revision) in [(1, 5), (1, 4), (1, 1)] {
        let stale = fixes
            .mirror(&id, write(ordinal, revision, FixStatus::Failed))
            .await;
        assert_eq!(stale, Ok(MirrorOutcome::Stale), "{ordinal}.{revision}");
    }
    let full = FixState {
        subscription: Some(SubscriptionId::new()),
        project_name: None,
        repository: Some(repository("shop")),
        branch: Some("main".to_owned()),
        commit: Some("a".repeat(40)),
        title: Some("Add a cart".to_owned()),
        status: FixStatus::PrCreated,
        reason: Some(EndReason::Merged),
        error_type: Some(ErrorType::Typescript),
        primary_line: "src/a.ts(1,2): error TS2322".to_owned(),
        fingerprint: Some("fp1:00".to_owned()),
        fixer: Some("recipe:lockfile".to_owned()),
        attempts: 2,
        spend: Spend {
            model_calls: 1,
            input_tokens: 2,
            output_tokens: 3,
            cost_micros: 4,
        },
        pull_request: Some(PullRequestLink {
            number: 7,
            url: "https://github.example/7".to_owned(),
            branch: "regreen/a".to_owned(),
            head: "b".repeat(40),
            state: "open".to_owned(),
        }),
        source_pull_request: Some(5),
        waiting: Some(Waiting::PullRequest),
        leader: Some(FixId::new()),
        ended_at: Some(at(77)),
        detail: serde_json::json!({"view": [1, 2]}),
    };
    let later = MirrorWrite {
        ordinal: 2,
        revision: 1,
        at: at(50),
        state: full.clone(),
    };
    assert_eq!(
        fixes.mirror(&id, later).await,
        Ok(MirrorOutcome::Applied),
        "a later run starts at revision 1"
    );
    assert_eq!(
        fixes.mirror(&id, write(1, 99, FixStatus::Failed)).await,
        Ok(MirrorOutcome::Stale),
        "an old run"
    );
    let row = fixes.get(&id).await.unwrap();
    assert_eq!(
        row.state,
        FixState {
            project_name: Some("shop".to_owned()),
            ..full
        },
        "None keeps what is known"
    );
    assert_eq!(
        (row.run_id.as_deref(), row.run_ordinal, row.revision),
        (Some("run-b"), 2, 1)
    );
    assert_eq!((row.created_at, row.updated_at), (at(0), at(50)));
    assert_eq!(
        fixes.mirror(&id, write(2, 2, FixStatus::Fixing)).await,
        Ok(MirrorOutcome::Applied)
    );
    let row = fixes.get(&id).await.unwrap();
    assert_eq!(
        (row.state.reason, row.state.pull_request, row.state.ended_at),
        (None, None, None)
    );
    assert_eq!(row.state.branch.as_deref(), Some("main"));
}

async fn written(store: &Store, deployment: &str, created: i64, state: FixState) -> FixId {
    let new = crate::NewFix {
        state,
        created_at: at(created),
        ..new_fix(deployment)
    };
    store.fixes.create_or_get(new).await.unwrap().fix.id
}

pub(super) async fn lists_and_search(store: Store) {
    let mut ids = Vec::new();
    for n in 0..7 {
        let state = FixState {
            status: if n % 2 == 0 {
                FixStatus::Failed
            } else {
                FixStatus::Merged
            },
            repository: Some(repository(if n < 3 { "shop" } else { "blog" })),
            title: Some(format!("Change {n}: 100% of THE_cart")),
            branch: Some(format!("feat/{}", n % 3)),
            reason: (n % 2 == 0).then_some(EndReason::Expired),
            detail: serde_json::json!({"large": true}),
            ..FixState::default()
        };
        ids.push(written(&store, &format!("dpl_{n}"), n, state).await);
    }
    // Ids of one millisecond are in no order; the list's order is that of the ids.
    ids.sort();
    ids.reverse();
    let mut seen = Vec::new();
    let mut page = PageRequest::first(3);
    loop {
        let got = store.fixes.list(FixFilter::default(), page).await.unwrap();
        assert!(got.items.len() <= 3);
        seen.extend(got.items);
        let Some(next) = got.next else { break };
        page = PageRequest {
            limit: 3,
            after: Some(next),
        };
    }
    assert_eq!(
        seen.iter().map(|row| &row.id).collect::<Vec<_>>(),
        ids.iter().collect::<Vec<_>>()
    );
    assert!(
        seen.iter().all(|row| row.state.detail.is_null()),
        "lists leave the view out"
    );

    let count = async |filter: FixFilter| {
        store
            .fixes
            .list(filter, PageRequest::default())
            .await
            .unwrap()
            .items
            .len()
    };
    let text = |text: &str| FixFilter {
        text: Some(text.to_owned()),
        ..FixFilter::default()
    };
    assert_eq!(
        count(FixFilter {
            statuses: vec![FixStatus::Merged, FixStatus::Queued],
            ..FixFilter::default()
        })
        .await,
        3
    );
    assert_eq!(
        count(FixFilter {
            repository: Some(repository("shop")),
            ..FixFilter::default()
        })
        .await,
        3
    );
    assert_eq!(
        count(FixFilter {
            platform: Some(Platform::Render),
            ..FixFilter::default()
        })
        .await,
        0
    );
    assert_eq!(
        count(FixFilter {
            project: Some("shop".to_owned()),
            ..FixFilter::default()
        })
        .await,
        0,
        "no such name"
    );
    assert_eq!(
        count(FixFilter {
            project: Some("prj_1".to_owned()),
            ..FixFilter::default()
        })
        .await,
        7
    );
    assert_eq!(
        count(FixFilter {
            since: Some(at(5)),
            ..FixFilter::default()
        })
        .await,
        2
    );
    assert_eq!(
        count(FixFilter {
            fingerprint: Some("fp1:00".to_owned()),
            ..FixFilter::default()
        })
        .await,
        0
    );
    assert_eq!(
        count(FixFilter {
            branch: Some("feat/1".to_owned()),
            ..FixFilter::default()
        })
        .await,
        2
    );
    assert_eq!(
        count(FixFilter {
            source_pull_request: Some(9),
            ..FixFilter::default()
        })
        .await,
        0
    );
    assert_eq!(
        count(FixFilter {
            reason: Some(EndReason::Expired),
            ..FixFilter::default()
        })
        .await,
        4
    );
    assert_eq!(count(text("the_CART")).await, 7);
    assert_eq!(count(text("100% of")).await, 7);
    assert_eq!(
        count(text("the%cart")).await,
        0,
        "wildcards are taken literally"
    );
    assert_eq!(count(text("theXcart")).await, 0);
    assert_eq!(count(text("change 3")).await, 1);
    assert_eq!(count(text("'; DROP TABLE fixes; --")).await, 0);
    assert_eq!(count(text("  ")).await, 7);
    let both = FixFilter {
        statuses: vec![FixStatus::Failed],
        repository: Some(repository("shop")),
        ..text("change")
    };
    assert_eq!(count(both).await, 2);
    assert_eq!(
        store.fixes.count_by_status().await.unwrap(),
        [(FixStatus::Merged, 3), (FixStatus::Failed, 4)],
        "in the order of a life"
    );
}
