//! GitHub's webhooks.

use domain::Repository;
use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use outbound::json;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use sha2::Sha256;

use crate::{
    github::{
        people::is_bot,
        pull_request::{self, names, sha},
        repository::named,
        time,
    },
    webhook::{
        CommentEvent, Event, ParseError, PullRequestEvent, PushEvent, SignatureError, Webhooks,
    },
};

pub(super) struct GithubWebhooks;

/// `sha256=` and lower-case hex of HMAC-SHA256 over the raw body. The SHA-1 header beside it is not looked at.
const SIGNATURE: &str = "x-hub-signature-256";

impl Webhooks for GithubWebhooks {
    fn verify(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        secrets: &[SecretString],
    ) -> Result<(), SignatureError> {
        let mut values = headers.get_all(SIGNATURE).iter();
        let value = values.next().ok_or(SignatureError::Missing)?;
        let digits = value
            .as_bytes()
            .strip_prefix(b"sha256=")
            .ok_or(SignatureError::Malformed)?;
        let mut given = [0; 32];
        if values.next().is_some() || hex::decode_to_slice(digits, &mut given).is_err() {
            return Err(SignatureError::Malformed);
        }
        let fits = |secret: &SecretString| {
            Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes())
                .is_ok_and(|mac| mac.chain_update(body).verify_slice(&given).is_ok())
        };
        // An empty secret is a configuration mistake that must not open the door.
        if secrets
            .iter()
            .any(|secret| !secret.expose_secret().is_empty() && fits(secret))
        {
            Ok(())
        } else {
            Err(SignatureError::Mismatch)
        }
    }

    /// The same on a redelivery.
    fn delivery_id(&self, headers: &HeaderMap, _body: &[u8]) -> Option<String> {
        let id = headers.get("x-github-delivery")?.to_str().ok()?;
        (1..=200).contains(&id.len()).then(|| id.to_owned())
    }

    fn parse(&self, headers: &HeaderMap, body: &[u8]) -> Result<Event, ParseError> {
        let kind = headers
            .get("x-github-event")
            .and_then(|value| value.to_str().ok())
            .ok_or(ParseError::Incomplete("event header"))?;
        let payload = read_body(headers, body)?;
        match kind {
            "ping" => Ok(Event::Ping),
            "pull_request" => pull_request_event(&payload),
            "push" => push_event(&payload),
            "issue_comment" => comment_event(&payload),
            other => Ok(Event::Ignored {
                kind: other.chars().take(100).collect(),
            }),
        }
    }
}

/// A hook sends JSON or, when it was set up so, a form with the JSON in it.
fn read_body(headers: &HeaderMap, body: &[u8]) -> Result<Value, ParseError> {
    let is_form = headers.get("content-type").is_some_and(|value| {
        value
            .as_bytes()
            .starts_with(b"application/x-www-form-urlencoded")
    });
    let parsed = if is_form {
        let payload = url::form_urlencoded::parse(body).find(|(name, _)| name == "payload");
        payload.and_then(|(_, json)| serde_json::from_str(&json).ok())
    } else {
        serde_json::from_slice(body).ok()
    };
    parsed.ok_or(ParseError::NotJson)
}

fn repository(payload: &Value) -> Result<Repository, ParseError> {
    let full = json::string(payload, "/repository/full_name")
        .ok_or(ParseError::Incomplete("repository"))?;
    let (owner, name) = names(&full).ok_or(ParseError::Incomplete("repository"))?;
    Ok(named(owner, name))
}

fn sender(payload: &Value) -> Option<String> {
    json::string(payload, "/sender/login")
}

fn pull_request_event(payload: &Value) -> Result<Event, ParseError> {
    let object = payload.get("pull_request").unwrap_or(&Value::Null);
    let found = pull_request::read(object).map_err(ParseError::Incomplete)?;
    Ok(Event::PullRequest(PullRequestEvent {
        repository: repository(payload)?,
        action: json::string(payload, "/action").ok_or(ParseError::Incomplete("action"))?,
        number: found.number,
        state: found.state,
        head_branch: found.head_branch,
        head_sha: found.head_sha,
        head_repository: found.head_repository,
        base_branch: found.base_branch,
        sender: sender(payload),
    }))
}

fn push_event(payload: &Value) -> Result<Event, ParseError> {
    let reference = json::string(payload, "/ref").ok_or(ParseError::Incomplete("ref"))?;
    let Some(branch) = reference.strip_prefix("refs/heads/") else {
        return Ok(Event::Ignored {
            kind: "push of a tag".to_owned(),
        });
    };
    // Forty zeros stand for "nothing".
    let tip = |name: &'static str, pointer: &str| {
        let sha = sha(payload, pointer).ok_or(ParseError::Incomplete(name))?;
        Ok(Some(sha).filter(|sha| sha.bytes().any(|byte| byte != b'0')))
    };
    let after = tip("after", "/after")?;
    // A branch without a tip is one that was deleted, and says so.
    if json::flag(payload, "/deleted").unwrap_or(after.is_none()) != after.is_none() {
        return Err(ParseError::Incomplete("after"));
    }
    Ok(Event::Push(PushEvent {
        repository: repository(payload)?,
        branch: branch.to_owned(),
        before: tip("before", "/before")?,
        after,
        // What is not said to have only gone forward may have lost commits.
        forced: json::flag(payload, "/forced").unwrap_or(true),
        sender: sender(payload).or_else(|| json::string(payload, "/pusher/name")),
    }))
}

fn comment_event(payload: &Value) -> Result<Event, ParseError> {
    // Pull requests are issues with one more field.
    match payload.pointer("/issue/pull_request") {
        Some(Value::Object(_)) => {}
        None | Some(Value::Null) if payload.pointer("/issue/number").is_some() => {
            return Ok(Event::Ignored {
                kind: "comment under an issue".to_owned(),
            });
        }
        _ => return Err(ParseError::Incomplete("pull request")),
    }
    Ok(Event::Comment(CommentEvent {
        repository: repository(payload)?,
        action: json::string(payload, "/action").ok_or(ParseError::Incomplete("action"))?,
        number: json::positive(payload, "/issue/number").ok_or(ParseError::Incomplete("number"))?,
        comment: json::positive(payload, "/comment/id")
            .ok_or(ParseError::Incomplete("comment id"))?,
        body: json::string(payload, "/comment/body").unwrap_or_default(),
        author: json::string(payload, "/comment/user/login")
            .ok_or(ParseError::Incomplete("author"))?,
        author_is_bot: is_bot(payload.pointer("/comment/user").unwrap_or(&Value::Null)),
        created_at: time::milliseconds(payload, "/comment/created_at"),
        association: json::string(payload, "/comment/author_association"),
    }))
}
