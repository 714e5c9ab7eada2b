use bytes::Bytes;
use std::time::Duration;

use super::{
    Received, Receiver, Sender, StandardError, hmac_sha1_hex, hmac_sha256_hex, verify_standard,
};

#[test]
fn vercels_signature_is_bare_hex_of_hmac_sha1() {
    assert_eq!(
        hmac_sha1_hex("s3cr3t", br#"{"id":"evt_1","type":"deployment.error"}"#),
        "4f44fdb3536bd30dc34b7cfce2182494f8a3dc6b"
    );
}

#[test]
fn githubs_documented_vector_holds() {
    assert_eq!(
        hmac_sha256_hex("It's a Secret to Everybody", b"Hello, World!"),
        "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    );
}

#[tokio::test]
async fn a_receiver_answers_as_told_and_keeps_the_raw_body() {
    let receiver = Receiver::start().await.unwrap();
    receiver.answer_next([500]);
    let sender = Sender::new(Duration::from_secs(30));
    let headers = [("x-test".to_owned(), "1".to_owned())];
    let first = sender
        .post(&receiver.url(), &headers, Bytes::from_static(b"{\"a\": 1}"))
        .await;
    assert_eq!((first.status, first.accepted()), (Some(500), false));
    assert!(
        sender
            .post(&receiver.url(), &[], Bytes::new())
            .await
            .accepted()
    );
    let received = receiver.wait_for(|received| received.len() == 2).await;
    assert_eq!(received[0].body, Bytes::from_static(b"{\"a\": 1}"));
    assert_eq!(received[0].header("x-test"), Some("1"));
}

#[tokio::test]
async fn nobody_there_is_an_outcome_without_status() {
    let gone = Receiver::start().await.unwrap().url();
    let outcome = Sender::new(Duration::from_secs(30))
        .post(&gone.replace("127.0.0.1", "256.0.0.1"), &[], Bytes::new())
        .await;
    assert_eq!(outcome.status, None);
}

/// The vector of the specification's own libraries.
fn vector() -> Received {
    let headers = [
        ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
        ("webhook-timestamp", "1614265330"),
        (
            "webhook-signature",
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        ),
    ];
    Received {
        path: "/hook".to_owned(),
        headers: headers
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec(),
        body: Bytes::from_static(br#"{"test": 2432232314}"#),
        at: 1_614_265_331,
    }
}

#[test]
fn standard_webhooks_are_verified_as_specified() {
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    assert_eq!(verify_standard(secret, &vector()), Ok(()));
    let with = |name: &str, value: &str| {
        let mut changed = vector();
        for header in changed.headers.iter_mut().filter(|(key, _)| key == name) {
            header.1 = value.to_owned();
        }
        changed
    };
    let several = with(
        "webhook-signature",
        "v1,AAAA v2,x v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    );
    assert_eq!(verify_standard(secret, &several), Ok(()));

    let mut other_body = vector();
    other_body.body = Bytes::from_static(br#"{"test":2432232314}"#);
    let mut late = vector();
    late.at += 300;
    let mut bare = vector();
    bare.headers.remove(0);
    let forged = [
        with("webhook-id", "msg_other"),
        with("webhook-timestamp", "1614265331"),
        with("webhook-timestamp", "soon"),
        with(
            "webhook-signature",
            "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        ),
        with("webhook-signature", "v1,"),
        other_body,
        late,
        bare,
    ];
    for request in forged {
        assert!(verify_standard(secret, &request).is_err(), "{request:?}");
    }
    assert!(matches!(
        verify_standard("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", &vector()),
        Err(StandardError::Signature(_))
    ));
}
