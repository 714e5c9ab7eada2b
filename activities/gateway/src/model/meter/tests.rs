use proptest::prelude::*;

use super::*;

const PRICES: Prices = Prices {
    input: 3_000_000,
    cached_input: 300_000,
    output: 15_000_000,
};

fn tokens(input: u64, cached: u64, output: u64) -> Tokens {
    Tokens {
        input,
        cached,
        output,
    }
}

#[test]
fn reservations_are_settled_by_what_was_used() {
    let meter = Meter::new(
        Caps {
            calls: 10,
            tokens: 1000,
            cost_micros: 10_000,
        },
        PRICES,
    );
    let reservation = meter.reserve(tokens(400, 0, 100)).unwrap();
    assert_eq!(meter.snapshot().cost_micros, 0);
    reservation.settle(tokens(100, 50, 10));
    let used = meter.snapshot();
    assert_eq!(
        (
            used.calls,
            used.input_tokens,
            used.cached_tokens,
            used.output_tokens
        ),
        (1, 100, 50, 10)
    );
    assert_eq!(used.cost_micros, 150 + 15 + 150);
    assert_eq!(used.failed_calls, 0);
}

#[test]
fn unsettled_reservations_are_charged_and_released_ones_are_not() {
    let meter = Meter::new(
        Caps {
            calls: 10,
            tokens: 1000,
            cost_micros: 10_000,
        },
        PRICES,
    );
    meter.reserve(tokens(10, 0, 10)).unwrap().release();
    let used = meter.snapshot();
    assert_eq!((used.calls, used.cost_micros, used.failed_calls), (1, 0, 1));
    drop(meter.reserve(tokens(10, 0, 10)).unwrap());
    assert_eq!(meter.snapshot().cost_micros, 30 + 150);
}

#[test]
fn what_is_only_reserved_makes_a_call_wait() {
    let meter = Meter::new(
        Caps {
            calls: 10,
            tokens: 1000,
            cost_micros: u64::MAX,
        },
        PRICES,
    );
    let first = meter.reserve(tokens(600, 0, 0)).unwrap();
    assert_eq!(meter.reserve(tokens(600, 0, 0)).unwrap_err(), Refusal::Busy);
    first.settle(tokens(100, 0, 0));
    assert!(meter.reserve(tokens(600, 0, 0)).is_ok());
    assert_eq!(meter.snapshot().exhausted, None);
}

#[test]
fn exhaustion_is_final() {
    let meter = Meter::new(
        Caps {
            calls: 10,
            tokens: 100,
            cost_micros: u64::MAX,
        },
        PRICES,
    );
    assert_eq!(
        meter.reserve(tokens(101, 0, 0)).unwrap_err(),
        Refusal::Exhausted(Exhausted::Tokens)
    );
    assert_eq!(
        meter.reserve(tokens(1, 0, 0)).unwrap_err(),
        Refusal::Exhausted(Exhausted::Tokens)
    );
    meter.exhaust(Exhausted::Loop);
    assert_eq!(meter.snapshot().exhausted, Some(Exhausted::Tokens));
}

#[test]
fn small_calls_are_not_free() {
    let meter = Meter::new(
        Caps {
            calls: 10,
            tokens: 100,
            cost_micros: 10,
        },
        Prices {
            input: 1,
            cached_input: 0,
            output: 1,
        },
    );
    meter
        .reserve(tokens(1, 0, 1))
        .unwrap()
        .settle(tokens(1, 0, 0));
    assert_eq!(meter.snapshot().cost_micros, 1);
}

proptest! {
    /// Whatever the order of reservations and settlements, used and reserved together keep the caps.
    #[test]
    fn caps_hold(
        caps in (1u64..20, 1u64..2000, 1u64..5000),
        steps in prop::collection::vec((0u64..300, 0u64..100, 0u8..4), 1..60),
    ) {
        let caps = Caps { calls: caps.0, tokens: caps.1, cost_micros: caps.2 };
        let meter = Meter::new(caps, PRICES);
        let mut open = Vec::new();
        for (input, output, step) in steps {
            if step == 0 || open.is_empty() {
                open.extend(meter.reserve(tokens(input, 0, output)).ok());
            } else {
                let reservation: Reservation = open.swap_remove(open.len() / 2);
                match step {
                    // A model that stays within what was reserved.
                    1 => {
                        let within = input.min(reservation.bound.input);
                        reservation.settle(tokens(within, 0, 0));
                    }
                    2 => reservation.release(),
                    _ => drop(reservation),
                }
            }
            let state = meter.lock();
            prop_assert!(state.used.calls <= caps.calls);
            let tokens = state.used.input_tokens + state.used.output_tokens;
            prop_assert!(tokens + state.reserved_tokens <= caps.tokens);
            prop_assert!(state.used.cost_micros + state.reserved_cost <= caps.cost_micros);
        }
        open.clear();
        let state = meter.lock();
        prop_assert_eq!((state.reserved_tokens, state.reserved_cost), (0, 0));
    }
}
