//! Messages that want an answer: updates from a shell, and the command line that uses them.

use std::process::Output;

use domain::{Channel, EndReason, FixStatus};
use serde_json::Value;
use tokio::process::Command;

use crate::{
    brains::repair,
    case::{Case, FAULT, approval},
    stage::{Stage, play},
};

/// Runs the product's command line over the stage's installation.
pub(crate) async fn regreen(stage: &Stage, arguments: &[&str]) -> Output {
    let mut command = Command::new(e2e::regreen().unwrap());
    command
        .arg("--data-dir")
        .arg(&stage.installation.data_dir)
        .args(arguments)
        .current_dir(&stage.installation.data_dir)
        .env_remove("TEMPORAL_ADDRESS")
        .env_remove("REGREEN_CONFIG")
        .env("USER", "mona")
        .env_remove("SUDO_USER");
    command.output().await.unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_shell_may_ask_for_the_answer() {
    play(async |stage| {
        let name = "answered";
        stage.brains.set(name, repair(name));
        let case = Case::with(stage, name, FAULT, &[], approval()).await;
        let shown = case.reaches(FixStatus::Reviewing).await;
        let workflow = shown.workflow_id.clone();
        let update = async |name: &str, input: Option<&str>| -> Result<Value, String> {
            let mut arguments = vec![
                "workflow", "update", "execute", "-w", &workflow, "--name", name,
            ];
            arguments.extend(input.into_iter().flat_map(|input| ["--input", input]));
            arguments.extend(["-o", "json"]);
            let output = stage.temporal.run(&arguments).await;
            if output.status.success() {
                let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
                Ok(answer["result"].clone())
            } else {
                Err(text(&output.stderr))
            }
        };
        // A message that cannot be read is refused, and never reaches the history.
        let refused = update("approve", Some("\"nonsense\"")).await.unwrap_err();
        assert!(refused.contains("cannot be read"), "{refused}");
        let other = update("approve", Some(r#"{"patch":"0000"}"#))
            .await
            .unwrap();
        assert_eq!(other["counted"], false, "{other}");
        assert!(
            other["said"].as_str().unwrap().contains("under review"),
            "{other}"
        );
        // Ignored by whatever channel: a note.
        let noted = case.when("the note", |view| view.notes.len() == 1).await;
        assert!(noted.notes[0].text.contains("0000"), "{:?}", noted.notes);
        let approved = update("approve", None).await.unwrap();
        assert_eq!(
            (&approved["counted"], &approved["status"]),
            (&Value::Bool(true), &Value::from("reviewing"))
        );
        case.reaches(FixStatus::PrCreated).await;
        let cancelled = update(
            "cancel",
            Some(r#"{"reason":"enough","actor":{"name":"ops"}}"#),
        )
        .await
        .unwrap();
        assert_eq!(cancelled["counted"], true);
        let view = case.ends(EndReason::Cancelled).await;
        assert_eq!(view.cancelled_by.unwrap().channel, Channel::Shell);
        case.closes("COMPLETED").await;
        assert!(
            update("retry", None).await.is_err(),
            "a closed workflow answers nobody"
        );
    });
}

#[test]
fn the_command_line_says_what_a_message_did() {
    play(async |stage| {
        let name = "said";
        stage.brains.set(name, repair(name));
        let case = Case::with(stage, name, FAULT, &[], approval()).await;
        case.reaches(FixStatus::Reviewing).await;
        let fix = case.deployment.as_str();
        let wrong = regreen(stage, &["fix", "approve", fix, "--patch", "0123456789ab"]).await;
        assert_eq!(wrong.status.code(), Some(4), "{}", text(&wrong.stderr));
        assert!(
            text(&wrong.stderr).contains("[message_ignored]"),
            "{}",
            text(&wrong.stderr)
        );
        let shown = text(&regreen(stage, &["fix", "show", fix]).await.stdout);
        assert!(
            shown.contains("note: approve by mona (command line): ignored"),
            "{shown}"
        );
        assert!(shown.contains("waiting for"), "{shown}");
        let retried = regreen(stage, &["fix", "retry", fix, "--hint", "shorter"]).await;
        assert!(
            text(&retried.stdout).contains("another attempt will be made"),
            "{}{}",
            text(&retried.stdout),
            text(&retried.stderr)
        );
        case.when("the second patch is under review", |view| {
            view.status == FixStatus::Reviewing && view.attempts.len() == 2
        })
        .await;
        let rejected = regreen(stage, &["fix", "reject", fix, "--reason", "no"]).await;
        assert!(
            text(&rejected.stdout).contains("will not be published"),
            "{}",
            text(&rejected.stdout)
        );
        case.ends(EndReason::Rejected).await;
        case.closes("COMPLETED").await;
        let late = regreen(stage, &["fix", "cancel", fix]).await;
        assert_eq!(late.status.code(), Some(4));
        assert!(
            text(&late.stderr).contains("[fix_ended]"),
            "{}",
            text(&late.stderr)
        );
    });
}

/// How a person's words reach a fix from a shell.
#[derive(Debug, Clone, Copy)]
enum By {
    Program,
    Signal,
    Update,
}

impl By {
    async fn say(self, stage: &Stage, case: &Case, verb: &str) {
        let workflow = case.details().await.view.workflow_id;
        let temporal = async |command: &[&str]| {
            let mut arguments = vec!["workflow"];
            arguments.extend(command);
            arguments.extend(["-w", &workflow, "--name", verb]);
            arguments.extend(["--input", r#"{"actor":{"name":"ops"}}"#]);
            stage.temporal.run(&arguments).await
        };
        let output = match self {
            Self::Program => regreen(stage, &["fix", verb, &case.deployment]).await,
            Self::Signal => temporal(&["signal"]).await,
            Self::Update => temporal(&["update", "execute"]).await,
        };
        assert!(
            output.status.success(),
            "{self:?} {verb}: {}{}",
            text(&output.stdout),
            text(&output.stderr)
        );
    }

    fn actor(self) -> (&'static str, Channel) {
        match self {
            Self::Program => ("mona (command line)", Channel::Cli),
            Self::Signal | Self::Update => ("ops (shell, unverified)", Channel::Shell),
        }
    }
}

/// Every verb by every channel: the same effect, with actor and channel kept.
#[test]
fn every_verb_counts_by_the_command_line() {
    play(async |stage| steered(stage, By::Program).await);
}

#[test]
fn every_verb_counts_as_a_signal() {
    play(async |stage| {
        steered(stage, By::Signal).await;
        rejected(stage, By::Signal).await;
    });
}

#[test]
fn every_verb_counts_as_an_update() {
    play(async |stage| {
        steered(stage, By::Update).await;
        rejected(stage, By::Update).await;
    });
}

async fn steered(stage: &'static Stage, by: By) {
    let name = format!("verbs-{by:?}").to_lowercase();
    stage.brains.set(&name, repair(&name));
    let case = Case::with(stage, &name, FAULT, &[], approval()).await;
    case.reaches(FixStatus::Reviewing).await;
    let (actor, channel) = by.actor();
    by.say(stage, &case, "retry").await;
    let again = case
        .when("another patch is under review", |view| {
            view.status == FixStatus::Reviewing && view.attempts.len() == 2
        })
        .await;
    let told = |view: &domain::FixView, words: String| {
        assert!(
            view.timeline
                .iter()
                .any(|entry| entry.text.contains(&words)),
            "{words} in {:?}",
            view.timeline
        );
    };
    told(&again, format!("{actor} asks for another attempt"));
    by.say(stage, &case, "approve").await;
    let open = case.reaches(FixStatus::PrCreated).await;
    told(&open, format!("approved by {actor}"));
    // A second one changes nothing.
    if !matches!(by, By::Program) {
        by.say(stage, &case, "approve").await;
        case.when("the second approve is a note", |view| {
            view.notes
                .iter()
                .any(|note| note.text.contains("approve by") && note.text.contains("ignored"))
        })
        .await;
    }
    by.say(stage, &case, "cancel").await;
    let view = case.ends(EndReason::Cancelled).await;
    assert_eq!(view.cancelled_by.unwrap().channel, channel);
}

async fn rejected(stage: &'static Stage, by: By) {
    let name = format!("no-{by:?}").to_lowercase();
    stage.brains.set(&name, repair(&name));
    let case = Case::with(stage, &name, FAULT, &[], approval()).await;
    case.reaches(FixStatus::Reviewing).await;
    by.say(stage, &case, "reject").await;
    let view = case.ends(EndReason::Rejected).await;
    assert!(view.detail.contains(by.actor().0), "{}", view.detail);
    case.is_private().await;
}
