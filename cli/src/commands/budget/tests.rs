use domain::{Budget, Spend};
use operations::BudgetReport;

use super::text;

fn report() -> BudgetReport {
    BudgetReport {
        day: "2026-11-20".parse().unwrap(),
        cap: Budget {
            model_calls: 100,
            tokens: 5_000_000,
            cost_micros: 20_000_000,
        },
        cap_is_set: true,
        spent: Spend {
            model_calls: 12,
            input_tokens: 100_000,
            output_tokens: 4_000,
            cost_micros: 1_234_500,
        },
        reserved: Spend::default(),
        left: Budget {
            model_calls: 88,
            tokens: 4_896_000,
            cost_micros: 18_765_500,
        },
        cause: Budget::default(),
        fix: Budget::default(),
        sandbox_slots: 2,
    }
}

#[test]
fn caps_and_what_counts_against_them() {
    insta::assert_snapshot!(text(&report()), @r"
    day            2026-11-20 (UTC)
    cap            $20.00, 5000000 tokens, 100 calls  set by hand; `regreen budget set --reset` goes back to the configuration
    spent          $1.2345, 104000 tokens, 12 calls
    reserved       $0.00, 0 tokens, 0 calls by attempts that run now
    left           $18.7655, 4896000 tokens, 88 calls
    each cause     $2.00, 2000000 tokens, 60 calls
    each fix       $2.00, 2000000 tokens, 60 calls  unless its subscription says otherwise
    sandbox slots  2
    ");
}

#[test]
fn a_used_up_day_is_said() {
    let mut used_up = report();
    used_up.left.cost_micros = 0;
    assert!(text(&used_up).contains("used up: no attempt calls the model until"));
}
