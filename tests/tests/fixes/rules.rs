//! The user's rules.

use domain::{EndReason, ErrorType, FixSettings, FixStatus, RuleAction, RuleConditions};
use e2e::Outside;
use operations::NewRule;

use crate::{
    brains::{prompts, repair},
    case::{Case, FAULT, write},
    stage::play,
};

#[test]
fn a_rule_skips() {
    play(async |stage| {
        let name = "skipped-by-rule";
        let project = Case::project(stage, name, FixSettings::default()).await;
        let rule = |name: &str, priority: i32, error_type: ErrorType| NewRule {
            name: name.to_owned(),
            subscription: Some(project.id.clone()),
            priority,
            conditions: RuleConditions {
                error_types: vec![error_type],
                ..RuleConditions::default()
            },
            action: RuleAction::Skip,
        };
        let operations = &stage.installation.operations;
        operations
            .add_rule(
                rule("not this one", 1, ErrorType::Dependency),
                &Outside::person(),
            )
            .await
            .unwrap();
        operations
            .add_rule(
                rule("types are mine", 2, ErrorType::Typescript),
                &Outside::person(),
            )
            .await
            .unwrap();
        let folder = write(stage, name, FAULT, &[]);
        let case = Case::pushed(stage, project, &folder).await;
        let view = case.ends(EndReason::Rule).await;
        assert_eq!(view.rule.as_deref(), Some("types are mine"));
        assert!(view.detail.contains("types are mine"), "{}", view.detail);
        assert!(view.attempts.is_empty());
        case.is_private().await;
        case.closes("COMPLETED").await;
    });
}

#[test]
fn a_rules_words_reach_the_agent() {
    play(async |stage| {
        let name = "advised";
        stage.brains.set(name, repair(name));
        let project = Case::project(stage, name, FixSettings::default()).await;
        let words = "Rates are numbers in this house.";
        let rule = NewRule {
            name: "house rules".to_owned(),
            subscription: Some(project.id.clone()),
            priority: 1,
            conditions: RuleConditions {
                pattern: Some("TS2322".to_owned()),
                ..RuleConditions::default()
            },
            action: RuleAction::Fix {
                prompt: Some(words.to_owned()),
                fixer: None,
                require_approval: false,
                max_attempts: None,
                max_cost_micros: None,
            },
        };
        stage
            .installation
            .operations
            .add_rule(rule, &Outside::person())
            .await
            .unwrap();
        let folder = write(stage, name, FAULT, &[]);
        let case = Case::pushed(stage, project, &folder).await;
        let view = case.reaches(FixStatus::PrCreated).await;
        assert_eq!(view.rule.as_deref(), Some("house rules"));
        let asked = prompts(&stage.model.requests(), name);
        assert_eq!(asked.len(), 1);
        assert!(
            asked[0].contains(&format!("```text\n{words}\n```")),
            "{}",
            asked[0]
        );
        case.merge(&view.pull_request.unwrap()).await;
        case.ends(EndReason::Merged).await;
    });
}
