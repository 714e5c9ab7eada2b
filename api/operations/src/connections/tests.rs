use domain::ConnectionId;
use secrecy::SecretString;
use store::{AuditEntry, PageRequest};
use world::{Access, Fault, Matching};

use crate::{
    Code, NewConnection, Probe, Provider, Standing, TeamChoice,
    testing::{BOT_TOKEN, Bench, Outside, TEAM_TOKEN, actor, github, vercel, web},
};

async fn code(outside: &Outside, new: NewConnection) -> (Code, String) {
    let operations = &outside.bench.operations;
    let error = operations.add_connection(new, &actor()).await.unwrap_err();
    (error.code(), error.sentence().to_owned())
}

#[tokio::test]
async fn the_provider_says_who_a_token_belongs_to() {
    let outside = Outside::reachable().await;
    let (at_vercel, at_github) = outside.connected().await;
    assert_eq!(
        (
            at_vercel.name.as_str(),
            at_vercel.account.as_str(),
            at_vercel.team.as_deref(),
            at_vercel.team_name.as_deref()
        ),
        ("vercel", "mona", Some(outside.team.as_str()), Some("Acme"))
    );
    assert_eq!(
        (
            at_github.name.as_str(),
            at_github.account.as_str(),
            at_github.team
        ),
        ("github", "bot", None)
    );
    let second = outside
        .bench
        .operations
        .add_connection(vercel(TEAM_TOKEN), &actor())
        .await
        .unwrap();
    assert_eq!(second.name, "vercel-acme");
    let named = NewConnection {
        name: Some("vercel".to_owned()),
        ..vercel(TEAM_TOKEN)
    };
    assert_eq!(code(&outside, named).await.0, Code::NameTaken);
}

#[tokio::test]
async fn a_wrong_token_is_refused_with_the_page_where_another_is_made() {
    let outside = Outside::reachable().await;
    let (refused, sentence) = code(&outside, vercel("nobody")).await;
    assert_eq!(refused, Code::TokenRefused);
    assert!(
        sentence.contains("https://vercel.com/account/settings/tokens"),
        "{sentence}"
    );
    let (refused, sentence) = code(&outside, github("nobody")).await;
    assert_eq!(refused, Code::TokenRefused);
    assert!(
        sentence.contains("https://github.com/settings/tokens/new?scopes=repo,admin:repo_hook"),
        "{sentence}"
    );
    let elsewhere = NewConnection {
        base_url: Some("http://127.0.0.1:1".to_owned()),
        ..vercel(TEAM_TOKEN)
    };
    assert_eq!(code(&outside, elsewhere).await.0, Code::ProviderUnavailable);
    let private = NewConnection {
        base_url: Some("http://10.0.0.1".to_owned()),
        ..vercel(TEAM_TOKEN)
    };
    assert_eq!(code(&outside, private).await.0, Code::ProviderRefused);
    outside
        .vercel
        .faults()
        .next("/v2/user", Fault::status(500), 1);
    assert_eq!(
        code(&outside, vercel(TEAM_TOKEN)).await.0,
        Code::ProviderUnavailable
    );
    let stored = outside.bench.operations.list_connections().await.unwrap();
    assert!(stored.is_empty(), "nothing unproved is stored: {stored:?}");
}

#[tokio::test]
async fn one_of_several_teams_must_be_chosen() {
    let outside = Outside::reachable().await;
    let other = outside
        .vercel
        .create_team("side", "Side Business", &[&outside.mona]);
    let (needed, sentence) = code(&outside, vercel(TEAM_TOKEN)).await;
    assert_eq!(needed, Code::TeamNeeded);
    assert!(
        sentence.contains("acme  Acme") && sentence.contains("side  Side Business"),
        "{sentence}"
    );
    for (wish, expected) in [
        ("side", Some(other.as_str())),
        ("SIDE", Some(other.as_str())),
        (other.as_str(), Some(other.as_str())),
        ("personal", None),
    ] {
        let new = NewConnection {
            team: Some(wish.to_owned()),
            ..vercel(TEAM_TOKEN)
        };
        let operations = &outside.bench.operations;
        let added = operations.add_connection(new, &actor()).await.unwrap();
        assert_eq!(added.team.as_deref(), expected, "{wish}");
    }
    let foreign = NewConnection {
        team: Some("team_of_others".to_owned()),
        ..vercel(TEAM_TOKEN)
    };
    assert_eq!(code(&outside, foreign).await.0, Code::TeamNotFound);
    let pointless = NewConnection {
        team: Some("acme".to_owned()),
        ..github(BOT_TOKEN)
    };
    assert_eq!(code(&outside, pointless).await.0, Code::TeamNotFound);
}

