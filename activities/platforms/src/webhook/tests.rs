//! Webhooks of every platform, through the public functions.

use http::HeaderValue;
use outbound::testing::{Facts, misreadings};
use serde_json::{Value, json};

use super::*;

const SECRET: &str = "s3cr3t";
const BODY: &[u8] = br#"{"id":"evt_1","type":"deployment.error"}"#;
const SIGNATURE: &str = "4f44fdb3536bd30dc34b7cfce2182494f8a3dc6b";

fn signed(signature: &str) -> HeaderMap {
    HeaderMap::from_iter([(
        "x-vercel-signature".parse().unwrap(),
        HeaderValue::from_str(signature).unwrap(),
    )])
}

fn check(headers: &HeaderMap, body: &[u8], secrets: &[&str]) -> Result<(), SignatureError> {
    let secrets: Vec<_> = secrets
        .iter()
        .map(|secret| SecretString::from(*secret))
        .collect();
    verify(Platform::Vercel, headers, body, &secrets)
}

#[test]
fn the_vector_is_accepted_with_either_secret_of_a_rotation() {
    assert_eq!(check(&signed(SIGNATURE), BODY, &[SECRET]), Ok(()));
    assert_eq!(check(&signed(SIGNATURE), BODY, &["new", SECRET]), Ok(()));
}

#[test]
fn everything_else_is_refused() {
    assert_eq!(
        check(&HeaderMap::new(), BODY, &[SECRET]),
        Err(SignatureError::Missing)
    );
    for malformed in [
        "",
        "sha1=4f44fdb3536bd30dc34b7cfce2182494f8a3dc6b",
        &SIGNATURE[..38],
        "zz44fdb3536bd30dc34b7cfce2182494f8a3dc6b",
    ] {
        assert_eq!(
            check(&signed(malformed), BODY, &[SECRET]),
            Err(SignatureError::Malformed),
            "{malformed}"
        );
    }
    let mut twice = signed(SIGNATURE);
    twice.append("x-vercel-signature", HeaderValue::from_static(SIGNATURE));
    assert_eq!(
        check(&twice, BODY, &[SECRET]),
        Err(SignatureError::Malformed)
    );
    assert_eq!(
        check(&signed(SIGNATURE), &[BODY, b" "].concat(), &[SECRET]),
        Err(SignatureError::Mismatch)
    );
    assert_eq!(
        check(&signed(SIGNATURE), BODY, &["other"]),
        Err(SignatureError::Mismatch)
    );
    assert_eq!(
        check(&signed(SIGNATURE), BODY, &[]),
        Err(SignatureError::Mismatch)
    );
    // HMAC-SHA1 with an empty key over an empty body.
    assert_eq!(
        check(
            &signed("fbdb1d1b18aa6c08324b7d64b71fb76370690e1d"),
            b"",
            &[""]
        ),
        Err(SignatureError::Mismatch)
    );
    assert_eq!(
        verify(Platform::Render, &signed(SIGNATURE), BODY, &[SECRET.into()]),
        Err(SignatureError::Unsupported)
    );
}

/// The shape of a real delivery, as captured from a GitHub-linked project.
fn current() -> Value {
    json!({"id": "h6gFGg9X_q7On1wHbnn6y", "type": "deployment.error", "createdAt": 1_777_015_529_600_i64, "payload": {
        "team": {"id": "team_x"}, "user": {"id": "u_x"}, "project": {"id": "prj_x"}, "target": null, "plan": "pro", "regions": ["iad1"],
        "deployment": {"id": "dpl_x", "name": "my-app", "url": "my-app-abc.vercel.app", "meta": {
            "githubCommitSha": "0123456789abcdef0123456789abcdef01234567", "githubCommitRef": "feat", "githubPrId": "597", "githubOrg": "acme", "githubRepo": "my-app"}},
        "links": {"deployment": "https://vercel.com/d", "project": "https://vercel.com/p"}}})
}

fn legacy() -> Value {
    json!({"id": "uev_1", "type": "deployment-error", "createdAt": 1_777_015_529_600_i64, "clientId": "c", "ownerId": "o", "teamId": "team_x", "userId": "u", "webhookId": "w",
        "payload": {"deploymentId": "dpl_x", "projectId": "prj_x", "name": "my-app", "url": "my-app-abc.vercel.app"}})
}

