use domain::{ChannelKind, SubscriptionId};
use jiff::Timestamp;
use operations::{AddedChannel, ChannelDetails, ChannelSummary, ChannelTest};
use secrecy::SecretString;

use super::{added, added_json, details, line, test};

const SECRET: &str = "whsec_canary";

fn channel() -> ChannelSummary {
    let at = |second: i64| Timestamp::from_second(1_790_812_800 + second).unwrap();
    ChannelSummary {
        id: "chn_01k0000000000000000000000a".parse().unwrap(),
        name: "ops team".to_owned(),
        kind: ChannelKind::Webhook,
        url: "https://receiver.example/regreen".to_owned(),
        enabled: true,
        created_at: at(0),
        last_sent_at: Some(at(120)),
        last_error: Some("POST https://receiver.example/regreen: 503: \u{1b}[31mlater".to_owned()),
        version: 1,
    }
}

fn with_secret(made: bool) -> AddedChannel {
    AddedChannel {
        channel: channel(),
        secret: SecretString::from(SECRET),
        made,
    }
}

#[test]
fn a_secret_is_shown_when_it_was_made_here_and_never_else() {
    assert!(added(&with_secret(true)).contains(SECRET));
    assert!(!added(&with_secret(false)).contains(SECRET));
    let json = |made| added_json(&with_secret(made)).unwrap().to_string();
    assert!(json(true).contains(SECRET) && !json(false).contains(SECRET));
    assert!(added(&with_secret(true)).contains("regreen channel test 'ops team'"));
}

#[test]
fn pages() {
    let subscription: SubscriptionId = "sub_01k0000000000000000000000b".parse().unwrap();
    let shown = [
        line(&channel()).join(" | "),
        added(&with_secret(true)),
        details(&ChannelDetails {
            channel: channel(),
            used_by: vec![subscription],
        }),
        details(&ChannelDetails {
            channel: ChannelSummary {
                enabled: false,
                last_sent_at: None,
                last_error: None,
                ..channel()
            },
            used_by: vec![],
        }),
        test(&ChannelTest {
            channel: "ops".to_owned(),
            message: "msg_1".to_owned(),
            taken: true,
            answer: "204 No Content".to_owned(),
            retryable: false,
        }),
        test(&ChannelTest {
            channel: "ops".to_owned(),
            message: "msg_2".to_owned(),
            taken: false,
            answer: "POST https://receiver.example/: 401".to_owned(),
            retryable: false,
        }),
    ];
    insta::assert_snapshot!("channels", shown.join("\n----\n"));
}
