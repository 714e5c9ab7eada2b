use proptest::prelude::*;

use super::*;

const STREAM: &str = ": comment\r\ndata: {\"choices\":[{\"delta\":{\"content\":\"\u{e4}\"},\"finish_reason\":null}]}\r\n\r\ndata:{\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\ndata: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}\n\ndata: [DONE]\n\n";

fn usage() -> Option<Tokens> {
    Some(Tokens {
        input: 7,
        cached: 0,
        output: 3,
    })
}

proptest! {
    /// However a stream is cut, what comes out is what went in, and it says the same.
    #[test]
    fn cuts_do_not_matter(cuts in prop::collection::vec(0..STREAM.len(), 0..12)) {
        let mut cuts = cuts;
        cuts.extend([0, STREAM.len()]);
        cuts.sort_unstable();
        let (mut events, mut out) = (Events::default(), Vec::new());
        for pair in cuts.windows(2) {
            out.extend(events.feed(&STREAM.as_bytes()[pair[0]..pair[1]]).unwrap());
        }
        out.extend(events.rest());
        prop_assert_eq!(String::from_utf8(out).unwrap(), STREAM);
        prop_assert!(events.finished);
        prop_assert_eq!(events.usage, usage());
    }
}

#[test]
fn the_last_line_may_lack_its_end() {
    let mut events = Events::default();
    assert!(
        events
            .feed(b"data: {\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}")
            .unwrap()
            .is_empty()
    );
    assert_eq!(events.usage, None);
    assert!(!events.rest().is_empty());
    assert_eq!(events.usage, usage());
    assert!(!events.finished);
}

#[test]
fn endless_lines_are_refused() {
    let mut events = Events::default();
    let piece = vec![b'x'; 1024 * 1024];
    assert!((0..4).all(|_| events.feed(&piece).is_some()));
    assert!(events.feed(&piece).is_none());
}

#[test]
fn null_usage_is_none() {
    assert_eq!(tokens(&serde_json::json!({ "usage": null })), None);
    assert_eq!(
        tokens(&serde_json::json!({ "usage": { "prompt_tokens": 1 } })),
        None
    );
}
