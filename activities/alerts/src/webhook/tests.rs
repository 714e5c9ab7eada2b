use std::{sync::Arc, time::Duration};

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{AlertEvent, ChannelKind};
use hmac::{Hmac, KeyInit, Mac};
use outbound::{
    Client, FailureKind, Options, OutboundError,
    testing::{Received, Reply, Server},
};
use secrecy::SecretString;
use serde_json::json;

use crate::{Alert, AlertError, Channel, Destination, connect, supported};

const BYTES: [u8; 32] = [9; 32];

fn secret() -> SecretString {
    SecretString::from(format!("whsec_{}", STANDARD.encode(BYTES)))
}

fn destination(url: &str) -> Destination {
    Destination {
        kind: ChannelKind::Webhook,
        url: url.parse().unwrap(),
        secret: secret(),
    }
}

fn channel(server: &Server) -> Arc<dyn Channel> {
    let url = format!("{}hooks/regreen?team=a%20b", server.url);
    connect(
        destination(&url),
        Server::client(Duration::from_millis(500)),
    )
    .unwrap()
}

fn alert() -> Alert {
    Alert::new(
        "msg_01".to_owned(),
        1_700_000_000_123,
        AlertEvent::Reviewing,
        "title".to_owned(),
        "text".to_owned(),
        &json!({ "fix": "fix_1", "detail": "größer € @\u{200b}all" }),
    )
}

async fn outcome(reply: Reply) -> (Result<String, AlertError>, Vec<Received>) {
    let server = Server::start(move |_| reply.clone()).await;
    let result = channel(&server).send(&alert()).await;
    (result.map(|answer| answer.text), server.received())
}

fn status(code: u16) -> Reply {
    Reply::text(code, "text/plain", "the receiver\u{7} says no")
}

#[tokio::test]
async fn a_receiver_can_verify_what_it_gets() {
    let (result, received) = outcome(Reply::Answer(204, vec![], vec![])).await;
    assert_eq!(result, Ok("204 No Content".to_owned()));
    let [request] = received.as_slice() else {
        panic!("one request, not {}", received.len());
    };
    assert_eq!(
        (request.method.as_str(), request.path.as_str()),
        ("POST", "/hooks/regreen?team=a%20b")
    );
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.header("webhook-id"), Some("msg_01"));
    let timestamp = request.header("webhook-timestamp").unwrap();
    let age = jiff::Timestamp::now().as_second() - timestamp.parse::<i64>().unwrap();
    assert!((0..=5).contains(&age), "{age} s old");
    let mut signed = format!("msg_01.{timestamp}.").into_bytes();
    signed.extend(&request.body);
    let mac = Hmac::<sha2::Sha256>::new_from_slice(&BYTES)
        .unwrap()
        .chain_update(&signed)
        .finalize();
    assert_eq!(
        request.header("webhook-signature"),
        Some(format!("v1,{}", STANDARD.encode(mac.into_bytes())).as_str())
    );
    assert_eq!(
        request.json(),
        json!({
            "type": "fix.reviewing",
            "timestamp": "2023-11-14T22:13:20.123Z",
            "data": { "fix": "fix_1", "detail": "größer € @\u{200b}all" },
        })
    );
}

#[tokio::test]
async fn a_repeat_has_the_same_id_and_body() {
    let server = Server::start(|_| status(503)).await;
    let channel = channel(&server);
    for _ in 0..2 {
        channel.send(&alert()).await.unwrap_err();
    }
    let received = server.received();
    assert_eq!(received[0].body, received[1].body);
    assert_eq!(
        received[0].header("webhook-id"),
        received[1].header("webhook-id")
    );
}

#[tokio::test]
async fn every_answer_is_final_or_worth_another_try() {
    for code in [200, 201, 202, 204] {
        assert!(outcome(status(code)).await.0.is_ok(), "{code}");
    }
    for code in [408, 409, 425, 429, 500, 501, 502, 503, 504, 599] {
        let error = outcome(status(code)).await.0.unwrap_err();
        assert!(error.kind().is_retryable(), "{code}: {:?}", error.kind());
    }
    for code in [400, 401, 403, 404, 405, 410, 413, 415, 418, 422, 426, 451] {
        let error = outcome(status(code)).await.0.unwrap_err();
        assert!(!error.kind().is_retryable(), "{code}: {:?}", error.kind());
        assert_ne!(error.kind(), FailureKind::Unexpected, "{code}");
    }
    let gone = outcome(status(410)).await.0.unwrap_err();
    assert!(gone.to_string().contains("gone for good"), "{gone}");
}

