//! What happens behind regreen's back: terminated and reset workflows.

use domain::{EndReason, FixStatus};
use e2e::Outside;

use crate::{
    brains::repair,
    case::{Case, FAULT, approval},
    causes::{ranked, twins},
    stage::play,
};

impl Case {
    /// The row in the store, once it is as wanted.
    pub(crate) async fn stored(
        &self,
        what: &str,
        fits: impl Fn(&store::FixRow) -> bool,
    ) -> store::FixRow {
        let fix = self.details().await.view.fix;
        let store = bootstrap::open_store(&self.stage.installation.config.store)
            .await
            .unwrap();
        let what = format!("{}: {what}", self.name);
        self.stage
            .until(&what, async || {
                Some(store.fixes.get(&fix).await.unwrap()).filter(|row| fits(row))
            })
            .await
    }

    async fn terminate(&self) {
        let workflow = self.details().await.view.workflow_id;
        let arguments = ["workflow", "terminate", "-w", &workflow, "--reason", "test"];
        self.stage.temporal.ok(&arguments).await;
    }
}

#[test]
fn a_terminated_fix_is_noticed_and_can_be_retried() {
    play(async |stage| {
        let name = "terminated";
        stage.brains.set(name, repair(name));
        let case = Case::faulty(stage, name).await;
        let open = case.reaches(FixStatus::PrCreated).await;
        let link = open.pull_request.clone().unwrap();
        case.terminate().await;
        let row = case
            .stored("the end is stored", |row| {
                row.state.status == FixStatus::Failed
            })
            .await;
        assert_eq!(row.state.reason, Some(EndReason::Internal));
        assert_eq!(
            row.state.pull_request.as_ref().map(|it| it.number),
            Some(link.number)
        );
        let shown = case.details().await;
        assert!(
            shown.view.detail.contains("terminated from outside"),
            "{}",
            shown.view.detail
        );
        // One honest comment where something was public.
        let what = "the comment on the pull request";
        stage
            .until(what, async || {
                let all = case.comments(link.number).await;
                let ours: Vec<_> = all
                    .iter()
                    .filter(|one| one.body.contains("terminated from outside"))
                    .collect();
                (ours.len() == 1).then_some(())
            })
            .await;
        case.retry("").await;
        let again = case
            .again("the second run goes on", |view| {
                view.run == 2 && view.status == FixStatus::PrCreated
            })
            .await;
        assert_eq!(
            again.attempts.last().unwrap().number,
            2,
            "numbering goes on"
        );
        assert_eq!(
            again.pull_request.as_ref().map(|it| it.number),
            Some(link.number),
            "on the same pull request"
        );
        case.merge(&again.pull_request.unwrap()).await;
        case.again("merged", |view| view.reason == Some(EndReason::Merged))
            .await;
        assert_eq!(case.pull_request().await.number, link.number);
    });
}

#[test]
fn a_terminated_leader_is_succeeded() {
    play(async |stage| {
        let (one, other) = twins(stage, "orphans", approval()).await;
        let (leader, follower) = ranked(one, other).await;
        leader.reaches(FixStatus::Reviewing).await;
        leader.terminate().await;
        follower.reaches(FixStatus::Reviewing).await;
        let row = leader
            .stored("the end is stored", |row| {
                row.state.status == FixStatus::Failed
            })
            .await;
        assert_eq!(row.state.reason, Some(EndReason::Internal));
        let operations = &stage.installation.operations;
        operations
            .approve_fix(&follower.deployment, None, Outside::person())
            .await
            .unwrap();
        follower.merged().await;
    });
}

#[test]
fn a_fix_that_was_reset_goes_on_and_is_stored_as_it_stands() {
    play(async |stage| {
        let name = "reset";
        stage.brains.set(name, repair(name));
        let case = Case::with(stage, name, FAULT, &[], approval()).await;
        let shown = case.reaches(FixStatus::Reviewing).await;
        let operations = &stage.installation.operations;
        operations
            .reject_fix(&case.deployment, None, "too early", Outside::person())
            .await
            .unwrap();
        let rejected = case.ends(EndReason::Rejected).await;
        let ended = case
            .stored("the rejection is stored", |row| {
                row.state.status == FixStatus::Failed
            })
            .await;
        // Back to where a person was asked.
        let workflow = shown.workflow_id.clone();
        let history = stage
            .temporal
            .json(&["workflow", "show", "-w", &workflow])
            .await;
        let events = history["events"].as_array().unwrap();
        let decided = events
            .iter()
            .position(|event| {
                let kind = event["eventType"].as_str().unwrap_or_default();
                kind.ends_with("UPDATE_ACCEPTED") || kind.ends_with("WORKFLOW_EXECUTION_SIGNALED")
            })
            .unwrap();
        let back = events[..decided]
            .iter()
            .rev()
            .find(|event| {
                event["eventType"]
                    .as_str()
                    .is_some_and(|kind| kind.ends_with("WORKFLOW_TASK_COMPLETED"))
            })
            .unwrap();
        let event = back["eventId"].as_str().unwrap().to_owned();
        stage
            .temporal
            .ok(&[
                "workflow",
                "reset",
                "-w",
                &workflow,
                "--event-id",
                &event,
                "--reason",
                "test",
                "--reapply-exclude",
                "All",
            ])
            .await;
        let row = case
            .stored("the run that was reset is stored", |row| {
                row.state.status == FixStatus::Reviewing
            })
            .await;
        assert!(row.run_ordinal > ended.run_ordinal, "{row:?}");
        assert_ne!(row.run_id, ended.run_id);
        assert_eq!(rejected.attempts.len(), 1);
        operations
            .approve_fix(&case.deployment, None, Outside::person())
            .await
            .unwrap();
        let open = case
            .again("the pull request is open", |view| {
                view.status == FixStatus::PrCreated
            })
            .await;
        case.merge(&open.pull_request.unwrap()).await;
        case.again("merged", |view| view.reason == Some(EndReason::Merged))
            .await;
        case.pull_request().await;
    });
}
