//! One failure, however often it is told.

use domain::FixStatus;
use operations::{FixFilter, PageRequest};

use crate::{brains::repair, case::Case, stage::play};

#[test]
fn a_hundred_deliveries_at_once_make_one_of_everything() {
    play(async |stage| {
        stage.brains.set("hundredfold", repair("hundredfold"));
        let case = Case::faulty(stage, "hundredfold").await;
        let told = stage.outside.vercel.wait_for_delivery(|d| {
            d.deployment_id == case.deployment && d.event == "deployment.error"
        });
        let delivery = told.await.id;
        let answers = stage
            .outside
            .vercel
            .deliver_copies(&delivery, 100)
            .await
            .unwrap();
        assert_eq!(answers.len(), 100);
        assert!(answers.iter().all(world::Outcome::accepted), "{answers:?}");
        let view = case.reaches(FixStatus::PrCreated).await;
        // Once more after everything is public.
        let late = stage
            .outside
            .vercel
            .deliver_copies(&delivery, 10)
            .await
            .unwrap();
        assert!(late.iter().all(world::Outcome::accepted), "{late:?}");

        let filter = FixFilter {
            project: Some(case.project.id.clone()),
            ..FixFilter::default()
        };
        let rows = stage
            .installation
            .operations
            .list_fixes(filter, PageRequest::default())
            .await
            .unwrap();
        assert_eq!(rows.items.len(), 1, "{:?}", rows.items);
        let workflows = stage.until("the workflow can be found by its repository", async || {
            let found = stage
                .temporal
                .list(&format!(
                    "RegreenRepository = '{}'",
                    case.project.repository
                ))
                .await;
            (!found.is_empty()).then_some(found)
        });
        assert_eq!(workflows.await, [view.workflow_id.as_str()]);
        let snapshot = stage
            .outside
            .github
            .snapshot(&case.project.repository)
            .await
            .unwrap();
        let branches: Vec<&String> = snapshot
            .branches
            .keys()
            .filter(|name| *name != "main")
            .collect();
        assert_eq!(branches, [&view.pull_request.as_ref().unwrap().branch]);
        assert_eq!(snapshot.pull_requests.len(), 1);
        assert_eq!(
            case.git(&["rev-list", "--count", &format!("main..{}", branches[0])])
                .await,
            "1"
        );
        case.merge(&view.pull_request.unwrap()).await;
        case.ends(domain::EndReason::Merged).await;
    });
}
