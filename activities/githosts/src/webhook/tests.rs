//! Webhooks of every git host, through the public functions.

use http::HeaderValue;
use outbound::testing::{Facts, misreadings};
use serde_json::{Value, json};

use super::*;

const SHA: &str = "0123456789abcdef0123456789abcdef01234567";
const HOST: domain::GitHost = domain::GitHost::Github;

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    pairs
        .iter()
        .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_str(value).unwrap()))
        .collect()
}

fn check(signature: &str, body: &str, secrets: &[&str]) -> Result<(), SignatureError> {
    let secrets: Vec<_> = secrets
        .iter()
        .map(|secret| SecretString::from(*secret))
        .collect();
    verify(
        HOST,
        &headers(&[("x-hub-signature-256", signature)]),
        body.as_bytes(),
        &secrets,
    )
}

/// The example of GitHub's documentation.
const SECRET: &str = "It's a Secret to Everybody";
const SIGNATURE: &str = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

#[test]
fn the_vector_is_accepted_with_either_secret_of_a_rotation() {
    assert_eq!(check(SIGNATURE, "Hello, World!", &[SECRET]), Ok(()));
    assert_eq!(check(SIGNATURE, "Hello, World!", &["new", SECRET]), Ok(()));
}

#[test]
fn everything_else_is_refused() {
    assert_eq!(
        verify(HOST, &HeaderMap::new(), b"x", &[SECRET.into()]),
        Err(SignatureError::Missing)
    );
    for malformed in [
        "",
        &SIGNATURE[7..],
        &SIGNATURE[..60],
        "sha256=",
        "sha1=757107ea0eb2509fc211221cce984b8a37570b6d",
    ] {
        assert_eq!(
            check(malformed, "Hello, World!", &[SECRET]),
            Err(SignatureError::Malformed),
            "{malformed}"
        );
    }
    assert_eq!(
        check(SIGNATURE, "Hello, World?", &[SECRET]),
        Err(SignatureError::Mismatch)
    );
    assert_eq!(
        check(SIGNATURE, "Hello, World!", &["other"]),
        Err(SignatureError::Mismatch)
    );
    assert_eq!(
        check(SIGNATURE, "Hello, World!", &[]),
        Err(SignatureError::Mismatch)
    );
    // HMAC-SHA256 with an empty key over an empty body.
    let empty = "sha256=b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad";
    assert_eq!(check(empty, "", &[""]), Err(SignatureError::Mismatch));
    let old = headers(&[(
        "x-hub-signature",
        "sha1=757107ea0eb2509fc211221cce984b8a37570b6d",
    )]);
    assert_eq!(
        verify(HOST, &old, b"x", &[SECRET.into()]),
        Err(SignatureError::Missing)
    );
    assert_eq!(
        verify(domain::GitHost::Gitlab, &old, b"x", &[SECRET.into()]),
        Err(SignatureError::Unsupported)
    );
}

fn read(kind: &str, body: &Value) -> Result<Event, ParseError> {
    parse(
        HOST,
        &headers(&[
            ("x-github-event", kind),
            ("content-type", "application/json"),
        ]),
        body.to_string().as_bytes(),
    )
}

fn repository() -> Repository {
    Repository {
        host: HOST,
        owner: "acme".to_owned(),
        name: "app".to_owned(),
    }
}

fn pull_request() -> Value {
    json!({"action": "closed", "number": 7, "repository": {"full_name": "acme/app"}, "sender": {"login": "octocat"}, "pull_request": {
        "number": 7, "state": "closed", "merged": true, "merged_at": "2026-05-01T12:00:00Z", "draft": false, "title": "t", "body": null, "html_url": "https://github.com/acme/app/pull/7",
        "head": {"ref": "regreen/fix-1", "sha": SHA, "repo": {"full_name": "acme/app"}}, "base": {"ref": "main", "sha": SHA}, "user": {"login": "bot"}}})
}

