use proptest::prelude::*;

use super::{Command, MOST_WORDS, addresses_us, parse};

fn retry(hint: &str) -> Option<Command> {
    Some(Command::Retry {
        hint: hint.to_owned(),
    })
}

#[test]
fn each_command_is_understood() {
    assert_eq!(
        parse("/regreen retry use the v2 client"),
        retry("use the v2 client")
    );
    assert_eq!(parse("/regreen retry"), retry(""));
    assert_eq!(
        parse("/regreen cancel not worth it"),
        Some(Command::Cancel {
            reason: "not worth it".to_owned()
        })
    );
    assert_eq!(
        parse("/regreen approve"),
        Some(Command::Approve { patch: None })
    );
    assert_eq!(
        parse("/regreen approve `0123456789AB`"),
        Some(Command::Approve {
            patch: Some("0123456789ab".to_owned())
        })
    );
    assert_eq!(
        parse("/regreen reject 0123456789ab too broad"),
        Some(Command::Reject {
            patch: Some("0123456789ab".to_owned()),
            reason: "too broad".to_owned()
        })
    );
    assert_eq!(
        parse("/regreen reject too broad"),
        Some(Command::Reject {
            patch: None,
            reason: "too broad".to_owned()
        })
    );
    for help in ["/regreen", "/regreen help", "/REGREEN Help me"] {
        assert_eq!(parse(help), Some(Command::Help), "{help}");
    }
    assert_eq!(
        parse("/regreen merge it"),
        Some(Command::Unknown {
            word: "merge".to_owned()
        })
    );
}

#[test]
fn the_words_may_go_on_for_lines() {
    let comment = "Thanks!\n\n  /regreen Retry keep the old API:\r\n\r\n```ts\nrate(7)\n```\n";
    assert_eq!(
        parse(comment),
        retry("keep the old API:\n\n```ts\nrate(7)\n```")
    );
}

#[test]
fn what_is_quoted_shown_or_only_mentioned_is_no_command() {
    for comment in [
        "",
        "nice work",
        "> /regreen cancel",
        "you can write /regreen cancel here",
        "```\n/regreen cancel\n```",
        "~~~\n```\n/regreen cancel\n~~~",
        "/regreenish cancel",
        "/regreen-cancel",
        "regreen cancel",
        "/regrüen cancel",
    ] {
        assert!(!addresses_us(comment), "{comment}");
    }
    assert!(addresses_us("```\ncode\n```\n/regreen cancel"));
}

#[test]
fn words_are_cut() {
    let long = format!("/regreen retry {}", "ä".repeat(3 * MOST_WORDS));
    let Some(Command::Retry { hint }) = parse(&long) else {
        panic!("no retry")
    };
    assert_eq!(hint.chars().count(), MOST_WORDS);
}

proptest! {
    /// Whatever people write: it is read without a panic, and only an address makes it a command.
    #[test]
    fn anything_can_be_read(comment in "\\PC{0,200}(\n\\PC{0,40}){0,6}") {
        let command = parse(&comment);
        if !comment.to_ascii_lowercase().contains("/regreen") {
            prop_assert_eq!(command, None);
        }
    }
}
