//! The account behind a token: teams, and what the token may do.

use outbound::{
    FailureKind,
    testing::{Reply, Server},
};
use serde_json::json;

use super::{LONG, platform};
use crate::{Team, TokenInfo};

fn team(id: &str, name: &str, slug: Option<&str>) -> Team {
    Team {
        id: id.to_owned(),
        name: name.to_owned(),
        slug: slug.map(str::to_owned),
    }
}

#[tokio::test]
async fn all_teams_are_read_limited_ones_too() {
    let server = Server::start(|request| {
        assert!(request.path.starts_with("/v2/teams?"), "{}", request.path);
        match request.query("until").as_deref() {
            None => Reply::json(200, &json!({"teams": [
                {"id": "team_1", "name": "Acme", "slug": "acme", "membership": {"role": "OWNER"}},
                {"id": "team_2", "name": "Shy", "slug": "shy", "limited": true, "limitedBy": ["saml"]},
            ], "pagination": {"count": 2, "next": 1_700_000_000_000_i64, "prev": null}})),
            Some("1700000000000") => Reply::json(200, &json!({"teams": [
                {"id": "team_2", "name": "Shy", "slug": "shy", "limited": true},
                {"id": "team_3", "slug": "bare"}, {"name": "nobody"},
            ], "pagination": {"count": 3, "next": null, "prev": null}})),
            _ => Reply::Close,
        }
    })
    .await;
    let platform = platform(&server, LONG);
    assert_eq!(
        platform.teams().await.unwrap(),
        [
            team("team_1", "Acme", Some("acme")),
            team("team_2", "Shy", Some("shy")),
            team("team_3", "bare", Some("bare")),
        ]
    );
    let first = &server.received()[0];
    assert_eq!(
        (first.query("limit").as_deref(), first.query("teamId")),
        (Some("100"), None),
        "teams are the token's, not one team's"
    );
}

#[tokio::test]
async fn endless_pages_of_teams_end() {
    let server = Server::start(|request| {
        let until: i64 = request
            .query("until")
            .map_or(1_000, |until| until.parse().unwrap());
        Reply::json(
            200,
            &json!({"teams": [{"id": format!("team_{until}")}], "pagination": {"next": until - 1}}),
        )
    })
    .await;
    assert_eq!(platform(&server, LONG).teams().await.unwrap().len(), 10);
    assert_eq!(server.received().len(), 10);
}

#[tokio::test]
async fn a_token_says_when_it_ends_and_what_it_reaches() {
    let bodies = [
        json!({"token": {"id": "t", "name": "regreen", "expiresAt": 1_790_000_000_000_i64, "scopes": [{"type": "team", "teamId": "team_1"}, {"type": "team", "teamId": "team_2"}]}}),
        json!({"token": {"id": "t", "name": "regreen", "scopes": [{"type": "user"}, {"type": "team", "teamId": "team_1"}]}}),
        json!({"token": {"id": "t"}}),
    ];
    let expected = [
        TokenInfo {
            expires_at: Some(1_790_000_000_000),
            teams: Some(vec!["team_1".to_owned(), "team_2".to_owned()]),
        },
        TokenInfo::default(),
        TokenInfo::default(),
    ];
    for (body, expected) in bodies.into_iter().zip(expected) {
        let server = Server::start(move |request| {
            assert_eq!(request.path, "/v5/user/tokens/current");
            Reply::json(200, &body)
        })
        .await;
        assert_eq!(platform(&server, LONG).token().await.unwrap(), expected);
    }
}

#[tokio::test]
async fn a_token_that_may_not_look_at_itself_says_nothing_and_a_bad_one_is_one() {
    for (status, body) in [
        (404, json!({"error": {"code": "not_found"}})),
        (403, json!({"error": {"code": "forbidden"}})),
    ] {
        let server = Server::start(move |_| Reply::json(status, &body)).await;
        assert_eq!(
            platform(&server, LONG).token().await.unwrap(),
            TokenInfo::default()
        );
    }
    let server = Server::start(|_| {
        Reply::json(
            403,
            &json!({"error": {"code": "forbidden", "invalidToken": true}}),
        )
    })
    .await;
    assert_eq!(
        platform(&server, LONG).token().await.unwrap_err().kind(),
        FailureKind::Unauthorized
    );
}