fn push() -> Value {
    json!({"ref": "refs/heads/feature/x", "before": "0".repeat(40), "after": SHA, "created": true, "deleted": false, "forced": false,
        "repository": {"full_name": "acme/app"}, "pusher": {"name": "ann"}, "sender": {"login": "ann"}})
}

fn comment() -> Value {
    json!({"action": "created", "issue": {"number": 7, "pull_request": {"url": "u"}}, "comment": {"id": 99, "body": "/regreen retry", "user": {"login": "ann", "type": "User"}, "author_association": "MEMBER",
            "created_at": "2026-05-01T12:00:00Z"},
        "repository": {"full_name": "acme/app"}, "sender": {"login": "ann"}})
}

#[test]
fn pull_requests_pushes_and_comments_are_read() {
    let expected = PullRequestEvent {
        repository: repository(),
        action: "closed".to_owned(),
        number: 7,
        state: PullRequestState::Merged,
        head_branch: "regreen/fix-1".to_owned(),
        head_sha: SHA.to_owned(),
        head_repository: Some("acme/app".to_owned()),
        base_branch: "main".to_owned(),
        sender: Some("octocat".to_owned()),
    };
    assert_eq!(
        read("pull_request", &pull_request()),
        Ok(Event::PullRequest(expected))
    );
    let expected = PushEvent {
        repository: repository(),
        branch: "feature/x".to_owned(),
        before: None,
        after: Some(SHA.to_owned()),
        forced: false,
        sender: Some("ann".to_owned()),
    };
    assert_eq!(read("push", &push()), Ok(Event::Push(expected)));
    assert!(
        matches!(read("issue_comment", &comment()), Ok(Event::Comment(event)) if event.number == 7 && event.comment == 99 && event.association.as_deref() == Some("MEMBER")
            && !event.author_is_bot && event.created_at == Some(1_777_636_800_000))
    );
    for (user, is_bot) in [
        (json!({"login": "ann"}), false),
        (json!({"login": "ann", "type": "Organization"}), false),
        (json!({"login": "ci[bot]", "type": "Bot"}), true),
        (json!({"login": "ci[bot]"}), true),
        (json!({"login": "ci", "type": "Bot"}), true),
        (json!({"login": "ann", "type": {}}), true),
    ] {
        let mut body = comment();
        body["comment"]["user"] = user;
        assert!(
            matches!(read("issue_comment", &body), Ok(Event::Comment(event)) if event.author_is_bot == is_bot),
            "{body}"
        );
    }
    assert_eq!(read("ping", &json!({"zen": "x"})), Ok(Event::Ping));
}

#[test]
fn a_deleted_branch_has_no_tip() {
    let mut body = push();
    (body["after"], body["deleted"], body["before"]) =
        ("0".repeat(40).into(), true.into(), SHA.into());
    assert!(
        matches!(read("push", &body), Ok(Event::Push(event)) if event.after.is_none() && event.before.as_deref() == Some(SHA))
    );
    body["deleted"] = false.into();
    assert_eq!(read("push", &body), Err(ParseError::Incomplete("after")));
}

#[test]
fn what_is_of_no_use_is_ignored() {
    let mut tag = push();
    tag["ref"] = "refs/tags/v1".into();
    let mut issue = comment();
    issue["issue"]
        .as_object_mut()
        .unwrap()
        .remove("pull_request");
    for (kind, body) in [
        ("push", tag),
        ("issue_comment", issue),
        ("star", json!({})),
        ("installation", json!({})),
    ] {
        assert!(
            matches!(read(kind, &body), Ok(Event::Ignored { .. })),
            "{kind}"
        );
    }
}

