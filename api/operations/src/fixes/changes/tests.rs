use domain::{DeploymentId, FixId, FixStatus, FixView, Platform, SubscriptionId};
use jiff::Timestamp;
use store::{FixRow, FixState};

use super::*;
use crate::{
    engine::{Description, LastFailure, PendingState, Run},
    fixes::FixSummary,
};

fn look() -> FixDetails {
    let id: FixId = "fix_1".parse().unwrap();
    let deployment = DeploymentId("dpl_1".to_owned());
    let at = Timestamp::from_second(1_700_000_000).unwrap();
    let row = FixRow {
        id: id.clone(),
        workflow_id: "fix:vercel:dpl_1".to_owned(),
        platform: Platform::Vercel,
        deployment: deployment.clone(),
        project: "prj_x".to_owned(),
        state: FixState::default(),
        lineage: domain::Lineage::default(),
        created_at: at,
        updated_at: at,
        run_id: None,
        run_ordinal: 0,
        revision: 0,
    };
    let subscription: SubscriptionId = "sub_1".parse().unwrap();
    FixDetails {
        summary: FixSummary::of(row, None),
        view: FixView::new(
            id,
            "fix:vercel:dpl_1".to_owned(),
            Platform::Vercel,
            deployment,
            subscription,
        ),
        source: ViewSource::Workflow,
        run: Some(Description {
            run_id: "r".to_owned(),
            run: Run::Open,
            history_length: 9,
            activities: Vec::new(),
        }),
        doing: Vec::new(),
    }
}

fn activity(attempt: u32, progress: Option<&str>) -> PendingActivity {
    PendingActivity {
        id: "1".to_owned(),
        name: "attempt.verify".to_owned(),
        state: PendingState::Started,
        attempt,
        last_failure: (attempt > 1).then(|| LastFailure {
            kind: "Unavailable".to_owned(),
            message: "503".to_owned(),
        }),
        progress: progress.map(|text| serde_json::json!({ "phase": "install", "line": text })),
        next_try_at: None,
    }
}

#[test]
fn the_first_look_is_the_whole_and_the_second_nothing() {
    let now = look();
    assert!(matches!(
        changes(None, &now).as_slice(),
        [Change::Seen { .. }]
    ));
    assert_eq!(changes(Some(&now), &now), []);
}

#[test]
fn only_what_is_new_is_told() {
    let mut before = look();
    before.view.happened(1, "accepted");
    let mut now = before.clone();
    now.view.happened(2, "accepted");
    now.view.happened(3, "looking");
    now.view.note(3, "an early approve");
    now.view.status = FixStatus::Analyzing;
    now.view.detail = "looking at the deployment".to_owned();
    let kinds: Vec<String> = changes(Some(&before), &now)
        .iter()
        .map(|change| {
            serde_json::to_value(change).unwrap()["change"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(kinds, ["happened", "happened", "note", "status"]);
}

#[test]
fn a_timeline_that_lost_its_beginning_repeats_nothing() {
    let mut before = look();
    for n in 0..70 {
        before.view.happened(n, format!("event {n}"));
    }
    let mut now = before.clone();
    now.view.happened(70, "event 70");
    assert_eq!(
        changes(Some(&before), &now),
        [Change::Happened {
            at: 70,
            text: "event 70".to_owned()
        }]
    );
}

#[test]
fn steps_tell_of_tries_failures_and_progress_but_not_of_workers() {
    let with = |activity: PendingActivity| {
        let mut now = look();
        now.run.as_mut().unwrap().activities = vec![activity];
        now
    };
    let one = with(activity(1, None));
    let step = &changes(Some(&look()), &one)[0];
    assert!(
        matches!(step, Change::Step { step, attempt: 1, .. } if step.contains("fresh sandbox"))
    );
    let mut queued = activity(1, None);
    queued.state = PendingState::Scheduled;
    assert_eq!(changes(Some(&with(queued)), &one), []);
    let two = with(activity(2, Some("npm ci\u{1b}[31m")));
    let news = changes(Some(&one), &two);
    let Change::Step {
        failure: Some(failure),
        progress: Some(progress),
        attempt: 2,
        ..
    } = &news[0]
    else {
        panic!("{news:?}");
    };
    assert_eq!(
        (failure.as_str(), progress.as_str()),
        ("Unavailable: 503", "install: npm ci [31m")
    );
}
