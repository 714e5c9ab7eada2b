//! A model that never stops is ended by its budget.

use domain::{AttemptOutcome, Budget, EndReason, FixSettings};

use crate::{
    brains::Endless,
    case::{Case, FAULT, story},
    stage::{Stage, play},
};

async fn ends(stage: &'static Stage, name: &str, varied: bool) {
    stage.brains.set(name, Endless { varied });
    let budget = Budget {
        model_calls: 8,
        ..Budget::default()
    };
    let settings = FixSettings {
        budget,
        ..FixSettings::default()
    };
    let case = Case::with(stage, name, FAULT, &[], settings).await;
    let view = case.ends(EndReason::BudgetExhausted).await;
    assert_eq!(
        view.attempts.last().unwrap().outcome,
        AttemptOutcome::BudgetExhausted,
        "{}",
        story(&view)
    );
    assert!(
        (1..=8).contains(&view.spend.model_calls),
        "{:?}",
        view.spend
    );
    assert!(view.spend.tokens() <= budget.tokens && view.spend.cost_micros <= budget.cost_micros);
    assert!(
        view.spend.tokens() > 0 && view.spend.cost_micros > 0,
        "{:?}",
        view.spend
    );
    case.is_private().await;
}

#[test]
fn a_model_that_repeats_itself_for_ever() {
    play(async |stage| ends(stage, "endless-same", false).await);
}

#[test]
fn a_model_that_goes_on_for_ever() {
    play(async |stage| ends(stage, "endless-varied", true).await);
}
