use domain::{Diagnosis, ErrorType, Platform, Rule, RuleAction, RuleConditions, RuleId};

use super::{Facts, RuleSet, RuleTrial};
use crate::Analyzer;

fn diagnosis() -> Diagnosis {
    let mut analyzer = Analyzer::new(None);
    analyzer.push_bytes(
        b"src/shop/cart.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'.\n",
    );
    analyzer.finish()
}

fn rule(id: &str, priority: i32, conditions: RuleConditions) -> Rule {
    Rule {
        id: format!("rul_{id}").parse::<RuleId>().unwrap(),
        name: format!("rule {id}"),
        priority,
        enabled: true,
        conditions,
        action: RuleAction::Skip,
    }
}

fn facts(diagnosis: &Diagnosis) -> Facts<'_> {
    Facts {
        diagnosis,
        platform: Platform::Vercel,
        repository: "acme/web",
        branch: Some("feature/cart"),
    }
}

fn matched(rules: &[Rule]) -> Option<String> {
    let (set, errors) = RuleSet::compile(rules);
    assert!(errors.is_empty(), "{errors:?}");
    set.decide(&facts(&diagnosis()))
        .matched
        .map(|matched| matched.name)
}

#[test]
fn every_condition_must_hold() {
    let all = RuleConditions {
        error_types: vec![ErrorType::Typescript],
        pattern: Some("TS23\\d\\d".into()),
        platforms: vec![Platform::Vercel],
        repositories: vec!["acme/*".into()],
        branches: vec!["feature/**".into()],
        files: vec!["src/**/*.ts".into()],
    };
    assert_eq!(
        matched(&[rule("a", 1, all.clone())]).as_deref(),
        Some("rule a")
    );
    let broken = [
        RuleConditions {
            error_types: vec![ErrorType::Build],
            ..all.clone()
        },
        RuleConditions {
            pattern: Some("TS99".into()),
            ..all.clone()
        },
        RuleConditions {
            platforms: vec![Platform::Render],
            ..all.clone()
        },
        RuleConditions {
            repositories: vec!["other/*".into()],
            ..all.clone()
        },
        RuleConditions {
            branches: vec!["main".into(), "feature".into()],
            ..all.clone()
        },
        RuleConditions {
            files: vec!["*.ts".into()],
            ..all
        },
    ];
    let mut reasons = Vec::new();
    for conditions in broken {
        let rule = rule("a", 1, conditions);
        assert_eq!(matched(std::slice::from_ref(&rule)), None, "{rule:?}");
        match RuleSet::try_rule(&rule, &facts(&diagnosis())).unwrap() {
            RuleTrial::Differs { why } => reasons.push(why),
            RuleTrial::Matches { why } => panic!("{why}"),
        }
    }
    assert_eq!(
        reasons,
        [
            "error type is typescript, not build",
            "pattern `TS99` matches neither `src/shop/cart.ts(3,7): error TS2322: Type 'string' is not assignable to \
             type 'number'.` nor its context",
            "platform is vercel, not render",
            "repository `acme/web` does not match `other/*`",
            "branch `feature/cart` does not match `main` or `feature`",
            "file `src/shop/cart.ts` does not match `*.ts`",
        ]
    );
}

#[test]
fn one_rule_is_tried_by_itself() {
    let diagnosis = diagnosis();
    let mut off = rule("a", 1, RuleConditions::default());
    off.enabled = false;
    let matches = RuleTrial::Matches {
        why: "the rule has no conditions".to_owned(),
    };
    assert_eq!(RuleSet::try_rule(&off, &facts(&diagnosis)), Ok(matches));
    let branch = RuleConditions {
        branches: vec!["main".into()],
        ..RuleConditions::default()
    };
    let unknown = Facts {
        branch: None,
        ..facts(&diagnosis)
    };
    assert_eq!(
        RuleSet::try_rule(&rule("a", 1, branch), &unknown),
        Ok(RuleTrial::Differs {
            why: "no branch is known to match `main`".to_owned()
        })
    );
    let wrong = RuleConditions {
        pattern: Some("(".into()),
        ..RuleConditions::default()
    };
    assert!(RuleSet::try_rule(&rule("a", 1, wrong), &unknown).is_err());
}

