use domain::{FixSettings, UnprovedPolicy};
use world::{Access, Fault, Matching};

use super::Hearing;
use crate::{
    Code, Listening, NewConnection, NewSubscription, SettingsChange, SubscriptionChange,
    testing::{BOT_TOKEN, Outside, TEAM_TOKEN, actor, github, vercel, web},
};

async fn code(outside: &Outside, new: NewSubscription) -> (Code, String) {
    let operations = &outside.bench.operations;
    let error = operations
        .add_subscription(new, &actor())
        .await
        .unwrap_err();
    (error.code(), error.sentence().to_owned())
}

#[tokio::test]
async fn project_and_repository_are_looked_up() {
    let outside = Outside::reachable().await;
    outside.connected().await;
    let operations = &outside.bench.operations;
    let added = operations.add_subscription(web(), &actor()).await.unwrap();
    let subscription = &added.subscription;
    assert_eq!(
        (
            subscription.project.as_str(),
            subscription.project_name.as_str(),
            subscription.repository.to_string().as_str()
        ),
        (outside.project.as_str(), "web", "github:acme/web")
    );
    assert!(matches!(
        added.deployments,
        Listening::Webhook { new: true }
    ));
    assert!(matches!(
        added.pull_requests,
        Listening::Webhook { new: true }
    ));

    let (exists, sentence) = code(&outside, web()).await;
    assert_eq!(exists, Code::SubscriptionExists);
    assert!(sentence.contains(subscription.id.as_str()), "{sentence}");
    let by_id = NewSubscription {
        project: outside.project.clone(),
        ..web()
    };
    assert_eq!(code(&outside, by_id).await.0, Code::SubscriptionExists);
}

#[tokio::test]
async fn what_cannot_be_fixed_is_not_subscribed() {
    let outside = Outside::reachable().await;
    let nowhere = code(&outside, web()).await;
    assert_eq!(nowhere.0, Code::ConnectionNotFound);
    assert!(nowhere.1.contains("regreen connection add vercel"));
    outside.connected().await;
    let project = |name: &str| NewSubscription {
        project: name.to_owned(),
        ..web()
    };
    let missing = code(&outside, project("nothing")).await;
    assert_eq!(missing.0, Code::ProjectNotFound);
    assert!(missing.1.contains("regreen project list"), "{}", missing.1);
    outside.link("read-only", Access::Read).await;
    let unusable = code(&outside, project("read-only")).await;
    assert_eq!(unusable.0, Code::RepositoryUnusable);
    let elsewhere = NewSubscription {
        repository: Some("acme/nothing".to_owned()),
        ..web()
    };
    assert_eq!(code(&outside, elsewhere).await.0, Code::RepositoryNotFound);
    let swapped = NewSubscription {
        platform_connection: Some("github".to_owned()),
        ..web()
    };
    assert_eq!(code(&outside, swapped).await.0, Code::InvalidArgument);
    let second = NewConnection {
        name: Some("second".to_owned()),
        ..vercel(TEAM_TOKEN)
    };
    let operations = &outside.bench.operations;
    operations.add_connection(second, &actor()).await.unwrap();
    let unnamed = code(&outside, web()).await;
    assert_eq!(unnamed.0, Code::InvalidArgument);
    assert!(unnamed.1.contains("--connection"), "{}", unnamed.1);
    assert!(outside.hooks().await.is_empty(), "nothing was registered");
}

#[tokio::test]
async fn a_refused_token_is_noted() {
    let outside = Outside::reachable().await;
    outside.connected().await;
    outside.vercel.revoke_token(TEAM_TOKEN);
    let (refused, sentence) = code(&outside, web()).await;
    assert_eq!(refused, Code::TokenRefused);
    assert!(
        sentence.contains("regreen connection set-token vercel"),
        "{sentence}"
    );
    let shown = outside.bench.operations.show_connection("vercel").await;
    assert_eq!(
        shown.unwrap().summary.status,
        store::ConnectionStatus::Refused
    );
    let repository = Matching::when(|_, path| path.ends_with("/repos/acme/web"));
    outside.github.faults().next(repository, Fault::HalfBody, 1);
    outside.vercel.create_token(TEAM_TOKEN, &outside.mona);
    assert_eq!(code(&outside, web()).await.0, Code::ProviderUnavailable);
}

