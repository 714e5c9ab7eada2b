use domain::{
    AttemptOutcome, AttemptView, Diagnosis, EndReason, ErrorType, FindingKind, FixSettings,
    PolicyFinding, Spend,
};

use super::{
    Remedy, RuleEffect, attempts_allowed, branch_name, budget, exhausted, questions, remedy,
};

fn diagnosis(transient: bool, fixable: bool) -> Diagnosis {
    Diagnosis {
        error_type: ErrorType::Other,
        primary_line: "connect ETIMEDOUT".to_owned(),
        primary_line_number: None,
        context: vec![],
        affected_files: vec![],
        packages: vec![],
        failed_command: None,
        exit_code: None,
        workspace_package: None,
        other_errors: 0,
        confidence: 1.0,
        fingerprint: "fp1:0".to_owned(),
        transient,
        fixable_in_repository: fixable,
        framework: "none".to_owned(),
        package_manager: "npm".to_owned(),
        votes: vec![],
    }
}

fn attempt(outcome: AttemptOutcome) -> AttemptView {
    AttemptView {
        number: 1,
        parent: String::new(),
        outcome,
        detail: "no calls left".to_owned(),
        patch: None,
        findings: vec![],
        proof: None,
        transcript: None,
        log: None,
        spend: Spend::default(),
        sandbox_milliseconds: 0,
    }
}

#[test]
fn a_fault_of_the_platform_is_redeployed_once_and_never_fixed() {
    assert_eq!(remedy(&diagnosis(true, false), false), Remedy::Redeploy);
    assert_eq!(remedy(&diagnosis(true, true), false), Remedy::Redeploy);
    assert!(
        matches!(remedy(&diagnosis(true, false), true), Remedy::Nothing(why) if why.contains("again"))
    );
    assert!(matches!(
        remedy(&diagnosis(false, false), false),
        Remedy::Nothing(_)
    ));
    assert_eq!(remedy(&diagnosis(false, true), false), Remedy::Fix);
    assert_eq!(remedy(&diagnosis(true, true), true), Remedy::Fix);
}

#[test]
fn a_rule_can_only_lower_the_attempts_and_people_add_to_them() {
    let settings = FixSettings {
        max_attempts: 3,
        ..FixSettings::default()
    };
    let rule = |most| RuleEffect {
        max_attempts: most,
        ..RuleEffect::default()
    };
    assert_eq!(attempts_allowed(&settings, &rule(None), 0), 3);
    assert_eq!(attempts_allowed(&settings, &rule(Some(1)), 0), 1);
    assert_eq!(attempts_allowed(&settings, &rule(Some(9)), 2), 5);
}

#[test]
fn a_rule_can_only_lower_the_cost() {
    let settings = FixSettings::default();
    let rule = |most| RuleEffect {
        max_cost_micros: most,
        ..RuleEffect::default()
    };
    let whole = settings.budget.cost_micros;
    assert_eq!(budget(&settings, &rule(None)), settings.budget);
    assert_eq!(budget(&settings, &rule(Some(1_000))).cost_micros, 1_000);
    assert_eq!(budget(&settings, &rule(Some(u64::MAX))).cost_micros, whole);
}

#[test]
fn the_end_says_what_was_used_up() {
    assert_eq!(
        exhausted(&[attempt(AttemptOutcome::BudgetExhausted)], 3).reason,
        EndReason::BudgetExhausted
    );
    assert_eq!(
        exhausted(&[attempt(AttemptOutcome::StillRed)], 3).reason,
        EndReason::AttemptsExhausted
    );
    assert!(exhausted(&[], 3).detail.contains("other fixes"));
}

#[test]
fn a_person_is_asked_for_a_finding_the_subscription_or_a_rule() {
    let finding = PolicyFinding {
        kind: FindingKind::CiConfiguration,
        path: ".github/workflows/x.yml".to_owned(),
        line: Some(3),
        detail: "changes CI".to_owned(),
        refused: false,
    };
    let plain = FixSettings::default();
    assert!(questions(&plain, &RuleEffect::default(), &[]).is_empty());
    assert!(
        questions(&plain, &RuleEffect::default(), &[finding])[0]
            .contains(".github/workflows/x.yml:3")
    );
    let careful = FixSettings {
        require_approval: true,
        ..FixSettings::default()
    };
    let rule = RuleEffect {
        require_approval: Some("rule x".to_owned()),
        ..RuleEffect::default()
    };
    assert_eq!(questions(&careful, &rule, &[]).len(), 2);
}

#[test]
fn a_branch_name_is_stable_and_tells_fixes_apart() {
    let fix = "fix_01k0000000000000000000000a".parse().unwrap();
    assert_eq!(
        branch_name("regreen/", ErrorType::Typescript, &fix),
        "regreen/typescript-000000000a"
    );
}
