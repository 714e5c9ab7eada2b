use proptest::prelude::*;

use super::{Bare, Started};

fn strip(line: &str) -> Bare<'_> {
    super::strip(line, &Started::default())
}

const MESSAGE: &str = "Module not found: Can't resolve './a'";

#[test]
fn time_stamps_and_platform_words_go() {
    for prefix in [
        "[21:27:11.326] ",
        "22:15:30.473 ",
        "7:28:42 AM: ",
        "10:06:53 PM: ",
        "2025-10-04T22:36:39.42366Z\t",
        "2025-10-04T22:36:39.423661234Z ",
        "2026-01-09 01:56:48 ",
        "Nov 21 10:31:03 AM ",
        "Nov 21 10:31:03 AM  ",
        "2025-10-04T22:36:39.423Z  ",
        "Nov 21, 2026, 10:31:03 AM: ",
        "* 1:59:49 PM: ",
        "22:34:15.167 | ",
        "Line 9: ",
        "Building: ",
        "#12 3.456 ",
        "#12 ",
        "12.345 ",
        "[2026-01-09T01:56:48.123Z] ",
        "▲  ",
        "2025-12-13T01:14:31.556286Z\t▲  ",
        "Line 3: 10:06:53 PM: ",
        "",
    ] {
        assert_eq!(
            strip(&format!("{prefix}{MESSAGE}")).text,
            MESSAGE,
            "{prefix}"
        );
    }
}

#[test]
fn task_runners_name_the_package() {
    for (prefix, package) in [
        ("web:build: ", "web"),
        ("@acme/web:build: ", "@acme/web"),
        ("apps/web build: ", "apps/web"),
        ("[@acme/web]: ", "@acme/web"),
        ("@acme/web: ", "@acme/web"),
        ("web:build:production: ", "web"),
        ("12:00:01.000 web:lint: ", "web"),
    ] {
        let line = format!("{prefix}{MESSAGE}");
        let bare = strip(&line);
        assert_eq!(
            (bare.text, bare.package),
            (MESSAGE, Some(package)),
            "{prefix}"
        );
    }
}

#[test]
fn names_alone_go_once_their_task_was_seen_to_start() {
    let (of_package, of_script) = (format!("web build: {MESSAGE}"), format!("[css] {MESSAGE}"));
    assert_eq!(strip(&of_package).text, of_package);
    assert_eq!(strip(&of_script).text, of_script);
    let mut started = Started::default();
    started.learn("vite build", Some("web".to_owned()));
    started.learn("[css] > web@1.0.0 css", None);
    started.learn("[vite] built", None);
    started.learn("[ERROR] > web@1.0.0 build", None);
    let bare = super::strip(&of_package, &started);
    assert_eq!((bare.text, bare.package), (MESSAGE, Some("web")));
    assert_eq!(super::strip(&of_script, &started).text, MESSAGE);
    for other in [
        "next build: no such command",
        "[vite] built",
        "[ERROR] it failed",
        "[css]",
    ] {
        let text = super::strip(other, &started).text;
        assert!(text == other || other == "[css]", "{other} -> {text}");
    }
}

#[test]
fn what_was_printed_while_a_spinner_turned_is_found() {
    assert_eq!(
        strip(&format!("⠋  Building for production...{MESSAGE}")).text,
        MESSAGE
    );
    assert_eq!(strip("⠋  Building...").text, "⠋  Building...");
}

#[test]
fn messages_that_begin_like_prefixes_stay() {
    for line in [
        "12:7  error  bad  no-var",
        "  Line 1:8:  'axios' is defined",
        "Error: x",
        "npm error code 1",
        "src/a.ts(1,2): error TS1: x",
        "src/a.ts:1:2 - error TS1: x",
        "[vite]: Rollup failed",
        "fatal: x",
        "sh: 1: next: not found",
        "TypeError: a",
    ] {
        let kept = strip(line);
        assert!(
            kept.text == line || line.starts_with("[vite]"),
            "{line} -> {}",
            kept.text
        );
    }
}

proptest! {
    #[test]
    fn any_text_is_survived(text in "\\PC{0,120}") {
        let bare = strip(&text);
        prop_assert!(text.ends_with(bare.text));
    }

    #[test]
    fn a_clock_in_front_changes_nothing(h in 0_u32..24, m in 0_u32..60, s in 0_u32..60, f in 0_u32..1000) {
        for line in [format!("[{h:02}:{m:02}:{s:02}.{f:03}] {MESSAGE}"), format!("{h:02}:{m:02}:{s:02}.{f:03} {MESSAGE}")] {
            prop_assert_eq!(strip(&line).text, MESSAGE);
        }
    }
}
