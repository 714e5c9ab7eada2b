//! A careful team watches first: everything is done but the writing.

use domain::{EndReason, FixSettings, FixStatus};
use operations::SettingsChange;

use crate::{
    brains::repair,
    case::{Case, FAULT},
    stage::play,
};

#[test]
fn an_observed_fix_is_proved_and_kept_to_itself() {
    play(async |stage| {
        let name = "observed";
        stage.brains.set(name, repair(name));
        let settings = FixSettings {
            observe: true,
            draft: true,
            labels: vec!["watched".to_owned()],
            ..FixSettings::default()
        };
        let case = Case::with(stage, name, FAULT, &[], settings).await;
        let view = case.ends(EndReason::Observed).await;
        assert_eq!(view.status, FixStatus::Skipped);
        let proof = view.shown_attempt().unwrap().proof.as_ref().unwrap();
        assert!(proof.holds(), "{proof:?}");
        case.is_private().await;
        let statuses = stage
            .outside
            .github
            .statuses(&case.project.repository, &case.commit)
            .unwrap();
        assert!(
            statuses.iter().all(|s| !s.context.starts_with("regreen/")),
            "{statuses:?}"
        );
        let operations = &stage.installation.operations;
        let proposal = operations.fix_proposal(&case.deployment).await.unwrap();
        assert!(proposal.branch.starts_with("regreen/") && proposal.draft);
        assert_eq!(
            (proposal.base.as_str(), proposal.labels.as_slice()),
            ("main", &["watched".to_owned()][..])
        );
        assert!(proposal.title.contains("TS2322"), "{}", proposal.title);
        assert!(proposal.body.contains("### Proof"), "{}", proposal.body);
        case.closes("COMPLETED").await;

        // Convinced, the team lets regreen write: a retry goes on to the pull request.
        let change = SettingsChange {
            observe: Some(false),
            ..SettingsChange::default()
        };
        let change = operations::SubscriptionChange {
            settings: change,
            ..operations::SubscriptionChange::default()
        };
        operations
            .set_subscription(
                case.project.subscription.as_str(),
                change,
                &e2e::Outside::person(),
            )
            .await
            .unwrap();
        case.retry("").await;
        let open = case
            .again("the pull request is open", |view| {
                view.status == FixStatus::PrCreated
            })
            .await;
        assert_eq!((open.proposal, open.run), (None, 2));
        case.merge(&open.pull_request.unwrap()).await;
        case.again("merged", |view| view.reason == Some(EndReason::Merged))
            .await;
    });
}