#[test]
fn forms_and_ids_are_read_and_garbage_is_refused() {
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("payload", &push().to_string())
        .finish();
    let form_headers = headers(&[
        ("x-github-event", "push"),
        ("content-type", "application/x-www-form-urlencoded"),
        ("x-github-delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958"),
    ]);
    assert!(matches!(
        parse(HOST, &form_headers, form.as_bytes()),
        Ok(Event::Push(_))
    ));
    assert_eq!(parse(HOST, &form_headers, b"a=b"), Err(ParseError::NotJson));
    assert_eq!(
        delivery_id(HOST, &form_headers, b"").as_deref(),
        Some("72d3162e-cc78-11e3-81ab-4c9367dc0958")
    );
    assert_eq!(delivery_id(HOST, &HeaderMap::new(), b""), None);
    assert_eq!(
        parse(HOST, &headers(&[("x-github-event", "push")]), b"\xff\xfe"),
        Err(ParseError::NotJson)
    );
    assert_eq!(
        parse(HOST, &HeaderMap::new(), b"{}"),
        Err(ParseError::Incomplete("event header"))
    );
}

/// What is acted on.
fn facts(kind: &str, body: &Value) -> Option<Facts> {
    let all: Vec<(&str, Option<String>)> = match read(kind, body).ok()? {
        Event::PullRequest(event) => vec![
            ("repository", Some(event.repository.to_string())),
            ("action", Some(event.action)),
            ("number", Some(event.number.to_string())),
            ("state", Some(event.state.to_string())),
            ("branch", Some(event.head_branch)),
            ("commit", Some(event.head_sha)),
            ("of", event.head_repository),
            ("base", Some(event.base_branch)),
            ("sender", event.sender),
        ],
        Event::Push(event) => vec![
            ("repository", Some(event.repository.to_string())),
            ("branch", Some(event.branch)),
            ("before", Some(event.before.unwrap_or("new".to_owned()))),
            ("after", Some(event.after.unwrap_or("gone".to_owned()))),
            ("only forward", (!event.forced).then(|| "yes".to_owned())),
            ("sender", event.sender),
        ],
        Event::Comment(event) => vec![
            ("repository", Some(event.repository.to_string())),
            ("action", Some(event.action)),
            ("number", Some(event.number.to_string())),
            ("comment", Some(event.comment.to_string())),
            ("text", Some(event.body).filter(|text| !text.is_empty())),
            ("author", Some(event.author)),
            (
                "by a person",
                (!event.author_is_bot).then(|| "yes".to_owned()),
            ),
            ("association", event.association),
            ("created", event.created_at.map(|at| at.to_string())),
        ],
        Event::Ping => vec![("ping", Some("yes".to_owned()))],
        Event::Ignored { kind } => vec![("ignored", Some(kind))],
    };
    Some(
        all.into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?)))
            .collect(),
    )
}

#[test]
fn no_changed_field_is_misread() {
    let mut deleted = push();
    (deleted["after"], deleted["deleted"], deleted["before"]) =
        ("0".repeat(40).into(), true.into(), SHA.into());
    let mut forced = push();
    (forced["before"], forced["forced"]) = ("f".repeat(40).into(), true.into());
    let mut bot = comment();
    bot["comment"]["user"] = json!({"login": "ci[bot]", "type": "Bot"});
    // No pull request is how GitHub says that it is an issue; what is no branch is a tag.
    let expected = [
        (
            "/issue/pull_request",
            "ignored = comment under an issue with nothing",
        ),
        (
            "/issue/pull_request",
            "ignored = comment under an issue with null",
        ),
        ("/ref", "ignored = push of a tag with \"text\""),
    ];
    for (kind, body) in [
        ("pull_request", pull_request()),
        ("push", push()),
        ("push", deleted),
        ("push", forced),
        ("issue_comment", comment()),
        ("issue_comment", bot),
        ("ping", json!({"zen": "x"})),
    ] {
        let wrong = misreadings(&body, &expected, |body| facts(kind, body));
        assert!(wrong.is_empty(), "{kind}:\n{}", wrong.join("\n"));
    }
}
