use domain::{DeploymentId, FixStatus, FixView, Platform, PullRequestLink};
use futures::{StreamExt, pin_mut};
use jiff::Timestamp;
use store::{FixFilter, FixState, MirrorWrite, NewFix, PageRequest};

use super::*;
use crate::{
    Change, Code, LogKind, Message, WatchOptions,
    testing::{Bench, actor},
};

async fn fix(bench: &Bench, deployment: &str, status: FixStatus) -> store::FixRow {
    let subscription = bench
        .operations
        .list_subscriptions(false)
        .await
        .unwrap()
        .remove(0);
    let new = NewFix {
        platform: Platform::Vercel,
        deployment: DeploymentId(deployment.to_owned()),
        project: "prj_x".to_owned(),
        state: FixState {
            subscription: Some(subscription.id),
            status,
            ..FixState::default()
        },
        created_at: Timestamp::now(),
    };
    bench
        .operations
        .store
        .fixes
        .create_or_get(new)
        .await
        .unwrap()
        .fix
}

fn view(row: &store::FixRow, status: FixStatus) -> FixView {
    let subscription = row.state.subscription.clone().unwrap();
    let mut view = FixView::new(
        row.id.clone(),
        row.workflow_id.clone(),
        row.platform,
        row.deployment.clone(),
        subscription,
    );
    view.status = status;
    view
}

#[tokio::test]
async fn a_fix_is_found_by_every_name_it_has() {
    let bench = Bench::new().await;
    bench.subscribed().await;
    let row = fix(&bench, "dpl_1", FixStatus::Fixing).await;
    for name in [row.id.as_str(), "fix:vercel:dpl_1", " dpl_1 "] {
        assert_eq!(
            bench.operations.show_fix(name).await.unwrap().summary.id,
            row.id,
            "{name}"
        );
    }
    for (name, code) in [
        ("fix_00000000000000000000000000", Code::FixNotFound),
        ("fix:vercel:dpl_2", Code::FixNotFound),
        ("dpl_2", Code::FixNotFound),
        ("", Code::InvalidArgument),
    ] {
        assert_eq!(
            bench.operations.show_fix(name).await.unwrap_err().code(),
            code,
            "{name}"
        );
    }
}

#[tokio::test]
async fn the_workflow_is_asked_and_the_mirror_does_while_temporal_is_away() {
    let bench = Bench::new().await;
    bench.subscribed().await;
    let row = fix(&bench, "dpl_1", FixStatus::Pending).await;
    bench.engine_state(|state| {
        state
            .views
            .insert(row.workflow_id.clone(), view(&row, FixStatus::Fixing))
    });
    let live = bench.operations.show_fix("dpl_1").await.unwrap();
    assert_eq!(
        (live.source, live.summary.status),
        (ViewSource::Workflow, FixStatus::Fixing)
    );
    let ordinal = bench
        .operations
        .store
        .fixes
        .run_ordinal(&row.id, "run")
        .await
        .unwrap();
    let mut mirrored = view(&row, FixStatus::Analyzing);
    mirrored.detail = "as mirrored".to_owned();
    let state = FixState {
        status: FixStatus::Analyzing,
        detail: serde_json::to_value(&mirrored).unwrap(),
        ..FixState::default()
    };
    let write = MirrorWrite {
        ordinal,
        revision: 1,
        at: Timestamp::now(),
        state,
    };
    bench
        .operations
        .store
        .fixes
        .mirror(&row.id, write)
        .await
        .unwrap();
    bench.engine_state(|state| state.away = true);
    let away = bench.operations.show_fix("dpl_1").await.unwrap();
    assert!(matches!(away.source, ViewSource::Mirror { .. }));
    assert_eq!((away.view.detail.as_str(), away.run), ("as mirrored", None));
    let page = bench
        .operations
        .list_fixes(FixFilter::default(), PageRequest::default())
        .await
        .unwrap();
    assert_eq!(
        page.items[0].web_ui.as_deref(),
        Some("http://127.0.0.1:8233/namespaces/default/workflows/fix%3Avercel%3Adpl_1")
    );
}

