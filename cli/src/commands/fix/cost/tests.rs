use domain::{AttemptOutcome, Budget, Spend};
use operations::{AttemptCost, FixCost};

use super::text;

#[test]
fn what_a_fix_cost_attempt_by_attempt() {
    let spend = Spend {
        model_calls: 3,
        input_tokens: 9_000,
        output_tokens: 1_000,
        cost_micros: 42_000,
    };
    let cost = FixCost {
        fix: "fix_01".parse().unwrap(),
        spent: spend,
        reserved: spend,
        cap: Some(Budget::default()),
        attempts: vec![AttemptCost {
            number: 1,
            outcome: AttemptOutcome::Green,
            fixer: Some("agent:opencode".to_owned()),
            spend,
            sandbox_milliseconds: 61_500,
        }],
    };
    insta::assert_snapshot!(text(&cost), @r"
    fix            fix_01
    spent          $0.042, 10000 tokens, 3 calls
    reserved       $0.042, 10000 tokens, 3 calls by the attempt that runs now
    cap            $2.00, 2000000 tokens, 60 calls
    attempt 1      $0.042, 10000 tokens, 3 calls, 61.5 s in the sandbox  agent:opencode
    ");
}
