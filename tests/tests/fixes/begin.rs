//! Fixes that a person begins by hand.

use domain::{EndReason, FixSettings, FixStatus, Platform, RuleAction, RuleConditions};
use e2e::Outside;
use operations::{Begun, Code, NewRule};

use crate::{
    brains::repair,
    case::{Case, FAULT, write},
    stage::play,
};

#[test]
fn a_person_begins_what_settings_and_rules_would_leave_alone() {
    play(async |stage| {
        let name = "by-hand";
        stage.brains.set(name, repair(name));
        let settings = FixSettings {
            auto_fix: false,
            branches: vec!["release/*".to_owned()],
            ..FixSettings::default()
        };
        let project = Case::project(stage, name, settings).await;
        let operations = &stage.installation.operations;
        let person = Outside::person;
        operations
            .add_rule(
                NewRule {
                    name: "leave types alone".to_owned(),
                    subscription: Some(project.id.clone()),
                    priority: 1,
                    conditions: RuleConditions::default(),
                    action: RuleAction::Skip,
                },
                &person(),
            )
            .await
            .unwrap();
        let folder = write(stage, name, FAULT, &[]);
        let case = Case::pushed(stage, project, &folder).await;
        // The webhook made a fix that ended at once; beginning it by hand is a retry.
        case.ends(EndReason::AutoFixDisabled).await;
        case.closes("COMPLETED").await;
        let begun = operations
            .begin_fix(Platform::Vercel, &case.deployment, person())
            .await
            .unwrap();
        assert_eq!(begun.begun, Begun::Again);
        let open = case
            .again("the pull request is open", |view| {
                view.status == FixStatus::PrCreated
            })
            .await;
        let told = |words: &str| open.timeline.iter().any(|entry| entry.text.contains(words));
        assert!(
            told("rule leave types alone would leave this alone; overridden"),
            "{:?}",
            open.timeline
        );
        assert!(
            told("leaves this branch alone; overridden"),
            "{:?}",
            open.timeline
        );
        assert!(told("mona (command line)"), "{:?}", open.timeline);
        // While it is open, it is found by whatever names the deployment.
        let deployments = stage.outside.vercel.deployments();
        let deployment = deployments
            .iter()
            .find(|d| d.id == case.deployment)
            .unwrap();
        for reference in [&deployment.id, &deployment.url] {
            let found = operations
                .begin_fix(Platform::Vercel, reference, person())
                .await
                .unwrap();
            assert_eq!((found.begun, &found.fix), (Begun::Open, &open.fix));
        }
        case.merge(&open.pull_request.unwrap()).await;
        case.again("merged", |view| view.reason == Some(EndReason::Merged))
            .await;
        let refused = operations
            .begin_fix(Platform::Vercel, &case.deployment, person())
            .await
            .unwrap_err();
        assert_eq!(refused.code(), Code::FixMerged);
    });
}

#[test]
fn what_cannot_be_begun_is_said() {
    play(async |stage| {
        let operations = &stage.installation.operations;
        let begin = async |reference: &str| {
            let begun = operations
                .begin_fix(Platform::Vercel, reference, Outside::person())
                .await;
            begun.unwrap_err()
        };
        let name = "is-green";
        let project = Case::project(stage, name, FixSettings::default()).await;
        let folder = write(stage, name, "export const rate = 7;\n", &[]);
        let commit = stage
            .outside
            .push(&project, "main", &folder, "feat: a rate")
            .await
            .unwrap();
        let green = crate::case::deployed(&stage.outside, stage, &project, &commit).await;
        let error = begin(&green.id).await;
        assert_eq!(error.code(), Code::DeploymentNotFailed);
        assert!(error.sentence().contains("ready"), "{}", error.sentence());
        assert_eq!(
            begin("dpl_nobodyKnowsThisOne").await.code(),
            Code::DeploymentNotFound
        );
        assert_eq!(
            begin("not a deployment").await.code(),
            Code::InvalidArgument
        );
    });
}

#[test]
fn a_fix_begun_without_any_webhook() {
    play(async |stage| {
        let name = "unheard";
        stage.brains.set(name, repair(name));
        let project = Case::project(stage, name, FixSettings::default()).await;
        // Its deployment fails while nobody is subscribed.
        let operations = &stage.installation.operations;
        operations
            .remove_subscription(project.subscription.as_str(), &Outside::person())
            .await
            .unwrap();
        let folder = write(stage, name, FAULT, &[]);
        let case = Case::pushed(stage, project, &folder).await;
        let missing = operations
            .begin_fix(Platform::Vercel, &case.deployment, Outside::person())
            .await
            .unwrap_err();
        assert_eq!(missing.code(), Code::SubscriptionNotFound);
        let case = Case {
            project: stage
                .outside
                .subscribe_again(&stage.installation, &case.project)
                .await
                .unwrap(),
            ..case
        };
        let deployments = stage.outside.vercel.deployments();
        let failed = deployments
            .iter()
            .find(|d| d.id == case.deployment)
            .unwrap();
        let begun = operations
            .begin_fix(Platform::Vercel, &failed.url, Outside::person())
            .await
            .unwrap();
        assert_eq!(
            (begun.begun, &begun.deployment),
            (Begun::New, &case.deployment)
        );
        let merged = case.merged().await;
        let by = merged
            .timeline
            .iter()
            .any(|entry| entry.text.contains("accepted"));
        assert!(by, "{:?}", merged.timeline);
    });
}
