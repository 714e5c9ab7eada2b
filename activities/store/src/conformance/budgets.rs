//! Stories of money.

use domain::{Budget, FixId, Spend};
use futures::future::join_all;
use jiff::civil::date;

use super::at;
use crate::{
    Caps, CauseId, Exhausted, Reservation, ReservationId, Reserve, Scope, Store, StoreError,
};

fn budget(amount: u32) -> Budget {
    Budget {
        model_calls: amount,
        tokens: u64::from(amount) * 1_000,
        cost_micros: u64::from(amount) * 1_000,
    }
}

fn spend(amount: u32) -> Spend {
    Spend {
        model_calls: amount,
        input_tokens: u64::from(amount) * 900,
        output_tokens: u64::from(amount) * 100,
        cost_micros: u64::from(amount) * 1_000,
    }
}

fn wish(fix: &FixId, attempt: u32, token: &str) -> Reserve {
    Reserve {
        fix: fix.clone(),
        cause: CauseId("cau_1".to_owned()),
        attempt,
        token: token.to_owned(),
        day: date(2026, 11, 21),
        want: budget(10),
        caps: Caps {
            fix: budget(25),
            cause: budget(40),
            day: budget(100),
        },
        at: at(i64::from(attempt)),
    }
}

async fn granted(store: &Store, wish: Reserve) -> (ReservationId, Budget) {
    match store.budgets.reserve(wish).await.unwrap() {
        Reservation::Granted { id, budget } => (id, budget),
        Reservation::Exhausted(which) => panic!("{which}"),
    }
}

pub(super) async fn reserve_and_settle(store: Store) {
    let budgets = &store.budgets;
    let (fix, other) = (FixId::new(), FixId::new());
    let (first, amount) = granted(&store, wish(&fix, 1, "a")).await;
    assert_eq!(amount, budget(10));
    assert_eq!(
        granted(&store, wish(&fix, 1, "a")).await,
        (first.clone(), amount),
        "the same token, the same answer"
    );
    let account = budgets.account(Scope::Fix(fix.clone())).await.unwrap();
    assert_eq!(
        (account.spent, account.reserved),
        (Spend::default(), Spend::forfeited(&budget(10)))
    );
    assert_eq!(budgets.settle(&first, spend(4), at(2)).await, Ok(spend(4)));
    assert_eq!(
        budgets.settle(&first, spend(9), at(3)).await,
        Ok(spend(4)),
        "the first answer stays"
    );
    let account = budgets
        .account(Scope::Attempt(fix.clone(), 1))
        .await
        .unwrap();
    assert_eq!(
        (account.spent, account.reserved),
        (spend(4), Spend::default())
    );

    let (second, _) = granted(&store, wish(&fix, 2, "a")).await;
    budgets.settle(&second, spend(10), at(3)).await.unwrap();
    let (_, rest) = granted(&store, wish(&fix, 3, "a")).await;
    assert_eq!(rest, budget(10), "25 - 14 leave more than the wish");
    let (_, rest) = granted(&store, wish(&fix, 4, "a")).await;
    assert_eq!(rest, budget(1), "what the fix has left");
    let none = budgets.reserve(wish(&fix, 5, "a")).await;
    assert_eq!(none, Ok(Reservation::Exhausted(Exhausted::Fix)));
    let (_, rest) = granted(&store, wish(&other, 1, "a")).await;
    assert_eq!(rest, budget(10));
    let (_, rest) = granted(&store, wish(&other, 2, "a")).await;
    assert_eq!(rest, budget(5), "what the cause has left");
    let third = FixId::new();
    assert_eq!(
        budgets.reserve(wish(&third, 1, "a")).await,
        Ok(Reservation::Exhausted(Exhausted::Cause))
    );
    let elsewhere = |day| Reserve {
        cause: CauseId("cau_2".to_owned()),
        caps: Caps {
            day: budget(40),
            ..wish(&third, 1, "a").caps
        },
        day,
        ..wish(&third, 1, "a")
    };
    let today = budgets.reserve(elsewhere(date(2026, 11, 21))).await;
    assert_eq!(today, Ok(Reservation::Exhausted(Exhausted::Day)));
    assert_eq!(
        granted(&store, elsewhere(date(2026, 11, 22))).await.1,
        budget(10),
        "tomorrow is another day"
    );
    let nothing = Reserve {
        want: Budget {
            model_calls: 0,
            ..budget(1)
        },
        ..wish(&other, 9, "a")
    };
    assert_eq!(
        budgets.reserve(nothing).await,
        Ok(Reservation::Exhausted(Exhausted::Attempt))
    );
    let unknown = budgets
        .settle(&ReservationId("none".to_owned()), spend(1), at(9))
        .await;
    assert!(matches!(unknown, Err(StoreError::NotFound { .. })));
    let endless = Budget {
        model_calls: u32::MAX,
        tokens: u64::MAX,
        cost_micros: u64::MAX,
    };
    let wish = Reserve {
        cause: CauseId("cau_3".to_owned()),
        day: date(2027, 1, 1),
        want: endless,
        caps: Caps {
            fix: endless,
            cause: endless,
            day: endless,
        },
        ..wish(&FixId::new(), 1, "a")
    };
    let (id, _) = granted(&store, wish.clone()).await;
    let most = Spend {
        model_calls: u32::MAX,
        input_tokens: u64::MAX,
        output_tokens: u64::MAX,
        cost_micros: u64::MAX,
    };
    budgets.settle(&id, most, at(9)).await.unwrap();
    // Sums of the greatest amounts do not overflow.
    let second = budgets.reserve(Reserve { attempt: 2, ..wish }).await;
    assert_eq!(second, Ok(Reservation::Exhausted(Exhausted::Fix)));
}