#[tokio::test]
async fn settings_change_one_by_one() {
    let outside = Outside::reachable().await;
    outside.connected().await;
    let operations = &outside.bench.operations;
    let new = NewSubscription {
        settings: FixSettings {
            draft: true,
            ..FixSettings::default()
        },
        ..web()
    };
    operations.add_subscription(new, &actor()).await.unwrap();
    let set = async |settings: SettingsChange, version: Option<u32>| {
        let change = SubscriptionChange {
            settings,
            version,
            ..SubscriptionChange::default()
        };
        operations.set_subscription("web", change, &actor()).await
    };
    let observing = SettingsChange {
        observe: Some(true),
        branches: Some(vec!["main".to_owned(), "release/*".to_owned()]),
        budget_micros: Some(500_000),
        unproved: Some(UnprovedPolicy::Draft),
        ..SettingsChange::default()
    };
    let changed = set(observing, None).await.unwrap();
    let expected = FixSettings {
        draft: true,
        observe: true,
        branches: vec!["main".to_owned(), "release/*".to_owned()],
        unproved: UnprovedPolicy::Draft,
        budget: domain::Budget {
            cost_micros: 500_000,
            ..domain::Budget::default()
        },
        ..FixSettings::default()
    };
    assert_eq!((&changed.settings, changed.version), (&expected, 2));
    let clear = || SettingsChange {
        branches: Some(vec![String::new()]),
        ..SettingsChange::default()
    };
    let stale = set(clear(), Some(1)).await.unwrap_err();
    assert_eq!(stale.code(), Code::Conflict);
    let cleared = set(clear(), Some(2)).await.unwrap();
    assert!(cleared.settings.branches.is_empty());
    for wrong in [
        SettingsChange {
            max_attempts: Some(0),
            ..SettingsChange::default()
        },
        SettingsChange {
            model: Some("two words".to_owned()),
            ..SettingsChange::default()
        },
        SettingsChange {
            protected_paths: Some(vec!["[".to_owned()]),
            ..SettingsChange::default()
        },
        SettingsChange {
            fixer: Some("Not One".to_owned()),
            ..SettingsChange::default()
        },
    ] {
        let error = set(wrong, None).await.unwrap_err();
        assert_eq!(error.code(), Code::InvalidArgument);
    }
}

#[tokio::test]
async fn hooks_go_with_the_last_that_needs_them() {
    let outside = Outside::reachable().await;
    outside.connected().await;
    let operations = &outside.bench.operations;
    // Two projects of one repository, one of another.
    let docs = outside.vercel.create_project(
        &outside.team,
        "docs",
        "acme/web",
        1,
        world::ProjectSettings::default(),
    );
    outside.link("shop", Access::Admin).await;
    for project in ["web", docs.as_str(), "shop"] {
        let new = NewSubscription {
            project: project.to_owned(),
            ..web()
        };
        operations.add_subscription(new, &actor()).await.unwrap();
    }
    let vercels = outside.webhooks_at_vercel().await;
    assert_eq!(vercels.len(), 1, "one hook for all projects: {vercels:?}");
    let remove = async |project: &str| {
        let removed = operations.remove_subscription(project, &actor()).await;
        assert_eq!(removed.unwrap().left_behind, Vec::<String>::new());
        (
            outside.webhooks_at_vercel().await.len(),
            outside.webhooks_at_github().await.len(),
        )
    };
    assert_eq!(remove("web").await, (1, 1), "docs needs both");
    assert_eq!(remove("docs").await, (1, 0), "shop needs the platform's");
    assert_eq!(remove("shop").await, (0, 0));
    assert!(outside.hooks().await.is_empty());
    let error = operations
        .remove_subscription("web", &actor())
        .await
        .unwrap_err();
    assert_eq!(error.code(), Code::SubscriptionNotFound);
}

#[tokio::test]
async fn a_person_may_register_the_hooks() {
    let outside = Outside::start(None).await;
    outside.connected().await;
    let operations = &outside.bench.operations;
    let by_hand = NewSubscription {
        hearing: Hearing::Manual,
        ..web()
    };
    let added = operations
        .add_subscription(by_hand, &actor())
        .await
        .unwrap();
    let told = |listening: &Listening| match listening {
        Listening::Manual { hook } => hook.clone().map(|hook| (hook.path, hook.url)),
        other => panic!("{other:?}"),
    };
    let (path, url) = told(&added.deployments).unwrap();
    assert!(path.starts_with("/webhooks/vercel/hok_") && url.is_none());
    assert!(told(&added.pull_requests).is_some());
    let json = serde_json::to_string(&added).unwrap();
    assert!(
        !json.contains("hok_") && json.contains("\"by\":\"manual\""),
        "{json}"
    );
    let (deployments, pull_requests) = operations
        .hear_subscription("web", Hearing::Manual, &actor())
        .await
        .unwrap();
    assert_eq!(
        (told(&deployments), told(&pull_requests)),
        (None, None),
        "secrets are shown once"
    );
    assert_eq!(outside.hooks().await.len(), 2);
    let removed = operations
        .remove_subscription("web", &actor())
        .await
        .unwrap();
    assert!(
        removed
            .left_behind
            .iter()
            .all(|why| why.contains("by hand")),
        "{:?}",
        removed.left_behind
    );
}

#[tokio::test]
async fn another_git_account_can_be_named() {
    let outside = Outside::reachable().await;
    outside.connected().await;
    let second = NewConnection {
        name: Some("second".to_owned()),
        ..github(BOT_TOKEN)
    };
    let operations = &outside.bench.operations;
    operations.add_connection(second, &actor()).await.unwrap();
    let unnamed = code(&outside, web()).await;
    assert!(unnamed.1.contains("--git-connection"), "{}", unnamed.1);
    let new = NewSubscription {
        git_connection: Some("second".to_owned()),
        repository: Some("acme/web".to_owned()),
        ..web()
    };
    let added = operations.add_subscription(new, &actor()).await.unwrap();
    let second = operations.show_connection("second").await.unwrap();
    assert_eq!(added.subscription.git_connection, second.summary.id);
    let users: Vec<_> = second.subscriptions.into_iter().map(|it| it.id).collect();
    assert_eq!(users, [added.subscription.id]);
    assert_eq!(second.hooks.len(), 1);
}
