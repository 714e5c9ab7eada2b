//! Patches that a person must decide on.

use domain::{EndReason, FindingKind, FixSettings, FixStatus, RuleAction, RuleConditions, Waiting};
use e2e::Outside;
use operations::NewRule;
use serde_json::json;
use world::{ScriptStep, Scripted};

use crate::{
    brains::{edit, repair},
    case::{Case, FAULT, approval, write},
    stage::play,
};

#[test]
fn a_rule_asks_for_approval() {
    play(async |stage| {
        let name = "asks-approval";
        stage.brains.set(name, repair(name));
        let project = Case::project(stage, name, FixSettings::default()).await;
        let rule = NewRule {
            name: "careful".to_owned(),
            subscription: Some(project.id.clone()),
            priority: 10,
            conditions: RuleConditions {
                branches: vec!["main".to_owned()],
                ..RuleConditions::default()
            },
            action: RuleAction::Fix {
                prompt: None,
                fixer: None,
                require_approval: true,
                max_attempts: None,
                max_cost_micros: None,
            },
        };
        let operations = &stage.installation.operations;
        operations.add_rule(rule, &Outside::person()).await.unwrap();
        let folder = write(stage, name, FAULT, &[]);
        let case = Case::pushed(stage, project, &folder).await;
        let view = case.reaches(FixStatus::Reviewing).await;
        let Some(Waiting::Approval { patch, why }) = view.waiting else {
            panic!("{:?}", view.waiting)
        };
        assert_eq!(why, ["rule careful asks for approval"]);
        // What the Web UI shows at the top of the workflow's page.
        let shown = ["workflow", "metadata", "-w", &view.workflow_id];
        let shown = stage.temporal.ok(&shown).await;
        for words in [
            "rule careful asks for approval",
            "regreen fix approve",
            &patch,
        ] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        case.is_private().await;
        operations
            .approve_fix(&case.deployment, Some(patch.clone()), Outside::person())
            .await
            .unwrap();
        let open = case.reaches(FixStatus::PrCreated).await;
        assert_eq!(
            open.shown_attempt().unwrap().patch.as_ref().unwrap().id,
            patch
        );
        let said = format!("patch {patch} approved by mona (command line)");
        assert!(
            open.timeline.iter().any(|entry| entry.text == said),
            "{:?}",
            open.timeline
        );
        case.merge(&open.pull_request.unwrap()).await;
        case.ends(EndReason::Merged).await;
    });
}

#[test]
fn a_rejected_patch_stays_private() {
    play(async |stage| {
        let name = "rejected";
        stage.brains.set(name, repair(name));
        let case = Case::with(stage, name, FAULT, &[], approval()).await;
        case.reaches(FixStatus::Reviewing).await;
        let operations = &stage.installation.operations;
        operations
            .reject_fix(&case.deployment, None, "not like this", Outside::person())
            .await
            .unwrap();
        let view = case.ends(EndReason::Rejected).await;
        assert!(
            view.detail
                .contains("rejected by mona (command line): not like this"),
            "{}",
            view.detail
        );
        case.is_private().await;
        case.closes("COMPLETED").await;
    });
}

#[test]
fn a_patch_that_touches_the_checks_goes_to_a_person() {
    play(async |stage| {
        let name = "touches-checks";
        let mut steps = edit(name, ": string = 7;", ": number = 7;");
        let workflow = json!({ "filePath": "/work/.github/workflows/ci.yml", "content": "on: push\njobs: {}\n" });
        steps.insert(2, ScriptStep::call("write", workflow));
        stage.brains.set(name, Scripted::always(steps));
        let case = Case::faulty(stage, name).await;
        let view = case.reaches(FixStatus::Reviewing).await;
        let findings = &view.attempts.last().unwrap().findings;
        assert!(
            findings
                .iter()
                .any(|found| found.kind == FindingKind::CiConfiguration
                    && found.path == ".github/workflows/ci.yml"),
            "{findings:?}"
        );
        let Some(Waiting::Approval { why, .. }) = view.waiting else {
            panic!("{:?}", view.waiting)
        };
        assert!(
            why.iter()
                .any(|why| why.contains(".github/workflows/ci.yml")),
            "{why:?}"
        );
        case.is_private().await;
        case.cancel("").await;
        case.ends(EndReason::Cancelled).await;
    });
}