pub(super) async fn killed_attempts_forfeit(store: Store) {
    let budgets = &store.budgets;
    let fix = FixId::new();
    let (killed, _) = granted(&store, wish(&fix, 1, "first try")).await;
    let (second, amount) = granted(&store, wish(&fix, 1, "second try")).await;
    assert_eq!(amount, budget(10));
    let account = budgets.account(Scope::Fix(fix.clone())).await.unwrap();
    assert_eq!(
        account.spent,
        Spend::forfeited(&budget(10)),
        "the first try's reservation is lost"
    );
    let late = budgets.settle(&killed, spend(1), at(9)).await;
    assert_eq!(late, Ok(Spend::forfeited(&budget(10))), "and stays so");
    let (_, amount) = granted(&store, wish(&fix, 1, "third try")).await;
    assert_eq!(amount, budget(5), "killing wins nothing");
    assert_eq!(
        budgets.settle(&second, spend(1), at(9)).await,
        Ok(Spend::forfeited(&budget(10)))
    );
    assert_eq!(budgets.forfeit(&fix, at(10)).await, Ok(1));
    assert_eq!(budgets.forfeit(&fix, at(10)).await, Ok(0));
    let account = budgets.account(Scope::Fix(fix.clone())).await.unwrap();
    assert_eq!(
        (account.spent, account.reserved),
        (Spend::forfeited(&budget(25)), Spend::default())
    );
    assert_eq!(
        budgets.reserve(wish(&fix, 1, "fourth try")).await,
        Ok(Reservation::Exhausted(Exhausted::Fix))
    );
}

pub(super) async fn no_race_beats_a_cap(store: Store) {
    let fixes: Vec<_> = (0..20).map(|_| FixId::new()).collect();
    let answers = join_all(
        fixes
            .iter()
            .map(|fix| store.budgets.reserve(wish(fix, 1, "a"))),
    )
    .await;
    let granted: u32 = answers
        .into_iter()
        .map(|answer| match answer.unwrap() {
            Reservation::Granted { budget, .. } => budget.model_calls,
            Reservation::Exhausted(_) => 0,
        })
        .sum();
    assert_eq!(granted, 40, "the cause's cap, not a call more or less");
}
