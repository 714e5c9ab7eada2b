//! One root cause, one pull request.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use domain::{EndReason, FixSettings, FixStatus, FixView, Waiting};
use e2e::Outside;
use world::Scripted;

use crate::{
    brains::{Held, edit, repair},
    case::{Case, FAULT, approval, build, story, write},
    stage::{Stage, play},
};

/// Two projects of one repository whose deployments of one commit fail for one reason.
pub(crate) async fn twins(
    stage: &'static Stage,
    name: &str,
    settings: FixSettings,
) -> (Case, Case) {
    stage.brains.set(name, repair(name));
    let project = Case::project(stage, name, settings.clone()).await;
    let sibling = format!("{name}-docs");
    let sibling = stage
        .outside
        .sibling(&stage.installation, &project, &sibling, build(), settings)
        .await
        .unwrap();
    let folder = write(stage, name, FAULT, &[]);
    let one = Case::pushed(stage, project, &folder).await;
    let other = Case::of(stage, sibling, one.commit.clone()).await;
    (one, other)
}

/// Who leads and who follows, once that is decided.
pub(crate) async fn ranked(one: Case, other: Case) -> (Case, Case) {
    let follows = |view: &FixView| view.status == FixStatus::Queued && view.leader.is_some();
    let first = one.stage.until("one of two follows the other", async || {
        let views = [one.details().await.view, other.details().await.view];
        views.iter().position(follows)
    });
    if first.await == 0 {
        (other, one)
    } else {
        (one, other)
    }
}

#[test]
fn the_second_deployment_of_a_cause_waits_and_is_a_duplicate() {
    play(async |stage| {
        let (one, other) = twins(stage, "twins", FixSettings::default()).await;
        let (leader, follower) = ranked(one, other).await;
        let leading = leader.details().await.view.fix;
        let waiting = follower.details().await.view;
        assert_eq!(
            waiting.waiting,
            Some(Waiting::Leader {
                leader: leading.clone()
            }),
            "{}",
            story(&waiting)
        );
        assert!(waiting.attempts.is_empty());
        let merged = leader.merged().await;
        let duplicate = follower.ends(EndReason::Duplicate).await;
        assert!(
            duplicate.detail.contains(&merged.pull_request.unwrap().url),
            "{}",
            duplicate.detail
        );
        assert_eq!(duplicate.leader.map(|leader| leader.fix), Some(leading));
        assert!(duplicate.attempts.is_empty() && duplicate.spend == domain::Spend::default());
        leader.pull_request().await;
        follower.closes("COMPLETED").await;
    });
}

#[test]
fn a_cancelled_leader_hands_over() {
    play(async |stage| {
        let (one, other) = twins(stage, "heirs", approval()).await;
        let (leader, follower) = ranked(one, other).await;
        leader.reaches(FixStatus::Reviewing).await;
        assert_eq!(follower.details().await.view.status, FixStatus::Queued);
        leader.cancel("the other one shall do it").await;
        leader.ends(EndReason::Cancelled).await;
        let heir = follower.reaches(FixStatus::Reviewing).await;
        assert_eq!(heir.leader, None);
        let operations = &stage.installation.operations;
        operations
            .approve_fix(&follower.deployment, None, Outside::person())
            .await
            .unwrap();
        follower.merged().await;
        leader.pull_request().await;
    });
}

#[test]
fn a_leaders_failure_is_shared() {
    play(async |stage| {
        let (one, other) = twins(stage, "shared-end", approval()).await;
        let (leader, follower) = ranked(one, other).await;
        leader.reaches(FixStatus::Reviewing).await;
        let operations = &stage.installation.operations;
        operations
            .reject_fix(&leader.deployment, None, "no", Outside::person())
            .await
            .unwrap();
        let ended = leader.ends(EndReason::Rejected).await;
        let shared = follower.ends(EndReason::Rejected).await;
        assert!(
            shared.detail.contains(ended.fix.as_str()),
            "{}",
            shared.detail
        );
        assert!(shared.attempts.is_empty() && shared.spend == domain::Spend::default());
    });
}

#[test]
fn a_follower_that_is_cancelled_leaves_its_leader_alone() {
    play(async |stage| {
        let (one, other) = twins(stage, "leaves", approval()).await;
        let (leader, follower) = ranked(one, other).await;
        let shown = leader.reaches(FixStatus::Reviewing).await;
        follower.cancel("one is enough").await;
        let view = follower.ends(EndReason::Cancelled).await;
        assert!(view.attempts.is_empty(), "{}", story(&view));
        follower.closes("COMPLETED").await;
        let now = leader.details().await.view;
        assert_eq!((now.status, now.waiting), (shown.status, shown.waiting));
        leader.cancel("").await;
        // Nobody waits any more: the cause is free.
        leader.ends(EndReason::Cancelled).await;
        leader.closes("COMPLETED").await;
    });
}

/// What a careful team only watches is no repair for its neighbour.
#[test]
fn a_follower_that_may_write_goes_on_after_a_leader_that_observes() {
    play(async |stage| {
        let name = "watched-twin";
        let released = Arc::new(AtomicBool::new(false));
        let held = Held {
            released: Arc::clone(&released),
            then: Scripted::always(edit(name, ": string = 7;", ": number = 7;")),
        };
        stage.brains.set(name, held);
        let observing = FixSettings {
            observe: true,
            ..FixSettings::default()
        };
        let project = Case::project(stage, name, observing).await;
        let by_hand = FixSettings {
            auto_fix: false,
            ..FixSettings::default()
        };
        let sibling = stage
            .outside
            .sibling(
                &stage.installation,
                &project,
                "watched-twin-docs",
                build(),
                by_hand,
            )
            .await
            .unwrap();
        let folder = write(stage, name, FAULT, &[]);
        let leader = Case::pushed(stage, project, &folder).await;
        let follower = Case::of(stage, sibling, leader.commit.clone()).await;
        leader.reaches(FixStatus::Fixing).await;
        follower.ends(EndReason::AutoFixDisabled).await;
        follower.retry("").await;
        follower
            .again("it waits behind the one that observes", |view| {
                view.status == FixStatus::Queued && view.leader.is_some()
            })
            .await;
        released.store(true, Ordering::Relaxed);
        leader.ends(EndReason::Observed).await;
        let open = follower
            .again("it goes on by itself", |view| {
                view.status == FixStatus::PrCreated
            })
            .await;
        follower.merge(&open.pull_request.unwrap()).await;
        follower
            .again("merged", |view| view.reason == Some(EndReason::Merged))
            .await;
    });
}
