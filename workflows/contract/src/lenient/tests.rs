use temporalio_common::protos::temporal::api::common::v1::Payload;

use super::Lenient;
use crate::{signals::Cancel, start::FixInput};

fn payload(text: &str) -> Payload {
    Payload {
        data: text.as_bytes().to_vec(),
        ..Payload::default()
    }
}

#[test]
fn nothing_is_an_empty_message() {
    for payloads in [
        vec![],
        vec![payload("")],
        vec![payload("null")],
        vec![payload("{}")],
    ] {
        assert_eq!(Lenient::read(&payloads), Lenient::Value(Cancel::default()));
    }
}

#[test]
fn nonsense_is_kept_as_a_reason() {
    for text in ["[1", "\"yes\"", "{\"reason\": 7}", "\u{0}"] {
        assert!(
            matches!(
                Lenient::<Cancel>::read(&[payload(text)]),
                Lenient::Malformed(_)
            ),
            "{text}"
        );
    }
    assert!(matches!(
        Lenient::<Cancel>::read(&[payload("{}"), payload("{}")]),
        Lenient::Malformed(_)
    ));
}

#[test]
fn a_start_without_input_is_malformed() {
    assert!(matches!(
        Lenient::<FixInput>::read(&[]),
        Lenient::Malformed(_)
    ));
}

#[test]
fn unknown_fields_do_no_harm() {
    let read = Lenient::<Cancel>::read(&[payload("{\"reason\":\"no\",\"extra\":[1]}")]);
    assert!(matches!(read, Lenient::Value(cancel) if cancel.reason == "no"));
}