#[tokio::test]
async fn a_refusal_repeats_what_the_receiver_said() {
    let error = outcome(status(400)).await.0.unwrap_err().to_string();
    assert!(error.contains("400: the receiver  says no"), "{error}");
    assert!(!error.contains("team="), "no query in {error}");
    let reply = Reply::json(422, &json!({ "message": "no such room" }));
    let error = outcome(reply).await.0.unwrap_err().to_string();
    assert!(error.contains("no such room"), "{error}");
}

#[tokio::test]
async fn the_receiver_says_when_to_come_back() {
    let limited = status(429).with("retry-after", "7");
    let error = outcome(limited).await.0.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    let away = status(503).with("retry-after", "9");
    let error = outcome(away).await.0.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(9)));
}

#[tokio::test]
async fn a_broken_receiver_is_tried_again() {
    for reply in [
        Reply::Close,
        Reply::Hang,
        Reply::Half(200, vec![b'x'; 4_000]),
    ] {
        let error = outcome(reply.clone()).await.0.unwrap_err();
        assert_eq!(error.kind(), FailureKind::Unreachable, "{reply:?}: {error}");
    }
}

#[tokio::test]
async fn redirects_lead_nowhere_else() {
    let elsewhere = Server::start(|_| status(200)).await;
    for code in [301, 302, 303, 307, 308] {
        let there = status(code).with("location", elsewhere.url.as_str());
        let error = outcome(there).await.0.unwrap_err();
        assert!(
            matches!(&error, AlertError::Call(OutboundError::Redirect { .. })),
            "{code}: {error}"
        );
    }
    assert!(elsewhere.received().is_empty());
}

#[tokio::test]
async fn private_addresses_and_plain_text_need_the_operators_word() {
    let server = Server::start(|_| status(200)).await;
    let strict = Client::new(&Options {
        environment_proxy: false,
        ..Options::default()
    })
    .unwrap();
    let https = server.url.as_str().replace("http:", "https:");
    for url in [
        server.url.as_str(),
        &https,
        "http://192.0.2.1/",
        "http://receiver.example/",
    ] {
        let channel = connect(destination(url), strict.clone()).unwrap();
        let error = channel.send(&alert()).await.unwrap_err();
        assert_eq!(error.kind(), FailureKind::Refused, "{url}: {error}");
    }
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn an_id_cannot_blur_the_signature() {
    let server = Server::start(|_| status(200)).await;
    let dotted = Alert {
        id: "fix_1.fix.merged.2".to_owned(),
        ..alert()
    };
    channel(&server).send(&dotted).await.unwrap();
    assert_eq!(
        server.received()[0].header("webhook-id"),
        Some("fix_1_fix_merged_2")
    );
    for id in ["", "a b", "a\r\nx: y", "ä", &"a".repeat(201)] {
        let alert = Alert {
            id: id.to_owned(),
            ..alert()
        };
        let error = channel(&server).send(&alert).await.unwrap_err();
        assert_eq!(error, AlertError::InvalidId, "{id:?}");
    }
    assert_eq!(server.received().len(), 1);
}

#[test]
fn addresses_and_secrets_are_checked_before_use() {
    let client = Client::new(&Options::default()).unwrap();
    for url in [
        "ftp://receiver.example/",
        "mailto:ops@receiver.example",
        "https://user@receiver.example/",
        "https://:password@receiver.example/",
        &format!("https://receiver.example/{}", "a".repeat(3_000)),
    ] {
        let error = connect(destination(url), client.clone())
            .map(drop)
            .unwrap_err();
        assert!(
            matches!(error, AlertError::InvalidAddress { .. }),
            "{url}: {error}"
        );
        assert!(!error.to_string().contains("password@"));
    }
    let unusable = Destination {
        secret: SecretString::from("s3cret-canary"),
        ..destination("https://receiver.example/")
    };
    assert!(!format!("{unusable:?}").contains("canary"));
    let error = connect(unusable, client).map(drop).unwrap_err();
    assert_eq!(error, AlertError::InvalidSecret);
    assert!(!error.to_string().contains("canary"));
}

#[test]
fn every_kind_of_channel_is_registered() {
    assert_eq!(supported().collect::<Vec<_>>(), ChannelKind::ALL);
}