#[test]
fn a_token_of_one_team_has_no_projects_of_its_own() {
    let team = |id: &str| TeamChoice {
        id: id.to_owned(),
        name: id.to_uppercase(),
        slug: id.to_owned(),
    };
    let probe = Probe {
        provider: "vercel".parse::<Provider>().unwrap(),
        account: "mona".to_owned(),
        account_name: None,
        teams: vec![team("a")],
        personal: false,
        scopes: None,
        expires_at: None,
    };
    assert_eq!(probe.choose(None).unwrap(), Some(&team("a")));
    assert_eq!(probe.choose(Some("A")).unwrap(), Some(&team("a")));
    assert_eq!(
        probe.choose(Some("personal")).unwrap_err().code(),
        Code::TeamNotFound
    );
}

#[tokio::test]
async fn a_token_of_one_team_leaves_no_choice() {
    let outside = Outside::reachable().await;
    outside
        .vercel
        .create_team("side", "Side Business", &[&outside.mona]);
    outside
        .vercel
        .create_team_token("limited", &outside.mona, &outside.team)
        .unwrap();
    let operations = &outside.bench.operations;
    let probe = operations
        .probe_connection(
            "vercel".parse().unwrap(),
            &SecretString::from("limited"),
            None,
        )
        .await
        .unwrap();
    let slugs: Vec<&str> = probe.teams.iter().map(|team| team.slug.as_str()).collect();
    assert_eq!((slugs.as_slice(), probe.personal), (&["acme"][..], false));
    let added = operations
        .add_connection(vercel("limited"), &actor())
        .await
        .unwrap();
    assert_eq!(added.team, Some(outside.team.clone()));
    for foreign in ["side", "personal"] {
        let new = NewConnection {
            team: Some(foreign.to_owned()),
            ..vercel("limited")
        };
        assert_eq!(code(&outside, new).await.0, Code::TeamNotFound, "{foreign}");
    }
}

#[tokio::test]
async fn a_test_says_what_works() {
    let outside = Outside::reachable().await;
    outside.connected().await;
    let operations = &outside.bench.operations;
    let standing = async |connection: &str, repository: Option<&str>| {
        let check = operations
            .test_connection(connection, repository)
            .await
            .unwrap();
        let findings = check.findings.into_iter();
        let findings: Vec<_> = findings.map(|it| (it.what, it.standing)).collect();
        (check.ok, findings)
    };
    use Standing::{Bad, Good, Unknown};
    let (ok, findings) = standing("vercel", None).await;
    assert!(ok);
    assert_eq!(
        findings[..4],
        [
            ("token", Good),
            ("team", Good),
            ("projects", Good),
            ("webhooks", Good)
        ]
    );
    let all = [
        ("token", Good),
        ("scopes", Good),
        ("repository", Good),
        ("push", Good),
        ("hooks", Good),
    ];
    assert_eq!(
        standing("github", Some("acme/web")).await,
        (true, all.to_vec())
    );
    outside.link("read-only", Access::Read).await;
    let few = [
        ("token", Good),
        ("scopes", Good),
        ("repository", Good),
        ("push", Bad),
        ("hooks", Unknown),
    ];
    assert_eq!(
        standing("github", Some("acme/read-only")).await,
        (false, few.to_vec())
    );
    let (ok, findings) = standing("github", Some("acme/nothing")).await;
    assert_eq!((ok, findings[2]), (false, ("repository", Bad)));

    outside.vercel.revoke_token(TEAM_TOKEN);
    assert_eq!(
        standing("vercel", None).await,
        (false, vec![("token", Bad)])
    );
    let shown = operations.show_connection("vercel").await.unwrap();
    assert_eq!(shown.summary.status, store::ConnectionStatus::Refused);
    outside.github.faults().next(
        Matching::when(|_, path| path.ends_with("/user")),
        Fault::CloseConnection,
        1,
    );
    let error = operations
        .test_connection("github", None)
        .await
        .unwrap_err();
    assert_eq!(
        error.code(),
        Code::ProviderUnavailable,
        "no answer says nothing about the token"
    );
    let shown = operations.show_connection("github").await.unwrap();
    assert_eq!(shown.summary.status, store::ConnectionStatus::Active);
}

