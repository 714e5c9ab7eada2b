//! The table of signals × states: every message in every status has an effect or leaves a remark.

use contract::signals::{
    Approve, Cancel, CauseEvent, DeploymentEvent, PullRequestEvent, PushEvent, Reject, Retry,
};
use domain::{
    Actor, DeploymentId, EndReason, FixId, FixStatus, FixView, Platform, PullRequestLink,
    SubscriptionId, Waiting,
};
use proptest::prelude::*;

use super::{Mailbox, Message, REMEMBERED, Reception, Verdict};

const PATCH: &str = "0123456789ab";

fn view(status: FixStatus) -> FixView {
    let mut view = FixView::new(
        FixId::new(),
        "fix:vercel:dpl_1".to_owned(),
        Platform::Vercel,
        DeploymentId("dpl_1".to_owned()),
        SubscriptionId::new(),
    );
    view.status = status;
    if status == FixStatus::Reviewing {
        view.waiting = Some(Waiting::Approval {
            patch: PATCH.to_owned(),
            why: vec![],
        });
    }
    view
}

fn counts(reception: &Reception) -> bool {
    matches!(reception, Reception::Counts(_))
}

fn approve(patch: Option<&str>) -> Message {
    Message::Approve(Approve {
        patch: patch.map(str::to_owned),
        ..Approve::default()
    })
}

fn reject() -> Message {
    Message::Reject(Reject {
        reason: "no".to_owned(),
        ..Reject::default()
    })
}

#[test]
fn cancel_counts_until_the_end() {
    for status in FixStatus::ALL {
        let mut mailbox = Mailbox::default();
        let reception = mailbox.accept(&view(status), Message::Cancel(Cancel::default()));
        assert_eq!(mailbox.cancel.is_some(), !status.is_end(), "{status}");
        assert_eq!(counts(&reception), !status.is_end(), "{status}");
        if mailbox.cancel.is_some() {
            let second = mailbox.accept(&view(status), Message::Cancel(Cancel::default()));
            assert!(second.remark().is_some(), "a second one in {status}");
        }
    }
}

#[test]
fn retry_counts_at_rest_in_review_on_a_pull_request_and_as_the_start_of_a_run() {
    use FixStatus::{Failed, Pending, PrCreated, Reviewing};
    for status in FixStatus::ALL {
        let mut mailbox = Mailbox::default();
        let reception = mailbox.accept(&view(status), Message::Retry(Retry::default()));
        let wanted = [Pending, Failed, Reviewing, PrCreated].contains(&status);
        assert_eq!(mailbox.retry.is_some(), wanted, "{status}");
        assert_eq!(counts(&reception), wanted, "{status}");
    }
}

#[test]
fn decisions_count_only_in_review() {
    for status in FixStatus::ALL {
        for message in [approve(None), reject()] {
            let mut mailbox = Mailbox::default();
            let reception = mailbox.accept(&view(status), message);
            let reviewing = status == FixStatus::Reviewing;
            assert_eq!(mailbox.verdict.is_some(), reviewing, "{status}");
            assert_eq!(counts(&reception), reviewing, "{status}");
        }
    }
}

#[test]
fn a_decision_on_another_patch_or_a_second_one_is_a_remark() {
    let view = view(FixStatus::Reviewing);
    let mut mailbox = Mailbox::default();
    let reception = mailbox.accept(&view, approve(Some("feedfeedfeed")));
    let remark = reception.remark().unwrap();
    assert!(
        remark.contains("feedfeedfeed") && remark.contains(PATCH),
        "{remark}"
    );
    assert_eq!(mailbox.verdict, None);
    assert!(counts(&mailbox.accept(&view, approve(Some(PATCH)))));
    assert!(mailbox.accept(&view, reject()).remark().is_some());
    assert_eq!(
        mailbox.verdict,
        Some(Verdict::Approved {
            actor: Actor::default()
        })
    );
}

#[test]
fn events_wake_those_who_can_use_them() {
    for status in FixStatus::ALL {
        let messages = [
            Message::Deployment(DeploymentEvent {
                delivery: "d1".to_owned(),
                ..DeploymentEvent::default()
            }),
            Message::PullRequest(PullRequestEvent {
                delivery: "d2".to_owned(),
                ..PullRequestEvent::default()
            }),
        ];
        for message in messages {
            let mut mailbox = Mailbox::default();
            let reception = mailbox.accept(&view(status), message);
            let useful = !status.is_end() && status != FixStatus::Pending;
            assert_eq!(mailbox.news || mailbox.pushed, useful, "{status}");
            assert_eq!(counts(&reception), useful, "{status}");
            assert_eq!(mailbox.news, status == FixStatus::PrCreated, "{status}");
        }
    }
}

