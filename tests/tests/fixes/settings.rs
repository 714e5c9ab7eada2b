//! What a subscription's settings do to its fixes.

use std::sync::Arc;

use domain::{EndReason, FixSettings, FixStatus, UnprovedPolicy, Waiting};
use e2e::{Installation, Options, Outside};
use operations::{FixFilter, PageRequest};

use crate::{
    brains::{file, prompts, repair},
    case::{Case, FAULT, build, deployed, write},
    platform::{SAYS, STUCK},
    stage::{OTHER_MODEL, key, play},
    updates::regreen,
};

#[test]
fn a_pull_request_looks_as_the_settings_say() {
    play(async |stage| {
        let name = "shaped";
        stage.brains.set(name, repair(name));
        let settings = FixSettings {
            branch_prefix: "bot/".to_owned(),
            draft: true,
            labels: vec!["deploys".to_owned(), "bot".to_owned()],
            ..FixSettings::default()
        };
        let case = Case::with(stage, name, FAULT, &[], settings).await;
        case.reaches(FixStatus::PrCreated).await;
        let pull = case.pull_request().await;
        assert!(pull.head.starts_with("bot/"), "{}", pull.head);
        assert!(pull.draft);
        assert_eq!(pull.labels, ["bot", "deploys"]);
        case.cancel("").await;
        case.ends(EndReason::Cancelled).await;
    });
}

#[test]
fn a_protected_path_needs_a_person() {
    play(async |stage| {
        let name = "protected";
        stage.brains.set(name, repair(name));
        let settings = FixSettings {
            protected_paths: vec!["src/**".to_owned()],
            ..FixSettings::default()
        };
        let case = Case::with(stage, name, FAULT, &[], settings).await;
        let view = case.reaches(FixStatus::Reviewing).await;
        let Some(Waiting::Approval { why, .. }) = view.waiting else {
            panic!("{:?}", view.waiting)
        };
        assert!(why.iter().any(|why| why.contains(&file(name))), "{why:?}");
        let shown = regreen(stage, &["fix", "show", &case.deployment]).await;
        let shown = String::from_utf8(shown.stdout).unwrap();
        for part in [
            &format!("policy: {}", file(name)),
            "TS2322",
            "before:",
            "+export const rate: number = 7;",
        ] {
            assert!(shown.contains(part), "{part} in {shown}");
        }
        case.is_private().await;
        case.cancel("").await;
        case.ends(EndReason::Cancelled).await;
    });
}

#[test]
fn recipes_alone_ask_no_model() {
    play(async |stage| {
        let name = "recipes-alone";
        stage.brains.set(name, repair(name));
        let settings = FixSettings {
            fixer: "recipe".to_owned(),
            ..FixSettings::default()
        };
        let case = Case::with(stage, name, FAULT, &[], settings).await;
        let view = case
            .when("it ends", |view| view.status == FixStatus::Failed)
            .await;
        assert_eq!(view.reason, Some(EndReason::AttemptsExhausted));
        assert!(prompts(&stage.model.requests(), name).is_empty());
        assert_eq!(view.spend, domain::Spend::default());
        case.is_private().await;
    });
}

#[test]
fn the_model_that_is_named_is_asked_and_its_price_counts() {
    play(async |stage| {
        let name = "other-model";
        stage.brains.set(name, repair(name));
        let settings = FixSettings {
            model: Some(OTHER_MODEL.to_owned()),
            ..FixSettings::default()
        };
        let case = Case::with(stage, name, FAULT, &[], settings).await;
        let view = case.reaches(FixStatus::PrCreated).await;
        let asked: Vec<String> = stage
            .model
            .requests()
            .iter()
            .filter(|request| !prompts(std::slice::from_ref(request), name).is_empty())
            .filter_map(|request| request["model"].as_str().map(str::to_owned))
            .collect();
        assert!(!asked.is_empty());
        assert!(asked.iter().all(|model| model == OTHER_MODEL), "{asked:?}");
        let spend = view.spend;
        let at_the_other_price = spend.input_tokens * 3 + spend.output_tokens * 15;
        assert!(spend.cost_micros > at_the_other_price, "{spend:?}");
        case.cancel("").await;
        case.ends(EndReason::Cancelled).await;
    });
}

#[test]
fn a_model_that_nobody_configured_is_said() {
    play(async |stage| {
        let name = "no-such-model";
        let settings = FixSettings {
            model: Some("recorded-tiny".to_owned()),
            ..FixSettings::default()
        };
        let case = Case::with(stage, name, FAULT, &[], settings).await;
        let view = case
            .when("it ends", |view| view.status == FixStatus::Failed)
            .await;
        for words in ["recorded-tiny", OTHER_MODEL] {
            assert!(view.detail.contains(words), "{}", view.detail);
        }
        assert!(prompts(&stage.model.requests(), name).is_empty());
        case.is_private().await;
    });
}

