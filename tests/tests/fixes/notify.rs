//! What the owner hears: alerts, commit statuses.

use domain::{EndReason, FixSettings, FixStatus};
use e2e::Outside;
use operations::NewChannel;
use secrecy::ExposeSecret;
use world::{Received, Receiver, StatusState, verify_standard};

use crate::{
    brains::repair,
    case::{Case, FAULT},
    stage::{Stage, play},
};

/// A channel that a receiver listens to. Returns its secret, too.
async fn channel(stage: &'static Stage, name: &str) -> (Receiver, String) {
    let receiver = Receiver::start().await.unwrap();
    let new = NewChannel {
        name: name.to_owned(),
        url: receiver.url(),
        secret: None,
    };
    let operations = &stage.installation.operations;
    let added = operations
        .add_channel(new, &Outside::person())
        .await
        .unwrap();
    let secret = added.secret.expose_secret().to_owned();
    (receiver, secret)
}

fn types(received: &[Received]) -> Vec<String> {
    let mut types: Vec<String> = received
        .iter()
        .map(|one| one.json()["type"].as_str().unwrap_or_default().to_owned())
        .collect();
    // A receiver that failed is told again.
    types.dedup();
    types
}

#[test]
fn channels_hear_of_a_fix_signed_and_in_spite_of_outages() {
    play(async |stage| {
        let name = "alerted";
        stage.brains.set(name, repair(name));
        let (receiver, secret) = channel(stage, "ops of alerted").await;
        // The receiver is away at first: nothing waits for it, and nothing is lost.
        receiver.answer_next([500, 503]);
        let settings = FixSettings {
            require_approval: true,
            notify: vec!["ops of alerted".to_owned()],
            ..FixSettings::default()
        };
        let case = Case::with(stage, name, FAULT, &[], settings).await;
        case.reaches(FixStatus::Reviewing).await;
        let operations = &stage.installation.operations;
        operations
            .approve_fix(&case.deployment, None, Outside::person())
            .await
            .unwrap();
        let open = case.reaches(FixStatus::PrCreated).await;
        let link = open.pull_request.clone().unwrap();
        case.merge(&link).await;
        case.ends(EndReason::Merged).await;
        let received = stage.until("three alerts have arrived", async || {
            let received = receiver.received();
            let ids: std::collections::BTreeSet<String> = received
                .iter()
                .filter_map(|one| one.header("webhook-id").map(str::to_owned))
                .collect();
            (ids.len() == 3 && received.len() == 5).then_some(received)
        });
        let received = received.await;
        let mut heard = types(&received);
        heard.sort();
        heard.dedup();
        assert_eq!(heard, ["fix.merged", "fix.pr_created", "fix.reviewing"]);
        for one in &received {
            verify_standard(&secret, one).unwrap();
            let body = one.json();
            assert_eq!(body["data"]["fix"], open.fix.as_str(), "{body}");
            assert!(!body.to_string().contains(&secret));
        }
        let opened = received
            .iter()
            .map(Received::json)
            .find(|body| body["type"] == "fix.pr_created")
            .unwrap();
        assert_eq!(opened["data"]["pull_request"]["url"], link.url.as_str());
    });
}

#[test]
fn a_rule_may_want_people_told_and_nothing_fixed() {
    play(async |stage| {
        let name = "told-only";
        let (receiver, secret) = channel(stage, "ops of told-only").await;
        let settings = FixSettings {
            notify: vec!["ops of told-only".to_owned()],
            ..FixSettings::default()
        };
        let project = Case::project(stage, name, settings).await;
        let operations = &stage.installation.operations;
        operations
            .add_rule(
                operations::NewRule {
                    name: "only tell".to_owned(),
                    subscription: Some(project.id.clone()),
                    priority: 1,
                    conditions: domain::RuleConditions::default(),
                    action: domain::RuleAction::NotifyOnly,
                },
                &Outside::person(),
            )
            .await
            .unwrap();
        let folder = crate::case::write(stage, name, FAULT, &[]);
        let case = Case::pushed(stage, project, &folder).await;
        case.ends(EndReason::Rule).await;
        let received = stage
            .until("the alert has arrived", async || {
                Some(receiver.received()).filter(|all| !all.is_empty())
            })
            .await;
        verify_standard(&secret, &received[0]).unwrap();
        assert_eq!(types(&received), ["fix.skipped"]);
        assert_eq!(received[0].json()["data"]["reason"], "rule");
    });
}

#[test]
fn commits_say_what_is_proved_and_how_the_fix_stands() {
    play(async |stage| {
        let name = "statuses";
        stage.brains.set(name, repair(name));
        let case = Case::faulty(stage, name).await;
        let open = case.reaches(FixStatus::PrCreated).await;
        let link = open.pull_request.clone().unwrap();
        let github = &stage.outside.github;
        let status = async |sha: &str, context: &str, state: StatusState| {
            let what = format!("{context} on {sha} says {state:?}");
            stage
                .until(&what, async || {
                    let all = github.statuses(&case.project.repository, sha).unwrap();
                    // The newest of a context counts.
                    let newest = all.into_iter().rfind(|one| one.context == context)?;
                    (newest.state == state).then_some(newest.description)
                })
                .await
        };
        let said = status(&link.head, "regreen/proof", StatusState::Success).await;
        assert!(said.contains("Red before"));
        let said = status(&case.commit, "regreen/fix", StatusState::Success).await;
        assert_eq!(said, format!("#{} repairs it", link.number));
        github
            .close_pull_request(&case.project.repository, link.number, "mona")
            .unwrap();
        case.ends(EndReason::PullRequestClosed).await;
        let said = status(&case.commit, "regreen/fix", StatusState::Failure).await;
        assert!(said.contains("pull request closed"));
    });
}
