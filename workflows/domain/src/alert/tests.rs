use super::{AlertEvent, ChannelKind};

#[test]
fn names_are_the_same_in_json_and_text_and_are_read_back() {
    for event in AlertEvent::ALL {
        assert_eq!(
            serde_json::to_value(event).unwrap(),
            event.to_string(),
            "{event}"
        );
        assert_eq!(event.as_str().parse(), Ok(event));
    }
    for kind in ChannelKind::ALL {
        assert_eq!(
            serde_json::to_value(kind).unwrap(),
            kind.to_string(),
            "{kind}"
        );
        assert_eq!(kind.as_str().parse(), Ok(kind));
    }
}

#[test]
fn foreign_names_are_refused_and_cut() {
    let error = "x".repeat(5_000).parse::<AlertEvent>().unwrap_err();
    assert!(error.to_string().len() < 120, "{error}");
    assert!("reviewing".parse::<AlertEvent>().is_err());
    assert!("Webhook".parse::<ChannelKind>().is_err());
}
