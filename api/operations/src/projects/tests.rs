use world::{Access, Fault};

use crate::{
    Code, Cursor, NewConnection, PageRequest, ProjectFilter,
    testing::{Outside, TEAM_TOKEN, actor, vercel, web},
};

async fn names(outside: &Outside, filter: &ProjectFilter, limit: u32) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut after = None;
    loop {
        let request = PageRequest { limit, after };
        let list = outside
            .bench
            .operations
            .list_projects(filter.clone(), request)
            .await
            .unwrap();
        assert_eq!(list.failed, Vec::<String>::new());
        let items = list.page.items.iter();
        pages.push(items.map(|it| it.name.clone()).collect());
        after = list.page.next;
        if after.is_none() {
            return pages;
        }
        assert!(pages.len() < 50, "it never ends: {pages:?}");
    }
}

#[tokio::test]
async fn projects_are_listed_in_pages_over_all_connections() {
    let outside = Outside::reachable().await;
    outside.connected().await;
    for number in 0..5 {
        outside.link(&format!("app-{number}"), Access::Read).await;
    }
    let all = ProjectFilter::default();
    let one = ["app-0", "app-1", "app-2", "app-3", "app-4", "web"];
    assert_eq!(names(&outside, &all, 200).await.concat(), one);
    for limit in [1, 2, 4, 6] {
        let pages = names(&outside, &all, limit).await;
        assert!(pages.iter().all(|page| page.len() <= limit as usize));
        assert_eq!(pages.concat(), one, "{limit}");
    }
    let second = NewConnection {
        name: Some("personal".to_owned()),
        team: Some("personal".to_owned()),
        ..vercel(TEAM_TOKEN)
    };
    let operations = &outside.bench.operations;
    operations.add_connection(second, &actor()).await.unwrap();
    let settings = world::ProjectSettings::default();
    outside
        .vercel
        .create_project(&outside.mona, "hobby", "mona/hobby", 1, settings);
    let both: Vec<_> = one.into_iter().chain(["hobby"]).collect();
    for limit in [3, 6, 7] {
        assert_eq!(names(&outside, &all, limit).await.concat(), both, "{limit}");
    }
    let searched = ProjectFilter {
        search: Some("app-3".to_owned()),
        ..ProjectFilter::default()
    };
    assert_eq!(names(&outside, &searched, 20).await.concat(), ["app-3"]);
}

#[tokio::test]
async fn a_list_says_what_is_subscribed_and_who_gave_no_answer() {
    let outside = Outside::reachable().await;
    outside.connected().await;
    let operations = &outside.bench.operations;
    let list = async |filter: ProjectFilter| {
        operations
            .list_projects(filter, PageRequest::default())
            .await
    };
    let before = list(ProjectFilter::default()).await.unwrap();
    assert_eq!(before.page.items[0].subscription, None);
    let added = operations.add_subscription(web(), &actor()).await.unwrap();
    let after = list(ProjectFilter::default()).await.unwrap();
    assert_eq!(
        after.page.items[0].subscription,
        Some(added.subscription.id)
    );

    let second = NewConnection {
        name: Some("second".to_owned()),
        ..vercel(TEAM_TOKEN)
    };
    operations.add_connection(second, &actor()).await.unwrap();
    outside
        .vercel
        .faults()
        .next("/v10/projects", Fault::status(500), 1);
    let half = list(ProjectFilter::default()).await.unwrap();
    assert_eq!((half.page.items.len(), half.failed.len()), (1, 1));
    assert!(half.failed[0].starts_with("vercel: "), "{:?}", half.failed);

    let only = |connection: &str| ProjectFilter {
        connection: Some(connection.to_owned()),
        ..ProjectFilter::default()
    };
    outside
        .vercel
        .faults()
        .next("/v10/projects", Fault::status(500), 1);
    let error = list(only("second")).await.unwrap_err();
    assert_eq!(error.code(), Code::ProviderUnavailable);
    assert_eq!(
        list(only("github")).await.unwrap_err().code(),
        Code::InvalidArgument
    );
    let wrong = PageRequest {
        limit: 1,
        after: Some(Cursor("nonsense".to_owned())),
    };
    let error = operations
        .list_projects(ProjectFilter::default(), wrong)
        .await
        .unwrap_err();
    assert_eq!(error.code(), Code::InvalidArgument);
}
