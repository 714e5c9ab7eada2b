use std::time::Duration;

use proptest::prelude::*;

use super::Schedule;

#[test]
fn intervals_grow_to_the_longest() {
    let schedule = Schedule {
        first: 100,
        most: 400,
        deadline: i64::MAX,
    };
    let delays: Vec<u128> = (1..=16)
        .map(|n| schedule.next(n, 0).unwrap().as_millis())
        .collect();
    assert_eq!(
        delays,
        [
            100, 100, 100, 100, 100, 200, 200, 200, 200, 200, 400, 400, 400, 400, 400, 400
        ]
    );
}

#[test]
fn the_deadline_ends_the_poll() {
    let schedule = Schedule {
        first: 100,
        most: 400,
        deadline: 1_000,
    };
    assert_eq!(schedule.next(1, 1_000), None);
    assert_eq!(schedule.next(1, 2_000), None);
    assert_eq!(schedule.next(1, 950), Some(Duration::from_millis(50)));
}

proptest! {
    #[test]
    fn a_delay_is_never_longer_than_the_time_left(first in 0u64..1_000_000, most in 0u64..1_000_000, attempt: u32, now: i64, deadline: i64) {
        if let Some(delay) = (Schedule { first, most, deadline }).next(attempt, now) {
            prop_assert!(!delay.is_zero());
            prop_assert!(i128::from(deadline) - i128::from(now) >= 1);
            if let Some(left) = deadline.checked_sub(now) {
                prop_assert!(delay.as_millis() <= left.unsigned_abs().into());
            }
        }
    }
}
