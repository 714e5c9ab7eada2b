//! Other systems on a bad day: a fix gets through, and nothing is made twice.

use domain::{FixSettings, FixStatus};
use world::{Fault, Matching};

use crate::{
    brains::repair,
    case::{Case, FAULT, write},
    stage::play,
};

#[test]
fn a_fix_gets_through_awkward_answers() {
    play(async |stage| {
        let name = "bad-day";
        stage.brains.set(name, repair(name));
        let project = Case::project(stage, name, FixSettings::default()).await;
        let vercel = stage.outside.vercel.faults();
        let settings = format!("/v9/projects/{}", project.id);
        for fault in [
            Fault::status(500),
            Fault::rate_limited(1),
            Fault::HalfBody,
            Fault::Html,
            Fault::CloseConnection,
        ] {
            vercel.next(Matching::prefix(settings.clone()), fault, 1);
        }
        let github = stage.outside.github.faults();
        let of_this = |method: &'static str, end: &'static str| {
            let repository = project.repository.clone();
            Matching::when(move |asked, path| {
                asked == method && path.contains(&repository) && path.ends_with(end)
            })
        };
        // What was done although nobody heard of it must be found again, not done again.
        github.next(of_this("POST", "/git-receive-pack"), Fault::LostAnswer, 1);
        github.next(of_this("POST", "/pulls"), Fault::LostAnswer, 1);
        github.next(of_this("POST", "/pulls"), Fault::status(502), 1);
        github.next(of_this("GET", "/pulls"), Fault::Html, 1);
        github.next(of_this("POST", "/git-upload-pack"), Fault::status(503), 1);
        // A token that may not label can still repair deployments.
        github.next(of_this("POST", "/labels"), Fault::status(403), 1);

        let folder = write(stage, name, FAULT, &[]);
        let case = Case::pushed(stage, project, &folder).await;
        let open = case.reaches(FixStatus::PrCreated).await;
        let pull = case.pull_request().await;
        assert!(pull.open && pull.labels.is_empty(), "{pull:?}");
        let parent = format!("{}^", open.pull_request.unwrap().head);
        assert_eq!(case.git(&["rev-parse", &parent]).await.trim(), case.commit);
        case.merged().await;
    });
}
