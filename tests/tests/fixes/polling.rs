//! Without webhooks: deployments and comments are looked for.

use domain::{EndReason, FixStatus, GitHost, Platform};
use e2e::{Outside, Project};
use operations::{Hearing, Listening, NewConnection, NewSubscription, Provider};
use secrecy::SecretString;
use world::Access;

use crate::{
    brains::repair,
    case::{Case, FAULT, approval, build, write},
    stage::play,
};

const TOKEN: &str = "vcp_token_of_a_team_without_webhooks";
const BOT: &str = "ghp_botTokenOfATeamWithoutWebhooks000000";

#[test]
fn a_team_without_webhooks_is_polled() {
    play(async |stage| {
        let name = "polled";
        stage.brains.set(name, repair(name));
        let (vercel, github) = (&stage.outside.vercel, &stage.outside.github);
        let operations = &stage.installation.operations;
        let person = Outside::person();
        let user = vercel.create_user("hobbyist", "h@users.example");
        let team = vercel.create_team("hobby", "Hobby", &[&user]);
        vercel.create_token(TOKEN, &user);
        github.create_account("quiet-bot", "quiet@users.example");
        github.create_token(BOT, "quiet-bot", Access::Write, None);
        let repository = format!("acme/{name}");
        let repository_id = github.create_repository("acme", name, true).await.unwrap();
        for login in ["quiet-bot", "mona"] {
            github
                .add_collaborator(&repository, login, Access::Write)
                .unwrap();
        }
        let accounts = [
            (
                Provider::Platform(Platform::Vercel),
                "quiet vercel",
                TOKEN,
                Some(team.clone()),
                vercel.url(),
            ),
            (
                Provider::GitHost(GitHost::Github),
                "quiet github",
                BOT,
                None,
                github.api_url(),
            ),
        ];
        for (provider, name, token, team, base_url) in accounts {
            let new = NewConnection {
                provider,
                name: Some(name.to_owned()),
                token: SecretString::from(token),
                team,
                base_url: Some(base_url),
            };
            operations.add_connection(new, &person).await.unwrap();
        }
        let id = vercel.create_project(&team, name, &repository, repository_id, build());
        // What failed before is history.
        let folder = write(stage, name, FAULT, &[]);
        let project = |subscription| Project {
            id: id.clone(),
            name: name.to_owned(),
            repository: repository.clone(),
            repository_id,
            subscription,
        };
        let before = project(domain::SubscriptionId::new());
        let old = Case::pushed(stage, before, &folder).await;
        let new = NewSubscription {
            platform_connection: Some("quiet vercel".to_owned()),
            git_connection: Some("quiet github".to_owned()),
            project: name.to_owned(),
            repository: None,
            settings: approval(),
            hearing: Hearing::Webhook,
        };
        let added = operations.add_subscription(new, &person).await.unwrap();
        assert!(
            matches!(&added.deployments, Listening::Poll { because, .. } if because.contains("public_url")),
            "{:?}",
            added.deployments
        );
        let project = project(added.subscription.id);
        github
            .create_branch(&repository, "typed", "main", "mona")
            .await
            .unwrap();
        let notes = [("NOTES.md", Some("Typed rates.\n"))];
        let commit = github
            .foreign_commit(
                &repository,
                "typed",
                &notes,
                "docs: notes",
                &Outside::signature(),
            )
            .await
            .unwrap();
        let number = github
            .open_pull_request(&repository, "mona", "Typed rates", "typed", "main")
            .await
            .unwrap();
        let case = Case::of(stage, project, commit).await;
        case.reaches(FixStatus::Reviewing).await;
        assert_eq!(
            operations
                .show_fix(&old.deployment)
                .await
                .unwrap_err()
                .code(),
            operations::Code::FixNotFound
        );
        assert!(vercel.webhooks().iter().all(|hook| hook.account != team));
        // Nobody told of the pull request when the commit was pushed: the fix has one of its own to speak on later.
        operations
            .approve_fix(&case.deployment, None, person.clone())
            .await
            .unwrap();
        let open = case.reaches(FixStatus::PrCreated).await;
        let link = open.pull_request.unwrap();
        assert_ne!(link.number, number);
        let comment = case.says(link.number, "mona", "/regreen retry once more");
        let what = "the comment was found";
        stage
            .until(what, async || {
                let all = case.comments(link.number).await;
                let mine = all.iter().find(|one| one.id == comment)?;
                mine.reactions
                    .iter()
                    .any(|one| one.content == "+1")
                    .then_some(())
            })
            .await;
        case.when("another attempt is made", |view| view.attempts.len() == 2)
            .await;
        case.cancel("seen enough").await;
        case.ends(EndReason::Cancelled).await;
        // One workflow for each connection, whatever it has lived through.
        let polls = stage
            .temporal
            .list("WorkflowType IN ('PollDeployments', 'PollComments') AND ExecutionStatus = 'Running'")
            .await;
        assert!(polls.len() >= 2, "{polls:?}");
    });
}