#[test]
fn the_lowest_priority_number_wins_then_the_id() {
    let any = RuleConditions::default();
    let rules = [
        rule("c", 5, any.clone()),
        rule("b", 5, any.clone()),
        rule("z", -1, any.clone()),
        rule("a", 9, any),
    ];
    assert_eq!(matched(&rules).as_deref(), Some("rule z"));
    assert_eq!(matched(&rules[..2]).as_deref(), Some("rule b"));
}

#[test]
fn a_disabled_rule_never_matches() {
    let mut off = rule("a", 1, RuleConditions::default());
    off.enabled = false;
    assert_eq!(matched(&[off]), None);
}

#[test]
fn without_a_rule_the_failure_is_fixed() {
    let (set, _) = RuleSet::compile(&[]);
    let decision = set.decide(&facts(&diagnosis()));
    assert_eq!(decision.matched, None);
    assert!(matches!(
        decision.action,
        RuleAction::Fix {
            prompt: None,
            require_approval: false,
            ..
        }
    ));
}

#[test]
fn a_bad_rule_is_reported_and_does_not_stop_the_others() {
    let bad = rule(
        "bad",
        1,
        RuleConditions {
            pattern: Some("größe(".into()),
            ..Default::default()
        },
    );
    let huge = rule(
        "huge",
        1,
        RuleConditions {
            pattern: Some("(?:a{1000}){1000}".into()),
            ..Default::default()
        },
    );
    let glob = rule(
        "glob",
        1,
        RuleConditions {
            files: vec!["src/[".into()],
            ..Default::default()
        },
    );
    let long = rule(
        "long",
        1,
        RuleConditions {
            pattern: Some("a".repeat(2000)),
            ..Default::default()
        },
    );
    let good = rule("good", 2, RuleConditions::default());
    let (set, errors) = RuleSet::compile(&[bad, huge, glob, long, good]);
    assert_eq!(
        set.decide(&facts(&diagnosis()))
            .matched
            .map(|matched| matched.name)
            .as_deref(),
        Some("rule good")
    );
    let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(told.join("\n"));
    assert_eq!(errors[0].position, Some(5));
}

#[test]
fn the_reason_names_what_matched() {
    let conditions = RuleConditions {
        branches: vec!["feature/*".into()],
        files: vec!["**/cart.ts".into()],
        ..Default::default()
    };
    let (set, _) = RuleSet::compile(&[rule("a", 1, conditions)]);
    let why = set
        .decide(&facts(&diagnosis()))
        .matched
        .map(|matched| matched.why);
    assert_eq!(
        why.as_deref(),
        Some(
            "branch `feature/cart` matches `feature/*`; file `src/shop/cart.ts` matches `**/cart.ts`"
        )
    );
}

#[test]
fn catastrophic_looking_patterns_end() {
    let conditions = RuleConditions {
        pattern: Some("(a+)+$".into()),
        ..Default::default()
    };
    let mut diagnosis = diagnosis();
    diagnosis.primary_line = "a".repeat(600) + "b";
    let (set, errors) = RuleSet::compile(&[rule("a", 1, conditions)]);
    assert!(errors.is_empty());
    assert!(set.decide(&facts(&diagnosis)).matched.is_none());
}

/// What decides may stand beside the error, not in it.
#[test]
fn a_pattern_may_match_the_lines_around() {
    let mut analyzer = Analyzer::new(None);
    analyzer.push_bytes(
        b"using the legacy checkout\nsrc/a.ts(3,7): error TS2304: Cannot find name 'x'.\n",
    );
    let diagnosis = analyzer.finish();
    assert!(!diagnosis.primary_line.contains("legacy"));
    let conditions = RuleConditions {
        pattern: Some("legacy checkout".into()),
        ..RuleConditions::default()
    };
    let tried = RuleSet::try_rule(&rule("a", 1, conditions), &facts(&diagnosis)).unwrap();
    assert!(matches!(tried, RuleTrial::Matches { .. }), "{tried:?}");
}
