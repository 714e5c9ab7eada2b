//! Stories of claims.

use domain::{Actor, Budget, Channel, EndReason, FixId, Spend};
use futures::future::join_all;

use super::{at, fix, repository};
use crate::{
    AttemptRow, Caps, CauseKey, Claim, GrantedAttempt, Release, Reservation, Reserve, Scope, Store,
    StoreError,
};

fn key() -> CauseKey {
    CauseKey {
        repository: repository("shop"),
        base_branch: "main".to_owned(),
        root_directory: String::new(),
        fingerprint: "fp1:00".to_owned(),
    }
}

pub(super) async fn one_owner_many_followers(store: Store) {
    let causes = &store.root_causes;
    let fixes: Vec<_> = (0..12).map(|_| FixId::new()).collect();
    let shared = key();
    let claims = join_all(fixes.iter().map(|fix| causes.claim(&shared, fix, at(1)))).await;
    let claims: Vec<_> = claims.into_iter().map(Result::unwrap).collect();
    let owner = fixes[claims
        .iter()
        .position(|claim| *claim == Claim::Acquired)
        .unwrap()]
    .clone();
    assert_eq!(
        claims
            .iter()
            .filter(|claim| **claim == Claim::Acquired)
            .count(),
        1
    );
    assert!(claims.iter().all(|claim| *claim == Claim::Acquired
        || *claim
            == Claim::Held {
                leader: owner.clone()
            }));
    assert_eq!(
        causes.claim(&key(), &owner, at(2)).await,
        Ok(Claim::Acquired),
        "again"
    );
    let id = key().id();
    let waiting = causes.followers(&id).await.unwrap();
    assert_eq!(waiting.len(), 11);
    assert!(!waiting.contains(&owner));
    let elsewhere = CauseKey {
        base_branch: "next".to_owned(),
        ..key()
    };
    assert_eq!(
        causes.claim(&elsewhere, &waiting[0], at(2)).await,
        Ok(Claim::Acquired),
        "another cause"
    );
    assert_eq!(causes.held().await.unwrap().len(), 2);

    let thief = causes
        .release(&id, &waiting[0], EndReason::Cancelled, at(3))
        .await
        .unwrap();
    assert!(!thief.released, "only the owner releases");
    assert_eq!(causes.get(&id).await.unwrap().holder, Some(owner.clone()));
    causes.detach(&id, &waiting[0]).await.unwrap();
    let released = causes
        .release(&id, &owner, EndReason::Merged, at(3))
        .await
        .unwrap();
    assert_eq!(
        released,
        Release {
            released: true,
            followers: waiting[1..].to_vec()
        }
    );
    let again = causes
        .release(&id, &owner, EndReason::Internal, at(4))
        .await
        .unwrap();
    assert_eq!(
        again,
        Release {
            released: false,
            followers: waiting[1..].to_vec()
        },
        "repeated, to wake them again"
    );
    let row = causes.get(&id).await.unwrap();
    assert_eq!(
        (row.holder, row.outcome, row.solved_at),
        (None, Some(EndReason::Merged), Some(at(3)))
    );
    assert_eq!(row.key, key());

    assert_eq!(
        causes.claim(&key(), &waiting[5], at(5)).await,
        Ok(Claim::Acquired)
    );
    assert!(
        !causes.followers(&id).await.unwrap().contains(&waiting[5]),
        "an owner does not follow"
    );
    assert!(matches!(
        causes
            .get(
                &CauseKey {
                    fingerprint: String::new(),
                    ..key()
                }
                .id()
            )
            .await,
        Err(StoreError::NotFound { .. })
    ));
}

