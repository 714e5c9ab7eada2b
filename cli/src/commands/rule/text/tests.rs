use domain::{ErrorType, Rule, RuleAction, RuleConditions};
use jiff::Timestamp;
use operations::{RuleTestReport, TriedRule};

use super::*;

fn rule(name: &str, conditions: RuleConditions, action: RuleAction) -> RuleSummary {
    RuleSummary {
        rule: Rule {
            id: "rul_1".parse().unwrap(),
            name: name.to_owned(),
            priority: 10,
            enabled: true,
            conditions,
            action,
        },
        subscription: None,
        created_at: Timestamp::UNIX_EPOCH,
        version: 2,
        unreadable: None,
    }
}

fn narrow() -> RuleConditions {
    RuleConditions {
        error_types: vec![ErrorType::Typescript, ErrorType::Build],
        pattern: Some("TS\\d+".to_owned()),
        branches: vec!["main".to_owned()],
        ..RuleConditions::default()
    }
}

#[test]
fn a_rule_reads_as_a_sentence() {
    let fix = RuleAction::Fix {
        prompt: Some("keep the public API".to_owned()),
        fixer: Some("opencode".to_owned()),
        require_approval: true,
        max_attempts: Some(2),
        max_cost_micros: Some(500_000),
    };
    insta::assert_snapshot!(details(&rule("types", narrow(), fix)), @r"
    rule           types (rul_1)
    counts         yes
    priority       10
    for            all subscriptions
    when           error is typescript or build
                   error matches TS\d+
                   branch is main
    then           fix
                   with nothing but opencode
                   in at most 2 attempts
                   for at most $0.50
                   after a person's approval
                   telling the agent: keep the public API
    version        2
    ");
    let mut off = rule("all", RuleConditions::default(), RuleAction::NotifyOnly);
    off.rule.enabled = false;
    assert_eq!(
        line(&off),
        [
            "10",
            "all (disabled)",
            "always",
            "tell people, do not fix",
            "all",
            "rul_1"
        ]
    );
}

#[test]
fn a_test_says_which_rule_wins_and_why_the_others_do_not() {
    let mut analyzer = diagnosis::Analyzer::new(None);
    analyzer.push_bytes(
        b"src/cart.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'.\n",
    );
    let tried = |name: &str, verdict| TriedRule {
        rule: rule(name, narrow(), RuleAction::Skip),
        verdict,
    };
    let why = |text: &str| text.to_owned();
    let it = RuleTestReport {
        diagnosis: analyzer.finish(),
        rules: vec![
            tried(
                "a",
                RuleVerdict::Broken {
                    why: why("unclosed group"),
                },
            ),
            tried(
                "b",
                RuleVerdict::Differs {
                    why: why("branch `x` does not match `main`"),
                },
            ),
            tried(
                "c",
                RuleVerdict::Wins {
                    why: why("error type is typescript"),
                },
            ),
            tried(
                "d",
                RuleVerdict::Matches {
                    why: why("the rule has no conditions"),
                },
            ),
            tried(
                "e",
                RuleVerdict::Disabled {
                    why: why("the rule has no conditions"),
                },
            ),
        ],
        action: Some(RuleAction::Skip),
    };
    insta::assert_snapshot!(report(&it), @r"
    diagnosis      typescript: src/cart.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'.
    files          src/cart.ts
    BROKEN         a (priority 10)
                   unclosed group
    no             b (priority 10)
                   branch `x` does not match `main`
    WINS           c (priority 10)
                   error type is typescript
    matches        d (priority 10)
                   the rule has no conditions
    disabled       e (priority 10)
                   the rule has no conditions
    so             leave it alone
    ");
    let nothing = RuleTestReport {
        rules: Vec::new(),
        action: None,
        ..it
    };
    assert!(
        report(&nothing)
            .ends_with("so             no rule matches: it is fixed as its subscription says")
    );
}

#[test]
fn a_rule_that_cannot_be_read_is_shown_as_broken() {
    let mut odd = rule("odd", RuleConditions::default(), RuleAction::Skip);
    odd.unreadable = Some("no such field".to_owned());
    let line = line(&odd);
    assert_eq!(line[1..4], ["odd (BROKEN)", "no such field", "nothing"]);
    let page = details(&odd);
    assert!(
        page.contains("BROKEN") && page.contains("no such field"),
        "{page}"
    );
    assert!(!page.contains("always"), "{page}");
}