#[test]
fn a_push_is_told_apart_by_its_branch() {
    let mut view = view(FixStatus::PrCreated);
    view.pull_request = Some(PullRequestLink {
        number: 1,
        url: String::new(),
        branch: "regreen/x".to_owned(),
        head: String::new(),
        state: "open".to_owned(),
    });
    let push = |branch: &str| {
        Message::Push(PushEvent {
            branch: branch.to_owned(),
            ..PushEvent::default()
        })
    };
    let mut mailbox = Mailbox::default();
    assert!(counts(&mailbox.accept(&view, push("regreen/x"))));
    assert!(mailbox.news && !mailbox.pushed);
    assert!(counts(&mailbox.accept(&view, push("main"))));
    assert!(mailbox.pushed);
    for status in FixStatus::ALL {
        view.status = status;
        let mut mailbox = Mailbox::default();
        let reception = mailbox.accept(&view, push("main"));
        assert_eq!(mailbox.pushed, !status.is_end(), "{status}");
        assert_eq!(counts(&reception), !status.is_end(), "{status}");
    }
}

/// By whatever channel a message comes again: with the same id it counts once, and leaves no second remark.
#[test]
fn a_message_with_an_id_counts_once() {
    let id = || "comment:7".to_owned();
    let messages: [fn(String) -> Message; 4] = [
        |id| {
            Message::Cancel(Cancel {
                id,
                ..Cancel::default()
            })
        },
        |id| {
            Message::Retry(Retry {
                id,
                ..Retry::default()
            })
        },
        |id| {
            Message::Approve(Approve {
                id,
                ..Approve::default()
            })
        },
        |id| {
            Message::Reject(Reject {
                id,
                ..Reject::default()
            })
        },
    ];
    for message in messages {
        for status in FixStatus::ALL {
            let mut mailbox = Mailbox::default();
            let first = mailbox.accept(&view(status), message(id()));
            let second = mailbox.accept(&view(status), message(id()));
            assert_eq!(second, Reception::Repeated(counts(&first)), "{status}");
        }
    }
}

#[test]
fn a_leaders_end_counts_while_the_fix_claims_or_waits() {
    for status in FixStatus::ALL {
        let event = CauseEvent {
            leader: FixId::new(),
            reason: EndReason::Merged,
            pull_request: None,
            lead: false,
        };
        let mut mailbox = Mailbox::default();
        let reception = mailbox.accept(&view(status), Message::Cause(event));
        let waits = matches!(status, FixStatus::Analyzing | FixStatus::Queued);
        assert_eq!(mailbox.cause.is_some(), waits, "{status}");
        assert_eq!(counts(&reception), waits, "{status}");
    }
}

proptest! {
    /// Repeated deliveries count once, in any order, and the memory of them is bounded.
    #[test]
    fn deliveries_count_once(ids in prop::collection::vec(0u32..40, 0..200)) {
        let view = view(FixStatus::PrCreated);
        let mut mailbox = Mailbox::default();
        let mut known = std::collections::BTreeSet::new();
        for id in ids {
            mailbox.news = false;
            mailbox.accept(&view, Message::PullRequest(PullRequestEvent { delivery: format!("d{id}"), ..PullRequestEvent::default() }));
            prop_assert_eq!(mailbox.news, known.insert(id));
        }
        prop_assert!(mailbox.seen.len() <= REMEMBERED);
    }
}

#[test]
fn the_memory_of_deliveries_is_bounded() {
    let view = view(FixStatus::PrCreated);
    let mut mailbox = Mailbox::default();
    for id in 0..REMEMBERED * 3 {
        mailbox.accept(
            &view,
            Message::Deployment(DeploymentEvent {
                delivery: format!("d{id}"),
                ..DeploymentEvent::default()
            }),
        );
    }
    assert_eq!(
        (mailbox.seen.len(), mailbox.order.len()),
        (REMEMBERED, REMEMBERED)
    );
}
