//! Any log is survived, its diagnosis is the same however it is cut, and everything in it is bounded.

#![no_main]

use std::sync::LazyLock;

use diagnosis::Analyzer;
use diagnosis_fuzz::{mutate, pieces};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

static WORDS: LazyLock<Vec<&str>> = LazyLock::new(diagnosis::literals);

fuzz_target!(|input: &[u8]| {
    let (text, pieces) = pieces(input);
    // From nothing to more than there is to say.
    let budget = pieces.len() * 200;
    let mut whole = Analyzer::new(Some("github:acme/web"));
    whole.push_bytes(text);
    let (diagnosis, excerpt) = whole.finish_with_excerpt(budget);
    let mut cut = Analyzer::new(Some("github:acme/web"));
    for piece in pieces {
        cut.push_bytes(piece);
    }
    let (diagnosis_of_pieces, excerpt_of_pieces) = cut.finish_with_excerpt(budget);
    assert_eq!(diagnosis, diagnosis_of_pieces);
    assert_eq!(excerpt, excerpt_of_pieces);

    assert!(excerpt.len() <= budget, "an excerpt over its budget");
    let lines = text.split(|byte| *byte == b'\n').count() as u64;
    let is_line = |line: u64| (1..=lines).contains(&line);
    assert!(diagnosis.primary_line_number.is_none_or(is_line));
    assert!(diagnosis.primary_line.chars().count() <= 620);
    assert!(diagnosis.context.iter().map(String::len).sum::<usize>() <= 4096);
    assert!(diagnosis.affected_files.len() <= 50 && diagnosis.packages.len() <= 20);
    assert!(diagnosis.votes.len() <= 20);
    assert!(diagnosis.votes.iter().all(|vote| is_line(vote.line)));
    assert!((0.0..=1.0).contains(&diagnosis.confidence));
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(&WORDS, data, size, max_size, seed)
});
