use proptest::prelude::*;

use super::{EndReason, FixStatus};

#[test]
fn the_documented_life_is_legal() {
    use FixStatus::{Analyzing, Fixing, Merged, Pending, PrCreated, Queued, Reviewing};
    for life in [
        vec![
            Pending, Queued, Analyzing, Fixing, Reviewing, PrCreated, Merged,
        ],
        vec![
            Pending, Queued, Analyzing, Queued, Fixing, PrCreated, Fixing, PrCreated, Merged,
        ],
        vec![
            Pending,
            Queued,
            Analyzing,
            Fixing,
            Reviewing,
            Fixing,
            FixStatus::Failed,
        ],
    ] {
        for pair in life.windows(2) {
            assert_eq!(pair[0].to(pair[1]), Ok(pair[1]));
        }
    }
}

#[test]
fn only_a_person_leaves_an_end() {
    for end in FixStatus::ALL.into_iter().filter(|s| s.is_end()) {
        for to in FixStatus::ALL {
            assert!(end.to(to).is_err(), "{end} -> {to}");
        }
    }
    assert_eq!(FixStatus::Failed.retried(), Ok(FixStatus::Queued));
    assert!(FixStatus::Merged.retried().is_err());
    assert!(FixStatus::Fixing.retried().is_err());
}

#[test]
fn names_and_reasons_survive_the_round_trip() {
    for status in FixStatus::ALL {
        assert_eq!(status.as_str().parse(), Ok(status));
        assert_eq!(serde_json::to_value(status).unwrap(), status.as_str());
    }
    for reason in EndReason::ALL {
        assert_eq!(reason.as_str().parse(), Ok(reason));
        assert_eq!(serde_json::to_value(reason).unwrap(), reason.as_str());
        assert!(reason.status().is_end());
    }
}

proptest! {
    /// However a fix walks, it never revives by itself and always can end.
    #[test]
    fn walks_never_leave_an_end(steps in prop::collection::vec(0usize..10, 0..40)) {
        let mut status = FixStatus::Pending;
        for step in steps {
            let to = FixStatus::ALL[step];
            match status.to(to) {
                Ok(next) => { prop_assert!(!status.is_end()); status = next; }
                Err(error) => prop_assert_eq!((error.from, error.to), (status, to)),
            }
            if !status.is_end() {
                prop_assert!(status.to(FixStatus::Failed).is_ok());
                prop_assert!(status.to(FixStatus::Cancelled).is_ok());
            }
        }
    }
}
