use domain::Budget;

use crate::{
    BudgetChange, Code,
    testing::{Bench, actor},
};

#[tokio::test]
async fn what_a_person_sets_overrides_the_configuration_until_it_is_reset() {
    let bench = Bench::new().await;
    let configured = bench.operations.show_budget().await.unwrap();
    assert_eq!(
        (configured.cap, configured.cap_is_set, configured.left),
        (Budget::default(), false, Budget::default())
    );
    let change = BudgetChange {
        cost_micros: Some(7_500_000),
        ..BudgetChange::default()
    };
    let set = bench.operations.set_budget(change, &actor()).await.unwrap();
    let expected = Budget {
        cost_micros: 7_500_000,
        ..Budget::default()
    };
    assert_eq!((set.cap, set.cap_is_set), (expected, true));
    let change = BudgetChange {
        model_calls: Some(0),
        ..BudgetChange::default()
    };
    let set = bench.operations.set_budget(change, &actor()).await.unwrap();
    assert_eq!(
        (set.cap.model_calls, set.cap.cost_micros),
        (0, 7_500_000),
        "the rest stays as it was set"
    );
    let nothing = bench
        .operations
        .set_budget(BudgetChange::default(), &actor())
        .await
        .unwrap_err();
    assert_eq!(nothing.code(), Code::InvalidArgument);
    let reset = bench.operations.reset_budget(&actor()).await.unwrap();
    assert_eq!((reset.cap, reset.cap_is_set), (Budget::default(), false));
}

#[tokio::test]
async fn a_stored_cap_that_is_no_budget_is_never_guessed() {
    let bench = Bench::new().await;
    bench
        .operations
        .store
        .settings
        .put(
            store::BUDGET_OF_DAY,
            serde_json::json!("plenty"),
            jiff::Timestamp::now(),
        )
        .await
        .unwrap();
    let error = bench.operations.show_budget().await.unwrap_err();
    assert_eq!(error.code(), Code::Internal);
}
