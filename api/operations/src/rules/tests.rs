use domain::{ErrorType, Platform, RuleAction, RuleConditions};

use crate::{
    ActionChange, ActionKind, Code, ConditionsChange, NewRule, RuleCase, RuleChange, RuleSummary,
    RuleVerdict,
    testing::{Bench, actor},
};

const LOG: &str =
    "src/cart.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'.\n";

fn rule(name: &str, priority: i32, conditions: RuleConditions) -> NewRule {
    NewRule {
        name: name.to_owned(),
        subscription: None,
        priority,
        conditions,
        action: RuleAction::Skip,
    }
}

fn pattern(text: &str) -> RuleConditions {
    RuleConditions {
        pattern: Some(text.to_owned()),
        ..RuleConditions::default()
    }
}

async fn add(bench: &Bench, new: NewRule) -> RuleSummary {
    bench.operations.add_rule(new, &actor()).await.unwrap()
}

#[tokio::test]
async fn a_wrong_pattern_is_shown_where_it_is_wrong() {
    let bench = Bench::new().await;
    let refused = async |conditions| {
        let error = bench
            .operations
            .add_rule(rule("x", 0, conditions), &actor())
            .await
            .unwrap_err();
        assert_eq!(error.code(), Code::BadPattern);
        error.sentence().to_owned()
    };
    insta::assert_snapshot!(refused(pattern("error (TS[0-9]+")).await, @r"
    pattern: unclosed group (at character 7)
      error (TS[0-9]+
            ^
    ");
    let long = format!("{}(", "a".repeat(200));
    insta::assert_snapshot!(refused(pattern(&long)).await, @r"
    pattern: unclosed group (at character 201)
      aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa(
                                              ^
    ");
    let globs = RuleConditions {
        files: vec!["src/[".to_owned()],
        ..RuleConditions::default()
    };
    assert!(refused(globs).await.starts_with("files: `src/[`"));
    assert!(bench.operations.list_rules().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_rule_changes_part_by_part() {
    let bench = Bench::new().await;
    let conditions = RuleConditions {
        error_types: vec![ErrorType::Typescript],
        ..pattern("TS2322")
    };
    let added = add(&bench, rule("types", 5, conditions)).await;
    let set = async |change: RuleChange| bench.operations.set_rule("types", change, &actor()).await;
    let prompt = |kind| RuleChange {
        action: ActionChange {
            kind,
            prompt: Some("be brief".to_owned()),
            ..ActionChange::default()
        },
        ..RuleChange::default()
    };
    let error = set(prompt(None)).await.unwrap_err();
    assert_eq!(error.code(), Code::InvalidArgument);
    assert!(error.sentence().contains("--action fix"));
    let wrong = RuleChange {
        conditions: ConditionsChange {
            pattern: Some("(".to_owned()),
            ..ConditionsChange::default()
        },
        ..RuleChange::default()
    };
    let error = set(wrong).await.unwrap_err();
    assert_eq!(error.code(), Code::BadPattern, "refused as when it is made");
    let changed = set(prompt(Some(ActionKind::Fix))).await.unwrap();
    let fix = |max_attempts| RuleAction::Fix {
        prompt: Some("be brief".to_owned()),
        fixer: None,
        require_approval: false,
        max_attempts,
        max_cost_micros: max_attempts.map(|_| 250_000),
    };
    assert_eq!((&changed.rule.action, changed.version), (&fix(None), 2));
    assert_eq!(changed.rule.conditions, added.rule.conditions);
    let narrower = RuleChange {
        conditions: ConditionsChange {
            pattern: Some(String::new()),
            branches: Some(vec!["main".to_owned()]),
            ..ConditionsChange::default()
        },
        action: ActionChange {
            max_attempts: Some(2),
            max_cost_micros: Some(250_000),
            ..ActionChange::default()
        },
        enabled: Some(false),
        version: Some(2),
        ..RuleChange::default()
    };
    let changed = set(narrower.clone()).await.unwrap();
    assert_eq!(changed.rule.action, fix(Some(2)));
    assert_eq!(changed.rule.conditions.pattern, None);
    assert!(!changed.rule.enabled);
    assert_eq!(set(narrower).await.unwrap_err().code(), Code::Conflict);
    let error = bench
        .operations
        .set_rule("nothing", RuleChange::default(), &actor())
        .await
        .unwrap_err();
    assert_eq!(error.code(), Code::RuleNotFound);
    bench
        .operations
        .remove_rule("types", &actor())
        .await
        .unwrap();
    assert!(bench.operations.list_rules().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_test_says_of_each_rule_whether_and_why() {
    let bench = Bench::new().await;
    add(&bench, rule("second", 2, pattern("TS\\d+"))).await;
    add(&bench, rule("first", 1, pattern("not assignable"))).await;
    add(&bench, rule("other", 0, pattern("ENOENT"))).await;
    let off = add(&bench, rule("off", -1, RuleConditions::default())).await;
    let disable = RuleChange {
        enabled: Some(false),
        ..RuleChange::default()
    };
    bench
        .operations
        .set_rule("off", disable, &actor())
        .await
        .unwrap();
    // A rule of an older version that cannot be compiled any more.
    let mut broken = bench.operations.find_rule("other").await.unwrap();
    broken.rule.id = domain::RuleId::new();
    broken.rule.name = "broken".to_owned();
    broken.rule.priority = -9;
    broken.rule.conditions = pattern("(");
    bench.operations.store.rules.insert(broken).await.unwrap();

    let case = || RuleCase::Log {
        log: LOG.as_bytes().to_vec(),
        platform: Platform::Vercel,
        repository: Some("acme/web".to_owned()),
        branch: None,
        subscription: None,
    };
    let report = bench.operations.test_rules(None, case()).await.unwrap();
    assert_eq!(report.diagnosis.error_type, ErrorType::Typescript);
    assert_eq!(report.action, Some(RuleAction::Skip));
    let said: Vec<String> = report
        .rules
        .iter()
        .map(|tried| {
            let verdict = match &tried.verdict {
                RuleVerdict::Wins { .. } => "wins",
                RuleVerdict::Matches { .. } => "matches",
                RuleVerdict::Disabled { .. } => "disabled",
                RuleVerdict::Differs { .. } => "differs",
                RuleVerdict::Broken { .. } => "broken",
            };
            format!("{} {verdict}", tried.rule.rule.name)
        })
        .collect();
    assert_eq!(
        said,
        [
            "broken broken",
            "off disabled",
            "other differs",
            "first wins",
            "second matches"
        ]
    );
    let one = bench
        .operations
        .test_rules(Some(off.rule.id.as_str()), case())
        .await
        .unwrap();
    assert_eq!((one.rules.len(), one.action), (1, None));
}

#[tokio::test]
async fn only_the_rules_of_a_subscription_are_tried_for_it() {
    let bench = Bench::new().await;
    let (subscription, _, _) = bench.subscribed().await;
    add(&bench, rule("all", 0, RuleConditions::default())).await;
    let own = NewRule {
        subscription: Some("my-app".to_owned()),
        ..rule("own", -1, RuleConditions::default())
    };
    let own = add(&bench, own).await;
    assert_eq!(own.subscription, Some(subscription.id));
    let log = |subscription: Option<&str>| RuleCase::Log {
        log: LOG.as_bytes().to_vec(),
        platform: Platform::Vercel,
        repository: None,
        branch: Some("main".to_owned()),
        subscription: subscription.map(str::to_owned),
    };
    let names = async |case| {
        let report = bench.operations.test_rules(None, case).await.unwrap();
        let rules = report.rules.into_iter();
        rules.map(|tried| tried.rule.rule.name).collect::<Vec<_>>()
    };
    assert_eq!(names(log(Some("my-app"))).await, ["own", "all"]);
    let error = bench
        .operations
        .test_rules(None, log(Some("nothing")))
        .await
        .unwrap_err();
    assert_eq!(error.code(), Code::SubscriptionNotFound);
    let error = bench
        .operations
        .test_rules(None, RuleCase::Fix("dpl_unknown".to_owned()))
        .await
        .unwrap_err();
    assert_eq!(error.code(), Code::FixNotFound);
}