#[tokio::test]
async fn another_token_must_see_the_same_team() {
    let outside = Outside::reachable().await;
    outside.connected().await;
    let operations = &outside.bench.operations;
    outside.vercel.revoke_token(TEAM_TOKEN);
    operations.test_connection("vercel", None).await.unwrap();
    let set = async |token: &str| {
        let token = SecretString::from(token);
        operations
            .set_connection_token("vercel", &token, &actor())
            .await
    };
    let stranger = outside.vercel.create_user("eve", "eve@users.example");
    outside.vercel.create_token("of-eve", &stranger);
    assert_eq!(set("of-eve").await.unwrap_err().code(), Code::TeamNotFound);
    assert_eq!(set("nobody").await.unwrap_err().code(), Code::TokenRefused);
    outside.vercel.create_token("fresh", &outside.mona);
    let changed = set("fresh").await.unwrap();
    assert_eq!(changed.status, store::ConnectionStatus::Active);
    assert!(operations.test_connection("vercel", None).await.unwrap().ok);
}

#[tokio::test]
async fn removing_takes_the_hooks_along_and_says_what_stays() {
    let outside = Outside::reachable().await;
    outside.connected().await;
    let operations = &outside.bench.operations;
    let added = operations.add_subscription(web(), &actor()).await.unwrap();
    for connection in ["vercel", "github"] {
        let error = operations
            .remove_connection(connection, &actor())
            .await
            .unwrap_err();
        assert_eq!(error.code(), Code::ConnectionInUse);
        assert!(error.sentence().contains("web"), "{}", error.sentence());
    }
    // A hook of before, whose removal fails: the subscription goes, the hook stays for the moment.
    let deletes = || Matching::when(|method, _| method == "DELETE");
    outside
        .vercel
        .faults()
        .next(deletes(), Fault::status(500), 2);
    outside
        .github
        .faults()
        .next(deletes(), Fault::status(500), 1);
    let removed = operations
        .remove_subscription(added.subscription.id.as_str(), &actor())
        .await
        .unwrap();
    assert_eq!(removed.left_behind.len(), 2, "{:?}", removed.left_behind);
    let at_vercel = operations
        .remove_connection("vercel", &actor())
        .await
        .unwrap();
    assert_eq!(
        (at_vercel.hooks_removed, at_vercel.left_behind.len()),
        (0, 1),
        "{at_vercel:?}"
    );
    assert!(
        at_vercel.left_behind[0].contains("Acme at vercel"),
        "{:?}",
        at_vercel.left_behind
    );
    let at_github = operations
        .remove_connection("github", &actor())
        .await
        .unwrap();
    assert_eq!(
        (at_github.hooks_removed, at_github.left_behind.len()),
        (1, 0),
        "{at_github:?}"
    );
    assert!(operations.list_connections().await.unwrap().is_empty());
    assert!(outside.hooks().await.is_empty());
    assert_eq!(
        operations
            .show_connection("vercel")
            .await
            .unwrap_err()
            .code(),
        Code::ConnectionNotFound
    );
}

#[tokio::test]
async fn no_token_is_told() {
    let outside = Outside::reachable().await;
    outside.connected().await;
    let operations = &outside.bench.operations;
    let audit: Vec<AuditEntry> = operations
        .store
        .audit
        .list(None, PageRequest::default())
        .await
        .unwrap()
        .items;
    assert_eq!(audit.len(), 2);
    let connections = operations.list_connections().await.unwrap();
    let told = format!(
        "{audit:?} {connections:?} {}",
        serde_json::to_string(&connections).unwrap()
    );
    assert!(!told.to_lowercase().contains("canary"), "{told}");
    let rows = operations.store.connections.list().await.unwrap();
    for row in rows {
        assert!(!row.token.contains("canary"));
    }
}

#[tokio::test]
async fn a_connection_is_found_by_name_or_id() {
    let bench = Bench::new().await;
    let row = bench.connect("github", "g").await;
    for reference in ["g", row.id.as_str()] {
        let shown = bench.operations.show_connection(reference).await.unwrap();
        assert_eq!(shown.summary.id, row.id);
        assert!(shown.hooks.is_empty() && shown.subscriptions.is_empty());
    }
    for missing in ["h", ConnectionId::new().as_str()] {
        let error = bench.operations.show_connection(missing).await.unwrap_err();
        assert_eq!(error.code(), Code::ConnectionNotFound);
    }
}
