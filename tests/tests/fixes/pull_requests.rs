//! After the pull request is open.

use domain::{AttemptOutcome, EndReason, FixSettings, FixStatus};

use crate::{
    brains::{by_prompt, edit, prompts, repair},
    case::{Case, FAULT, statuses},
    platform::TIGHTENS,
    stage::play,
};

#[test]
fn a_failing_preview_is_the_next_attempt_on_the_same_pull_request() {
    play(async |stage| {
        let name = "tightened";
        let brain = by_prompt([
            (
                "error TS7005: Variable 'extra'",
                edit(name, ": any = 1;", ": number = 1;"),
            ),
            ("", edit(name, ": string = 7;", ": number = 7;")),
        ]);
        stage.brains.set(name, brain);
        let source = format!("{FAULT}export const extra: any = 1;\n");
        let case = Case::with(
            stage,
            name,
            &source,
            &[(TIGHTENS, "")],
            FixSettings::default(),
        )
        .await;
        let second = case.when("a second attempt is published", |view| {
            view.status == FixStatus::PrCreated && view.attempts.len() == 2
        });
        let second = second.await;
        let link = second.pull_request.clone().unwrap();
        let [one, two] = second.attempts.as_slice() else {
            panic!("{:?}", second.attempts)
        };
        assert_eq!(
            (one.number, one.outcome),
            (1, AttemptOutcome::PreviewFailed)
        );
        assert_eq!((two.number, two.outcome), (2, AttemptOutcome::Green));
        // The second attempt begins where the first ended, with the preview's failure, which was seen in the sandbox.
        let first = two.parent.clone();
        assert_eq!(
            case.git(&["log", "--format=%H", &format!("main..{}", link.branch)])
                .await,
            format!("{}\n{first}", link.head)
        );
        let proof = two.proof.as_ref().unwrap();
        assert!(proof.holds() && proof.base_commit == first, "{proof:?}");
        assert_ne!(
            proof.base_fingerprint,
            one.proof.as_ref().unwrap().base_fingerprint
        );
        let asked = prompts(&stage.model.requests(), name);
        assert!(
            asked
                .last()
                .unwrap()
                .contains("the platform failed to build it"),
            "{asked:?}"
        );
        case.merge(&link).await;
        let merged = case.ends(EndReason::Merged).await;
        use FixStatus::{Analyzing, Fixing, Merged, PrCreated, Queued};
        assert_eq!(
            statuses(&merged),
            [
                Queued, Analyzing, Fixing, PrCreated, Fixing, PrCreated, Merged
            ]
        );
        assert_eq!(case.pull_request().await.number, link.number);
    });
}

#[test]
fn a_pull_request_closed_by_hand_ends_the_fix() {
    play(async |stage| {
        stage.brains.set("closed-by-hand", repair("closed-by-hand"));
        let case = Case::faulty(stage, "closed-by-hand").await;
        let open = case.reaches(FixStatus::PrCreated).await;
        let link = open.pull_request.unwrap();
        stage
            .outside
            .github
            .close_pull_request(&case.project.repository, link.number, "mona")
            .unwrap();
        let view = case.ends(EndReason::PullRequestClosed).await;
        assert_eq!(view.pull_request.unwrap().state, "closed");
        case.closes("COMPLETED").await;
        let pull = case.pull_request().await;
        assert!(!pull.open && !pull.merged);
        let said: Vec<&str> = pull
            .comments
            .iter()
            .filter(|c| c.author == "regreen-bot")
            .map(|c| c.body.as_str())
            .collect();
        assert_eq!(said.len(), 1, "one honest comment: {said:?}");
    });
}
