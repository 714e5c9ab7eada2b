//! A model that never stops is ended by its budget.

use std::time::{Duration, SystemTime};

use domain::{AttemptOutcome, Budget, EndReason, FixSettings, Waiting};

use e2e::Outside;
use operations::{BudgetChange, FixFilter, PageRequest};

use crate::{
    brains::{Endless, repair},
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

/// The cap of the day counts for the whole installation: other tests that ask meanwhile wait, too, and go on.
#[test]
fn the_budget_of_the_day_is_waited_for() {
    play(async |stage| {
        let name = "waits-for-money";
        stage.brains.set(name, repair(name));
        let operations = &stage.installation.operations;
        let person = Outside::person();
        let nothing = BudgetChange {
            cost_micros: Some(0),
            ..BudgetChange::default()
        };
        operations.set_budget(nothing, &person).await.unwrap();
        let case = Case::faulty(stage, name).await;
        // What waits says for what, where people look. Nothing may fail before the cap is what it was.
        let listed = stage.until("the list says that it waits for money", async || {
            let filter = FixFilter {
                text: Some(name.to_owned()),
                ..FixFilter::default()
            };
            let page = operations.list_fixes(filter, PageRequest::first(5)).await;
            let fix = page.ok()?.items.into_iter().next()?;
            matches!(fix.waiting, Some(Waiting::Budget { .. })).then_some(fix)
        });
        let listed = tokio::time::timeout(Duration::from_secs(120), listed).await;
        let waits = case.details().await.view;
        operations.reset_budget(&person).await.unwrap();
        assert!(listed.is_ok(), "{}", story(&waits));
        let Some(Waiting::Budget { until }) = waits.waiting else {
            panic!("{:?}", waits.waiting)
        };
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let now = i64::try_from(now.unwrap().as_millis()).unwrap();
        assert!((now..=now + 86_400_000).contains(&until), "{until}");
        assert_eq!(waits.spend.model_calls, 0);
        let merged = case.merged().await;
        assert!(merged.spend.model_calls > 0);
        assert_eq!(merged.attempts.len(), 1, "{}", story(&merged));
    });
}
