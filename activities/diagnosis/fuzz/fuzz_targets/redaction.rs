//! Redacting twice changes nothing, and a stream is redacted as its text is, however it is cut.

#![no_main]

use std::sync::LazyLock;

use diagnosis_fuzz::{mutate, pieces};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use redaction::{LineRedactor, Redactor};

static REDACTOR: LazyLock<Redactor> = LazyLock::new(|| Redactor::with_literals(["canary value/1"]));
static WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| Redactor::triggers().map(|(word, _)| word).collect());

fuzz_target!(|input: &[u8]| {
    let (text, pieces) = pieces(input);
    let once = REDACTOR.redact_bytes(text);
    let twice = REDACTOR.redact_bytes(&once);
    assert!(
        once == twice,
        "redacted twice:\n{}\n{}",
        once.escape_ascii(),
        twice.escape_ascii()
    );

    let mut stream = LineRedactor::new(REDACTOR.clone());
    let mut streamed = Vec::new();
    for piece in pieces {
        stream.push(piece, &mut streamed);
    }
    stream.finish(&mut streamed);
    assert!(
        streamed == *once,
        "streamed:\n{}\n{}",
        once.escape_ascii(),
        streamed.escape_ascii()
    );
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(&WORDS, data, size, max_size, seed)
});