#[tokio::test]
async fn messages_reach_the_workflow_with_their_actor() {
    let bench = Bench::new().await;
    bench.subscribed().await;
    let row = fix(&bench, "dpl_1", FixStatus::Reviewing).await;
    bench
        .operations
        .cancel_fix("dpl_1", " enough ", actor())
        .await
        .unwrap();
    bench
        .operations
        .approve_fix("dpl_1", Some("ABCDEF012345".to_owned()), actor())
        .await
        .unwrap();
    bench
        .operations
        .reject_fix("dpl_1", None, "no", actor())
        .await
        .unwrap();
    let sent = bench.engine_state(|state| std::mem::take(&mut state.sent));
    assert!(sent.iter().all(|(id, _, _)| *id == row.workflow_id));
    assert!(
        matches!(&sent[0].1, Message::Cancel(it) if it.reason == "enough" && it.actor == actor())
    );
    assert!(
        matches!(&sent[1].1, Message::Approve(it) if it.patch.as_deref() == Some("abcdef012345"))
    );
    assert!(matches!(&sent[2].1, Message::Reject(it) if it.patch.is_none() && it.reason == "no"));
    let bad = bench
        .operations
        .approve_fix("dpl_1", Some("not hex".to_owned()), actor())
        .await
        .unwrap_err();
    assert_eq!(bad.code(), Code::InvalidArgument);
    bench.engine_state(|state| state.gone.push(row.workflow_id.clone()));
    assert_eq!(
        bench
            .operations
            .cancel_fix("dpl_1", "", actor())
            .await
            .unwrap_err()
            .code(),
        Code::FixEnded
    );
    bench.engine_state(|state| state.away = true);
    assert_eq!(
        bench
            .operations
            .cancel_fix("dpl_1", "", actor())
            .await
            .unwrap_err()
            .code(),
        Code::TemporalUnavailable
    );
}

#[tokio::test]
async fn a_retry_rebuilds_the_input_and_refuses_what_is_merged() {
    let bench = Bench::new().await;
    let (subscription, _, _) = bench.subscribed().await;
    let row = fix(&bench, "dpl_1", FixStatus::Skipped).await;
    bench
        .operations
        .retry_fix("dpl_1", "use node 22", actor())
        .await
        .unwrap();
    let (start, retry) = bench.engine_state(|state| state.retried.remove(0));
    assert_eq!(
        (
            &start.workflow_id,
            &start.input.fix,
            &start.input.subscription
        ),
        (&row.workflow_id, &row.id, &subscription.id)
    );
    assert_eq!(
        (start.input.started_by, retry.hint.as_str()),
        (Some(actor()), "use node 22")
    );
    fix(&bench, "dpl_2", FixStatus::Merged).await;
    assert_eq!(
        bench
            .operations
            .retry_fix("dpl_2", "", actor())
            .await
            .unwrap_err()
            .code(),
        Code::FixMerged
    );
}

#[tokio::test]
async fn a_watch_ends_with_the_fix() {
    let bench = Bench::new().await;
    bench.subscribed().await;
    let row = fix(&bench, "dpl_1", FixStatus::Pending).await;
    bench.engine_state(|state| {
        state
            .views
            .insert(row.workflow_id.clone(), view(&row, FixStatus::PrCreated))
    });
    let options = WatchOptions {
        interval: std::time::Duration::from_millis(1),
        ..WatchOptions::default()
    };
    let changes = bench.operations.watch_fix("dpl_1", options);
    pin_mut!(changes);
    assert!(matches!(
        changes.next().await,
        Some(Ok(Change::Seen { .. }))
    ));
    let mut merged = view(&row, FixStatus::Merged);
    merged.pull_request = Some(PullRequestLink {
        number: 7,
        url: "https://github.com/acme/my-app/pull/7".to_owned(),
        branch: "regreen/x".to_owned(),
        head: "0".repeat(40),
        state: "merged".to_owned(),
    });
    bench.engine_state(|state| state.views.insert(row.workflow_id.clone(), merged));
    assert!(matches!(
        changes.next().await,
        Some(Ok(Change::PullRequest { .. }))
    ));
    assert!(matches!(
        changes.next().await,
        Some(Ok(Change::Status {
            status: FixStatus::Merged,
            ..
        }))
    ));
    assert!(changes.next().await.is_none());
}

#[tokio::test]
async fn what_is_not_there_yet_is_said() {
    let bench = Bench::new().await;
    bench.subscribed().await;
    let row = fix(&bench, "dpl_1", FixStatus::Analyzing).await;
    let none = bench
        .operations
        .fix_log("dpl_1", LogKind::Deployment, None)
        .await
        .unwrap_err();
    assert_eq!(none.code(), Code::NothingToShow);
    let blob = bench.operations.blobs.put("the log\n").await.unwrap();
    let mut with_log = view(&row, FixStatus::Analyzing);
    with_log.log = Some(domain::BlobRef {
        digest: blob.digest,
        bytes: blob.bytes,
    });
    bench.engine_state(|state| state.views.insert(row.workflow_id.clone(), with_log));
    assert_eq!(
        bench
            .operations
            .fix_log("dpl_1", LogKind::Deployment, None)
            .await
            .unwrap()
            .text,
        "the log\n"
    );
    assert_eq!(
        bench
            .operations
            .fix_proof("dpl_1")
            .await
            .unwrap_err()
            .code(),
        Code::NothingToShow
    );
}
