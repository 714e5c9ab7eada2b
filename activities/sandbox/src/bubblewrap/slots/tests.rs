use super::*;

/// Numbers that no other test and no real sandbox uses.
const BASE: u32 = 4_000_000_000;

#[tokio::test]
async fn the_lowest_free_slot_is_given() {
    let slots = Slots::new(BASE, 3, None);
    let (first, second) = (slots.acquire().await, slots.acquire().await);
    assert_eq!(
        (first.identity, second.identity),
        (Identity::Dedicated(BASE), Identity::Dedicated(BASE + 1))
    );
    drop(first);
    assert_eq!(slots.acquire().await.identity, Identity::Dedicated(BASE));
}

#[tokio::test]
async fn a_job_waits_for_a_slot() {
    let slots = Arc::new(Slots::new(BASE + 10, 1, None));
    let held = slots.acquire().await;
    let waiting = tokio::spawn({
        let slots = Arc::clone(&slots);
        async move { slots.acquire().await.identity }
    });
    tokio::task::yield_now().await;
    assert!(!waiting.is_finished());
    drop(held);
    assert_eq!(waiting.await.unwrap(), Identity::Dedicated(BASE + 10));
}

#[tokio::test]
async fn two_supervisors_share_no_user() {
    let (one, two) = (
        Slots::new(BASE + 20, 2, None),
        Slots::new(BASE + 20, 2, None),
    );
    let first = one.acquire().await;
    let second = two.acquire().await;
    assert_ne!(first.identity, second.identity);
}

#[tokio::test]
async fn without_privileges_everyone_is_oneself() {
    let slots = Slots::new(BASE, 2, Some(1234));
    let (first, second) = (slots.acquire().await, slots.acquire().await);
    assert_eq!(
        (first.identity, second.identity),
        (Identity::Own(1234), Identity::Own(1234))
    );
    assert_eq!(first.identity.dedicated(), None);
}