#[test]
fn other_branches_are_left_alone() {
    play(async |stage| {
        let name = "other-branches";
        stage.brains.set(name, repair(name));
        let settings = FixSettings {
            branches: vec!["release/*".to_owned()],
            ..FixSettings::default()
        };
        let case = Case::with(stage, name, FAULT, &[], settings).await;
        let view = case.ends(EndReason::AutoFixDisabled).await;
        assert!(view.detail.contains("main"), "{}", view.detail);
        assert!(view.attempts.is_empty());
        case.is_private().await;
    });
}

/// The platform fails for a reason that cannot be seen here, and the team wants to see what regreen would try.
#[test]
fn an_unproved_fix_is_a_draft_that_says_so() {
    play(async |stage| {
        let name = "unproved";
        stage.brains.set(name, repair(name));
        let other = format!(
            "2\n{}(4,9): error TS2304: Cannot find name 'basket'.\n",
            file(name)
        );
        let settings = FixSettings {
            unproved: UnprovedPolicy::Draft,
            ..FixSettings::default()
        };
        let case = Case::with(stage, name, FAULT, &[(SAYS, &other)], settings).await;
        case.reaches(FixStatus::PrCreated).await;
        let pull = case.pull_request().await;
        assert!(pull.draft);
        assert!(pull.body.contains("not proved"), "{}", pull.body);
        case.cancel("").await;
        case.ends(EndReason::Cancelled).await;
    });
}

/// One sandbox for the whole installation: the second fix waits, and says for what.
#[test]
fn who_finds_all_sandboxes_busy_waits_and_says_so() {
    play(async |stage| {
        let folder = stage.world.parent().unwrap().join("one-sandbox");
        let outside = Outside::start(&folder.join("world"), Arc::clone(&stage.platform) as _)
            .await
            .unwrap();
        let installation = Installation::start(&Options {
            regreen: e2e::regreen().unwrap(),
            data_dir: folder.join("regreen"),
            configuration: stage
                .configuration()
                .replace("[sandbox]\n", "[sandbox]\nslots = 1\n"),
            // No number of the stage's own sandboxes.
            environment: vec![
                key(),
                ("REGREEN_SANDBOX__UID_BASE".to_owned(), "400000".to_owned()),
            ],
        })
        .await
        .unwrap();
        outside.connect(&installation).await.unwrap();
        let operations = &installation.operations;
        let mut failed = Vec::new();
        for (name, more) in [
            ("sandbox-taken", &[(STUCK, "")][..]),
            ("sandbox-wanted", &[]),
        ] {
            stage.brains.set(name, repair(name));
            let project = outside
                .project(&installation, name, build(), FixSettings::default())
                .await
                .unwrap();
            let source = write(stage, name, FAULT, more);
            let commit = outside
                .push(&project, "main", &source, "feat: work of the day")
                .await
                .unwrap();
            let deployment = deployed(&outside, stage, &project, &commit).await;
            let what = format!("{name} is in the sandbox or waits for it");
            stage
                .until(&what, async || {
                    let fix = operations.show_fix(&deployment.id).await.ok()?;
                    (fix.view.status == FixStatus::Fixing && !fix.doing.is_empty()).then_some(())
                })
                .await;
            failed.push(deployment.id);
        }
        let waits = async || {
            let fix = operations.show_fix(&failed[1]).await.unwrap();
            fix.doing
                .iter()
                .any(|line| line.contains("waits for a free sandbox"))
        };
        stage
            .until("the second one waits for a sandbox", async || {
                waits().await.then_some(())
            })
            .await;
        stage
            .until("the list says so, of that one alone", async || {
                let page = PageRequest::first(10);
                let listed = operations.list_fixes(FixFilter::default(), page).await;
                let waiting: Vec<_> = listed
                    .unwrap()
                    .items
                    .into_iter()
                    .filter(|fix| fix.waits_for_sandbox)
                    .map(|fix| fix.deployment.0)
                    .collect();
                (waiting == [failed[1].clone()]).then_some(())
            })
            .await;
        operations
            .cancel_fix(&failed[0], "the other one first", Outside::person())
            .await
            .unwrap();
        stage
            .until("the second one is published", async || {
                let fix = operations.show_fix(&failed[1]).await.ok()?;
                (fix.view.status == FixStatus::PrCreated).then_some(())
            })
            .await;
        assert!(!waits().await);
        installation.stop().await.unwrap();
    });
}
