use super::*;

const OPEN: Duration = Duration::from_secs(10);

fn breaker() -> (Breaker, Instant) {
    (
        Breaker::new(BreakerOptions {
            failures: 3,
            open_for: OPEN,
        }),
        Instant::now(),
    )
}

#[test]
fn opens_after_failures_in_a_row_and_only_for_that_host() {
    let (breaker, now) = breaker();
    for _ in 0..3 {
        assert_eq!(breaker.permit("a", now), Ok(()));
        breaker.record("a", false, now);
    }
    assert_eq!(breaker.permit("a", now), Err(OPEN));
    assert_eq!(breaker.permit("b", now), Ok(()));
}

#[test]
fn a_good_answer_resets_the_count() {
    let (breaker, now) = breaker();
    for healthy in [false, false, true, false, false] {
        breaker.record("a", healthy, now);
    }
    assert_eq!(breaker.permit("a", now), Ok(()));
}

#[test]
fn one_trial_after_the_period_decides() {
    let (breaker, now) = breaker();
    for _ in 0..3 {
        breaker.record("a", false, now);
    }
    let later = now + OPEN;
    assert_eq!(breaker.permit("a", later), Ok(()), "the trial");
    assert_eq!(
        breaker.permit("a", later),
        Err(OPEN),
        "everybody else waits"
    );
    breaker.record("a", true, later);
    assert_eq!(breaker.permit("a", later), Ok(()));
}

#[test]
fn a_failed_trial_opens_again() {
    let (breaker, now) = breaker();
    for _ in 0..3 {
        breaker.record("a", false, now);
    }
    let later = now + OPEN;
    assert_eq!(breaker.permit("a", later), Ok(()));
    breaker.record("a", false, later);
    assert_eq!(breaker.permit("a", later + OPEN / 2), Err(OPEN / 2));
}

#[test]
fn the_memory_is_bounded() {
    let (breaker, now) = breaker();
    for index in 0..2_000 {
        breaker.record(&format!("host-{index}"), false, now);
    }
    assert_eq!(breaker.circuits.lock().unwrap().len(), MOST_HOSTS);
}

#[test]
fn zero_turns_it_off() {
    let breaker = Breaker::new(BreakerOptions {
        failures: 0,
        open_for: OPEN,
    });
    let now = Instant::now();
    for _ in 0..100 {
        breaker.record("a", false, now);
    }
    assert_eq!(breaker.permit("a", now), Ok(()));
}
