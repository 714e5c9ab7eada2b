//! A redeploy, once per key.

use outbound::{
    FailureKind,
    testing::{Received, Reply, Server},
};
use serde_json::{Value, json};

use super::{LONG, failed, platform};
use crate::vercel::deployment;

fn list(request: &Received, items: &[Value]) -> Reply {
    assert!(
        request.path.starts_with("/v6/deployments?"),
        "{}",
        request.path
    );
    Reply::json(
        200,
        &json!({"deployments": items, "pagination": {"count": items.len(), "next": null, "prev": null}}),
    )
}

#[tokio::test]
async fn a_redeploy_is_made_once_per_key() {
    let made = json!({"uid": "dpl_again", "createdAt": 1_777_015_529_999_i64, "meta": {"regreenKey": "fix_1:redeploy"}});
    let server = Server::start(move |request| match request.method.as_str() {
        "POST" => Reply::json(200, &json!({"id": "dpl_new", "readyState": "QUEUED"})),
        _ => list(
            request,
            &[
                json!({"uid": "dpl_other", "meta": {"regreenKey": "fix_2:redeploy"}}),
                made.clone(),
            ],
        ),
    })
    .await;
    let platform = platform(&server, LONG);
    let mut original = deployment::read(&failed()).unwrap();
    assert_eq!(
        platform
            .redeploy(&original, "fix_1:redeploy")
            .await
            .unwrap()
            .as_str(),
        "dpl_again"
    );
    assert_eq!(server.received().len(), 1, "nothing was created");

    original.target = "production".to_owned();
    assert_eq!(
        platform
            .redeploy(&original, "fix_9:redeploy")
            .await
            .unwrap()
            .as_str(),
        "dpl_new"
    );
    let post = server.received().pop().unwrap();
    assert!(
        post.path.starts_with("/v13/deployments?forceNew=1"),
        "{}",
        post.path
    );
    let expected = json!({"deploymentId": "dpl_A1", "name": "my-app", "target": "production", "meta": {"action": "redeploy", "regreenKey": "fix_9:redeploy", "regreenOf": "dpl_A1"}});
    assert_eq!(post.json(), expected);
}

#[tokio::test]
async fn a_redeploy_that_cannot_be_recognised_is_not_made_again() {
    let original = deployment::read(&failed()).unwrap();
    let made = json!({"uid": "dpl_again", "meta": {"regreenKey": "k", "regreenOf": "dpl_A1"}});
    let cases = [
        ("/uid", Value::Null),
        ("/meta", json!([])),
        ("/meta/regreenKey", json!({})),
        ("/meta/regreenKey", Value::Null),
    ];
    for (place, put) in cases {
        let mut item = made.clone();
        *item.pointer_mut(place).unwrap() = put;
        let server = Server::start(move |request| list(request, std::slice::from_ref(&item))).await;
        let error = platform(&server, LONG)
            .redeploy(&original, "k")
            .await
            .unwrap_err();
        assert_eq!(error.kind(), FailureKind::InvalidAnswer, "{place}: {error}");
        assert!(
            server
                .received()
                .iter()
                .all(|request| request.method == "GET"),
            "{place}"
        );
    }
}
