use base64::{Engine, engine::general_purpose::STANDARD};
use proptest::prelude::*;
use secrecy::{ExposeSecret, SecretString};

use super::{Key, new_secret};
use crate::error::AlertError;

fn key(secret: &str) -> Result<Key, AlertError> {
    Key::parse(&SecretString::from(secret))
}

#[test]
fn the_vector_of_the_specification() {
    let key = key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
    assert_eq!(
        key.sign(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            br#"{"test": 2432232314}"#
        )
        .unwrap(),
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    );
}

#[test]
fn lengths_from_24_to_64_bytes_are_secrets() {
    for (length, good) in [
        (0, false),
        (23, false),
        (24, true),
        (32, true),
        (64, true),
        (65, false),
    ] {
        let secret = format!("whsec_{}", STANDARD.encode(vec![7_u8; length]));
        assert_eq!(key(&secret).is_ok(), good, "{length} bytes");
        let unpadded = secret.trim_end_matches('=');
        assert_eq!(
            key(unpadded).is_ok(),
            good,
            "{length} bytes without padding"
        );
    }
}

#[test]
fn other_texts_are_none_and_are_not_repeated() {
    let bare = STANDARD.encode([7_u8; 32]);
    for wrong in [
        "",
        "whsec_",
        &bare,
        &format!("WHSEC_{bare}"),
        &format!("whsec_{bare} "),
        &format!("whsec_{}", "*".repeat(40)),
        &format!("whsec_{}", "A".repeat(100_000)),
    ] {
        let error = key(wrong).map(drop).unwrap_err();
        assert_eq!(error, AlertError::InvalidSecret);
        assert!(wrong.len() < 10 || !error.to_string().contains(wrong));
    }
}

#[test]
fn new_secrets_are_usable_and_differ() {
    let (one, two) = (new_secret().unwrap(), new_secret().unwrap());
    assert!(key(one.expose_secret()).is_ok());
    assert_ne!(one.expose_secret(), two.expose_secret());
    assert!(!format!("{one:?}").contains(one.expose_secret()));
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(text in ".{0,200}") {
        let _ = key(&text);
        let _ = key(&format!("whsec_{text}"));
    }

    #[test]
    fn every_part_is_signed(id in "[a-z]{1,8}", at in 0_i64..i64::MAX, body in any::<Vec<u8>>()) {
        let key = key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signature = key.sign(&id, at, &body).unwrap();
        prop_assert_ne!(&signature, &key.sign(&format!("{id}x"), at, &body).unwrap());
        prop_assert_ne!(&signature, &key.sign(&id, at ^ 1, &body).unwrap());
        let mut longer = body;
        longer.push(b' ');
        prop_assert_ne!(&signature, &key.sign(&id, at, &longer).unwrap());
    }
}
