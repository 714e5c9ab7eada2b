use proptest::prelude::*;

use super::*;

#[test]
fn nothing_known() {
    assert_eq!(Estimate::default().bound(b"hello"), 5);
}

#[test]
fn a_grown_conversation_costs_its_growth() {
    let estimate = Estimate::default();
    let (head, tail) = ("x".repeat(10_000), "y".repeat(5_000));
    estimate.learn(format!("{head}]{tail}").into_bytes(), 3000);
    let grown = format!("{head},{}]{tail}", "z".repeat(500));
    let bound = estimate.bound(grown.as_bytes());
    assert!((3000..3000 + 600).contains(&bound), "{bound}");
}

#[test]
fn another_conversation_is_not_known() {
    let estimate = Estimate::default();
    estimate.learn("x".repeat(10_000).into_bytes(), 3000);
    assert_eq!(estimate.bound("y".repeat(8000).as_bytes()), 8000);
    // Nor is one that lost most of what was known.
    assert_eq!(estimate.bound("x".repeat(5000).as_bytes()), 5000);
}

proptest! {
    /// With one token for each byte, the bound holds for any change in the middle.
    #[test]
    fn it_is_a_bound(head in "[a-c]{0,300}", old in "[a-c]{0,80}", new in "[a-c]{0,200}", tail in "[a-c]{0,300}") {
        let estimate = Estimate::default();
        let (before, after) = (format!("{head}{old}{tail}"), format!("{head}{new}{tail}"));
        estimate.learn(before.clone().into_bytes(), before.len() as u64);
        prop_assert!(estimate.bound(after.as_bytes()) >= after.len() as u64);
    }
}
