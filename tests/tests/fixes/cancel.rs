//! Stopping a fix, and talking to it from a shell.

use std::{fs, time::Duration};

use domain::{Channel, EndReason, FixSettings, FixStatus};

use crate::{
    brains::repair,
    case::{Case, FAULT, approval},
    histories,
    platform::STUCK,
    stage::{Stage, play},
};

/// Command lines of all processes, as one text each.
pub(crate) fn command_lines() -> Vec<String> {
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let lines = processes.filter_map(|process| fs::read(process.path().join("cmdline")).ok());
    lines
        .map(|line| String::from_utf8_lossy(&line).replace('\0', " "))
        .collect()
}

fn builds(name: &str) -> usize {
    let checker = format!("node check.mjs {name} ");
    command_lines()
        .iter()
        .filter(|line| line.starts_with(&checker))
        .count()
}

/// A fix whose build in the sandbox has begun and never ends.
async fn stuck(stage: &'static Stage, name: &str) -> Case {
    let case = Case::with(stage, name, FAULT, &[(STUCK, "")], FixSettings::default()).await;
    case.reaches(FixStatus::Fixing).await;
    stage
        .until(
            &format!("{name} is being built in the sandbox"),
            async || (builds(name) > 0).then_some(()),
        )
        .await;
    case
}

async fn is_gone(case: &Case) {
    let what = format!("the processes of {} are gone", case.name);
    case.stage
        .until(&what, async || (builds(&case.name) == 0).then_some(()))
        .await;
    case.is_private().await;
}

#[test]
fn cancelling_kills_the_build() {
    play(async |stage| {
        let case = stuck(stage, "cancelled-here").await;
        case.cancel("not worth it").await;
        let view = case.ends(EndReason::Cancelled).await;
        let by = view.cancelled_by.unwrap();
        assert_eq!((by.name.as_str(), by.channel), ("mona", Channel::Cli));
        assert!(view.detail.contains("not worth it"), "{}", view.detail);
        is_gone(&case).await;
        case.closes("COMPLETED").await;
        histories::record(&case, "cancelled").await;
    });
}

#[test]
fn cancelling_the_workflow_is_the_same() {
    play(async |stage| {
        let case = stuck(stage, "cancelled-there").await;
        let workflow = case.details().await.view.workflow_id;
        stage
            .temporal
            .ok(&["workflow", "cancel", "-w", &workflow])
            .await;
        let view = case.ends(EndReason::Cancelled).await;
        let by = view.cancelled_by.unwrap_or_default();
        assert_eq!(
            by.channel,
            Channel::Shell,
            "who cancels by Temporal is not verified"
        );
        is_gone(&case).await;
        case.closes("CANCELED").await;
        // What people see without Temporal says so, too.
        let store = bootstrap::open_store(&stage.installation.config.store)
            .await
            .unwrap();
        let row = store.fixes.get(&view.fix).await.unwrap();
        assert_eq!(
            (row.state.status, row.state.reason),
            (FixStatus::Cancelled, Some(EndReason::Cancelled))
        );
    });
}

#[test]
fn a_shell_may_signal_anything() {
    play(async |stage| {
        let name = "signalled";
        stage.brains.set(name, repair(name));
        let case = Case::with(stage, name, FAULT, &[], approval()).await;
        let shown = case.reaches(FixStatus::Reviewing).await;
        let workflow = shown.workflow_id.clone();
        let signal = async |name: &str, input: Option<&str>| {
            let mut arguments = vec!["workflow", "signal", "-w", &workflow, "--name", name];
            arguments.extend(input.into_iter().flat_map(|input| ["--input", input]));
            stage.temporal.ok(&arguments).await;
        };
        let notes = async |count: usize, words: &str| {
            let view = case
                .when(&format!("{count} notes"), |view| view.notes.len() >= count)
                .await;
            let last = view.notes.last().unwrap();
            assert!(
                last.text.contains(words),
                "{words} is missing in {:?}",
                view.notes
            );
            assert_eq!(view.status, FixStatus::Reviewing);
        };
        signal("approve", Some("\"nonsense\"")).await;
        notes(1, "could not be read").await;
        signal("reject", Some("[1, 2]")).await;
        notes(2, "could not be read").await;
        signal(
            "approve",
            Some(r#"{"patch":"0000","actor":{"name":"eve"}}"#),
        )
        .await;
        notes(3, "under review").await;
        signal("push_event", Some("7")).await;
        notes(4, "could not be read").await;
        // A signal that no handler takes changes nothing.
        signal("no_such_signal", Some("{}")).await;
        // Without input: the patch then shown, by somebody.
        signal("approve", None).await;
        let open = case.reaches(FixStatus::PrCreated).await;
        assert!(
            open.timeline.iter().any(|entry| entry
                .text
                .contains("approved by somebody (shell, unverified)")),
            "{:?}",
            open.timeline
        );
        signal(
            "cancel",
            Some(r#"{"reason":"enough","actor":{"name":"ops"}}"#),
        )
        .await;
        let view = case.ends(EndReason::Cancelled).await;
        let by = view.cancelled_by.unwrap();
        assert_eq!((by.name.as_str(), by.channel), ("ops", Channel::Shell));
        assert!(view.detail.contains("enough"), "{}", view.detail);
        case.closes("COMPLETED").await;
        // What was public is told the end of.
        let pull = case.pull_request().await;
        assert_eq!(pull.comments.len(), 1, "{:?}", pull.comments);
        tokio::time::timeout(
            Duration::from_secs(30),
            stage.temporal.ok(&["workflow", "show", "-w", &workflow]),
        )
        .await
        .unwrap();
    });
}
