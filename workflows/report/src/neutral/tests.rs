use proptest::prelude::*;

use super::{CLOSING, code, exact, fenced, line, paragraphs, plain, prose};

#[test]
fn nobody_is_called_and_nothing_closed() {
    let text = line(
        "fixes #12, thanks @octocat <img src=x> [a](http://x) closes: acme/x#1",
        200,
    );
    for bad in ["fixes #12", "@octocat", "<img", "[a]", "closes: acme"] {
        assert!(!text.contains(bad), "{bad} in {text}");
    }
}

#[test]
fn a_fence_is_longer_than_any_in_the_text() {
    let text = fenced("a\n````\n@b\n", "text", 100);
    assert!(text.starts_with("`````text\n"), "{text}");
    assert!(text.ends_with("\n`````"));
}

#[test]
fn hidden_and_control_characters_are_gone() {
    for out in [
        line("a\u{202e}b\u{1b}[31mc", 50),
        plain("a\u{202e}b\u{1b}[31mc", 50),
        code("a\u{202e}b\u{1b}[31mc", 50),
    ] {
        assert!(
            !out.contains('\u{202e}') && !out.contains('\u{1b}'),
            "{out:?}"
        );
    }
}

#[test]
fn lengths_are_kept() {
    assert!(paragraphs(&"x".repeat(9_000), 100).chars().count() <= 101);
    assert_eq!(plain(&"y".repeat(10), 5), "yyyyy…");
    assert_eq!(code("", 5), "(nothing)");
}

#[test]
fn prose_opens_no_tag_and_calls_nobody() {
    let text = prose("<script>x</script> <!channel> fixes #12 @all\nsecond", 200);
    for bad in [
        "<script",
        "</script",
        "<!channel",
        "fixes #12",
        "@all",
        "\n",
    ] {
        assert!(!text.contains(bad), "{bad:?} in {text}");
    }
}

#[test]
fn exact_text_keeps_all_that_can_be_seen() {
    assert_eq!(
        exact("feat/@scope#1\u{202e}\u{1b}[31m\n<b>", 200),
        "feat/@scope#1[31m<b>"
    );
    assert_eq!(exact("abcdef", 3), "abc");
}

#[test]
fn words_that_close_nothing_stay() {
    for text in ["it fixes the build", "prefixes #", "resolved in 3 s"] {
        assert_eq!(plain(text, 100), text);
    }
}

proptest! {
    /// What a git host takes for an order: a closing word, maybe a colon, blanks, and a reference.
    #[test]
    fn no_issue_is_closed(
        word in 0..CLOSING.len(), capital: bool, before in "[( ,.:;!-]{0,2}", colon in ":?", blanks in "[ \t\n]{0,3}",
        reference in "(#|acme/web#|GH-|https://github\\.com/acme/web/issues/)[1-9]{1,3}", after in "[).,; a-z]{0,4}",
    ) {
        // `closeacme/web#1` is one word.
        prop_assume!(!colon.is_empty() || !blanks.is_empty() || reference.starts_with('#'));
        let word = CLOSING[word];
        let word = if capital { word.to_ascii_uppercase() } else { word.to_owned() };
        let text = format!("x{before}{word}{colon}{blanks}{reference}{after}");
        let order = regex::Regex::new(r"(?i)\b(?:close[sd]?|fix(?:es|ed)?|resolve[sd]?):?\s*\S*(?:#\d|gh-\d|://)").unwrap();
        for made in [line(&text, 200), plain(&text, 200), prose(&text, 200)] {
            prop_assert!(!order.is_match(&made) || before.is_empty(), "{}", made);
        }
    }
}
