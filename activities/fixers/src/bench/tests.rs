use std::sync::{Arc, Mutex};

use redaction::Redactor;
use sandbox::{OutputSink, Stream};

use super::{Capture, Kept, with_path};
use crate::facade::{Progress, Watch};

#[test]
fn a_short_output_is_kept_whole() {
    let mut kept = Kept::new(100);
    kept.push(b"one\n");
    kept.push(b"two\n");
    assert_eq!(kept.into_bytes(), b"one\ntwo\n");
}

#[test]
fn a_long_output_keeps_both_ends_and_says_so() {
    let mut kept = Kept::new(400);
    for number in 0..1_000 {
        kept.push(format!("line {number}\n").as_bytes());
    }
    let text = String::from_utf8(kept.into_bytes()).unwrap();
    assert!(
        text.starts_with("line 0\n") && text.ends_with("line 999\n"),
        "{text}"
    );
    assert!(
        text.contains("bytes left out") && text.len() < 500,
        "{}",
        text.len()
    );
}

fn watched() -> (Watch, Arc<Mutex<Vec<Progress>>>) {
    let told: Arc<Mutex<Vec<Progress>>> = Arc::default();
    let sink = Arc::clone(&told);
    let watch = Watch {
        progress: Arc::new(move |progress| sink.lock().unwrap().push(progress)),
        ..Watch::silent()
    };
    (watch, told)
}

#[test]
fn progress_is_redacted_and_cut() {
    let (watch, told) = watched();
    let redactor = Redactor::with_literals(["s3cret-canary"]);
    let whole = |line: &str| Some(line.to_owned());
    let mut capture = Capture::new(1_000, &watch, &redactor, "build").translated(&whole);
    capture.write(Stream::Stdout, b"token s3cret-canary in a li");
    assert!(told.lock().unwrap().is_empty(), "the line is not over");
    capture.write(Stream::Stdout, &[b'x'; 1_000]);
    capture.write(Stream::Stdout, b"\n");
    let told = told.lock().unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].phase, "build");
    assert!(
        !told[0].line.contains("canary") && told[0].line.chars().count() == 200,
        "{}",
        told[0].line
    );
}

#[test]
fn the_last_whole_line_is_at_hand() {
    let (watch, told) = watched();
    let redactor = Redactor::new();
    let mut capture = Capture::new(1_000, &watch, &redactor, "build");
    let latest = capture.latest();
    capture.write(Stream::Stdout, b"one\ntwo\n\nthr");
    assert_eq!(latest.take().as_deref(), Some("two"));
    assert_eq!(latest.take(), None);
    capture.write(Stream::Stdout, b"ee\n");
    assert_eq!(latest.take().as_deref(), Some("three"));
    assert!(
        told.lock().unwrap().is_empty(),
        "whoever runs the command tells it"
    );
}

#[test]
fn standard_error_can_be_kept_apart() {
    let (watch, _) = watched();
    let redactor = Redactor::new();
    let mut capture = Capture::new(1_000, &watch, &redactor, "agent").apart();
    capture.write(Stream::Stdout, b"{}\n");
    capture.write(Stream::Stderr, b"warning\n");
    assert_eq!(capture.kept.into_bytes(), b"{}\n");
    assert_eq!(capture.complaint.unwrap().into_bytes(), b"warning\n");
}

#[test]
fn directories_are_no_shell_text() {
    let command = with_path(vec!["npm".to_owned(), "ci".to_owned()], "a$(touch x)/b");
    assert_eq!(command[..2], ["/bin/sh", "-c"]);
    assert!(!command[2].contains("touch"));
    assert_eq!(command[5..], ["npm", "ci"]);
}