fn read(body: &Value) -> Result<Event, ParseError> {
    parse(
        Platform::Vercel,
        &HeaderMap::new(),
        body.to_string().as_bytes(),
    )
}

#[test]
fn a_failure_is_read_from_both_envelopes() {
    let full = DeploymentEvent {
        deployment: DeploymentId("dpl_x".to_owned()),
        project: Some("prj_x".to_owned()),
        team: Some("team_x".to_owned()),
        state: DeploymentState::Failed,
        branch: Some("feat".to_owned()),
        commit: Some("0123456789abcdef0123456789abcdef01234567".to_owned()),
        created_at: Some(1_777_015_529_600),
    };
    assert_eq!(read(&current()), Ok(Event::DeploymentFailed(full.clone())));
    assert_eq!(
        read(&legacy()),
        Ok(Event::DeploymentFailed(DeploymentEvent {
            branch: None,
            commit: None,
            ..full
        }))
    );
    assert_eq!(
        delivery_id(
            Platform::Vercel,
            &HeaderMap::new(),
            current().to_string().as_bytes()
        )
        .as_deref(),
        Some("h6gFGg9X_q7On1wHbnn6y")
    );
}

#[test]
fn ends_are_told_apart_and_the_rest_is_ignored() {
    let with = |kind: &str| {
        let mut body = current();
        body["type"] = kind.into();
        read(&body).unwrap()
    };
    for (kind, state) in [
        ("deployment.succeeded", DeploymentState::Ready),
        ("deployment.ready", DeploymentState::Ready),
        ("deployment-prepared", DeploymentState::Ready),
        ("deployment.canceled", DeploymentState::Cancelled),
        ("deployment.blocked", DeploymentState::Blocked),
    ] {
        assert!(
            matches!(with(kind), Event::DeploymentFinished(event) if event.state == state),
            "{kind}"
        );
    }
    for kind in [
        "deployment.created",
        "deployment.promoted",
        "project.created",
        "test-webhook",
        "something.new",
    ] {
        assert_eq!(
            with(kind),
            Event::Ignored {
                kind: kind.to_owned()
            }
        );
    }
}

#[test]
fn what_cannot_be_used_is_said() {
    assert_eq!(
        parse(Platform::Vercel, &HeaderMap::new(), b"\xff{"),
        Err(ParseError::NotJson)
    );
    assert_eq!(
        parse(
            Platform::Vercel,
            &HeaderMap::new(),
            "[".repeat(100_000).as_bytes()
        ),
        Err(ParseError::NotJson)
    );
    assert_eq!(
        read(&json!({"id": "x"})),
        Err(ParseError::Incomplete("type"))
    );
    assert_eq!(
        read(&json!({"type": "deployment.error", "payload": {}})),
        Err(ParseError::Incomplete("deployment id"))
    );
}

/// What is acted on.
fn facts(body: &Value) -> Option<Facts> {
    let (end, event) = match read(body).ok()? {
        Event::DeploymentFailed(event) => ("failed", event),
        Event::DeploymentFinished(event) => ("finished", event),
        Event::Ignored { kind } => return Some(Facts::from([("ignored".to_owned(), kind)])),
    };
    let id = delivery_id(
        Platform::Vercel,
        &HeaderMap::new(),
        body.to_string().as_bytes(),
    );
    let all = [
        ("delivery", id),
        ("end", Some(end.to_owned())),
        ("state", Some(format!("{:?}", event.state))),
        ("deployment", Some(event.deployment.to_string())),
        ("project", event.project),
        ("team", event.team),
        ("branch", event.branch),
        ("commit", event.commit),
        ("created", event.created_at.map(|at| at.to_string())),
    ];
    Some(
        all.into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?)))
            .collect(),
    )
}

#[test]
fn no_changed_field_is_misread() {
    for mut body in [current(), legacy()] {
        for kind in ["error", "succeeded", "canceled", "blocked"] {
            body["type"] = format!("deployment.{kind}").into();
            let wrong = misreadings(&body, &[], facts);
            assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        }
    }
}
