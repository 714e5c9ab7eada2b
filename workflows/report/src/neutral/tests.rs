use super::{code, exact, fenced, line, paragraphs, plain, prose};

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
