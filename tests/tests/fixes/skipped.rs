//! Failures that are not regreen's to fix.

use domain::{EndReason, FixSettings, FixStatus};
use e2e::Outside;
use world::{Push, ReadyState};

use crate::{
    brains::{file, repair},
    case::{Case, FAULT, approval, write},
    platform::{FLAKY, STUCK},
    stage::play,
};

#[test]
fn a_forks_commit_is_never_run() {
    play(async |stage| {
        let name = "forked";
        let project = Case::project(stage, name, FixSettings::default()).await;
        let github = &stage.outside.github;
        let fork = github
            .create_repository("stranger", name, false)
            .await
            .unwrap();
        // It would never end, if somebody ran it.
        let folder = write(stage, name, FAULT, &[(STUCK, "")]);
        let of_fork = format!("stranger/{name}");
        let commit = github
            .push_folder(
                &of_fork,
                "patch-1",
                &folder,
                "a gift",
                &Outside::signature(),
            )
            .await
            .unwrap();
        let push = Push {
            owner: "acme".to_owned(),
            repository: name.to_owned(),
            repository_id: project.repository_id,
            private: true,
            git_dir: stage.world.join("github").join(format!("{of_fork}.git")),
            branch: "patch-1".to_owned(),
            sha: Some(commit.clone()),
            message: "a gift".to_owned(),
            author_name: "Stranger".to_owned(),
            author_email: "stranger@users.example".to_owned(),
            author_login: Some("stranger".to_owned()),
            pusher: "stranger".to_owned(),
            pull_request: Some(7),
        };
        let made = stage.outside.vercel.push_of_fork(&push, "stranger", fork);
        assert_eq!(made.len(), 1);
        let case = Case::of(stage, project, commit).await;
        let view = case.ends(EndReason::NotFixable).await;
        assert!(view.detail.contains("fork"), "{}", view.detail);
        assert!(view.attempts.is_empty() && view.log.is_none());
        case.is_private().await;
    });
}

#[test]
fn a_newer_commit_supersedes() {
    play(async |stage| {
        let name = "superseded";
        stage.brains.set(name, repair(name));
        let case = Case::with(stage, name, FAULT, &[], approval()).await;
        case.reaches(FixStatus::Reviewing).await;
        let (path, author) = (file(name), Outside::signature());
        let mended = [(path.as_str(), Some("export const rate: number = 7;\n"))];
        let repository = &case.project.repository;
        let newer = stage
            .outside
            .github
            .foreign_commit(repository, "main", &mended, "fix: by hand", &author)
            .await
            .unwrap();
        // Nobody has to decide on a patch that is pointless.
        let view = case.ends(EndReason::Superseded).await;
        assert!(view.detail.contains(&newer[..10]), "{}", view.detail);
        case.is_private().await;
    });
}

#[test]
fn a_subscription_without_automatic_fixes_waits_for_a_person() {
    play(async |stage| {
        let name = "only-by-hand";
        stage.brains.set(name, repair(name));
        let settings = FixSettings {
            auto_fix: false,
            ..FixSettings::default()
        };
        let case = Case::with(stage, name, FAULT, &[], settings).await;
        case.ends(EndReason::AutoFixDisabled).await;
        case.is_private().await;
        case.closes("COMPLETED").await;
        // A person's retry is a person's wish.
        case.retry("").await;
        let view = case
            .again("the retry publishes", |view| {
                view.status == FixStatus::PrCreated
            })
            .await;
        assert_eq!(view.run, 2);
        case.merge(&view.pull_request.unwrap()).await;
        case.again("merged", |view| view.reason == Some(EndReason::Merged))
            .await;
    });
}

#[test]
fn the_platforms_fault_is_redeployed_once() {
    play(async |stage| {
        let source = "export const rate: number = 7;\n";
        let case = Case::with(
            stage,
            "platform-fault",
            source,
            &[(FLAKY, "")],
            FixSettings::default(),
        )
        .await;
        let view = case.ends(EndReason::PlatformFault).await;
        assert!(view.attempts.is_empty());
        case.is_private().await;
        let all = stage.outside.vercel.deployments();
        let own: Vec<_> = all
            .iter()
            .filter(|d| d.project_id == case.project.id)
            .collect();
        let states: Vec<_> = own.iter().map(|d| (d.source, d.state)).collect();
        assert_eq!(
            states,
            [("git", ReadyState::Error), ("redeploy", ReadyState::Ready)]
        );
        assert!(view.detail.contains(&own[1].id), "{}", view.detail);
    });
}