pub(super) async fn hand_over(store: Store) {
    let causes = &store.root_causes;
    let [first, second, third] = [FixId::new(), FixId::new(), FixId::new()];
    let id = key().id();
    for (n, fix) in [&first, &third, &second].into_iter().enumerate() {
        causes
            .claim(&key(), fix, at(10 * i64::try_from(n).unwrap()))
            .await
            .unwrap();
    }
    assert_eq!(
        causes.followers(&id).await.unwrap(),
        [third.clone(), second.clone()],
        "by time, not by id"
    );
    let next = causes
        .hand_over(&id, &first, EndReason::Cancelled, at(40))
        .await
        .unwrap();
    assert_eq!(next, Some(third.clone()), "the oldest follower");
    let repeated = causes
        .hand_over(&id, &first, EndReason::Cancelled, at(41))
        .await
        .unwrap();
    assert_eq!(
        repeated,
        Some(third.clone()),
        "repeating it changes nothing"
    );
    assert_eq!(
        causes.claim(&key(), &third, at(42)).await,
        Ok(Claim::Acquired)
    );
    assert_eq!(
        causes.followers(&id).await.unwrap(),
        std::slice::from_ref(&second)
    );
    assert_eq!(
        causes
            .hand_over(&id, &third, EndReason::Internal, at(43))
            .await,
        Ok(Some(second.clone()))
    );
    assert_eq!(
        causes
            .hand_over(&id, &second, EndReason::Internal, at(44))
            .await,
        Ok(None),
        "nobody waits"
    );
    assert_eq!(causes.held().await.unwrap(), []);
    assert_eq!(
        causes.claim(&key(), &first, at(45)).await,
        Ok(Claim::Acquired),
        "free"
    );
}

pub(super) async fn counters(store: Store) {
    let causes = &store.root_causes;
    let owner = fix(&store, "dpl_1").await;
    let id = key().id();
    let grant = |name: &str, at| GrantedAttempt {
        key: name.to_owned(),
        fix: owner.clone(),
        actor: Actor::new("ada", Channel::Cli),
        at,
    };
    assert!(matches!(
        causes.grant_attempt(&id, grant("a", at(1))).await,
        Err(StoreError::NotFound { .. })
    ));
    causes.claim(&key(), &owner, at(1)).await.unwrap();
    assert_eq!(causes.grant_attempt(&id, grant("a", at(2))).await, Ok(1));
    assert_eq!(
        causes.grant_attempt(&id, grant("a", at(3))).await,
        Ok(1),
        "the same retry"
    );
    assert_eq!(causes.grant_attempt(&id, grant("b", at(4))).await, Ok(2));
    for number in 1..=3 {
        let attempt = AttemptRow::begun(
            owner.clone(),
            number,
            Some(id.clone()),
            "a".repeat(40),
            at(5),
        );
        store.attempts.save(&attempt).await.unwrap();
    }
    let much = Budget {
        model_calls: 9,
        tokens: 9_000,
        cost_micros: 9_000,
    };
    let wish = Reserve {
        fix: owner.clone(),
        cause: id.clone(),
        attempt: 1,
        token: "try-1".to_owned(),
        day: jiff::civil::date(2026, 11, 21),
        want: much,
        caps: Caps {
            fix: much,
            cause: much,
            day: much,
        },
        at: at(6),
    };
    let Reservation::Granted {
        id: reservation, ..
    } = store.budgets.reserve(wish).await.unwrap()
    else {
        panic!("nothing is spent yet")
    };
    let spend = Spend {
        model_calls: 1,
        input_tokens: 20,
        output_tokens: 3,
        cost_micros: 400,
    };
    store
        .budgets
        .settle(&reservation, spend, at(7))
        .await
        .unwrap();
    let row = causes.get(&id).await.unwrap();
    assert_eq!((row.attempts, row.granted, row.spend), (3, 2, spend));
    assert_eq!(
        causes.held().await.as_deref(),
        Ok(std::slice::from_ref(&row))
    );

    causes
        .release(&id, &owner, EndReason::AttemptsExhausted, at(8))
        .await
        .unwrap();
    assert_eq!(
        causes.get(&id).await.unwrap().attempts,
        3,
        "a failure resets nothing"
    );
    causes.claim(&key(), &owner, at(9)).await.unwrap();
    causes
        .release(&id, &owner, EndReason::Merged, at(10))
        .await
        .unwrap();
    let row = causes.get(&id).await.unwrap();
    assert_eq!(
        (row.attempts, row.granted, row.spend),
        (0, 0, Spend::default()),
        "solved: a new count"
    );
    assert_eq!(
        store
            .budgets
            .account(Scope::Cause(id))
            .await
            .unwrap()
            .committed(),
        Spend::default()
    );
    assert_eq!(
        store
            .budgets
            .account(Scope::Fix(owner))
            .await
            .unwrap()
            .spent,
        spend,
        "the fix has still spent it"
    );
}
