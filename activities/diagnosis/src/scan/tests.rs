use std::sync::LazyLock;

use proptest::prelude::*;

use super::{Quiet, Scanner, stands};

const LITERALS: [&str; 5] = ["error", "Error: ", "rr", "ENOENT", "cannot find"];

static SCANNER: LazyLock<Scanner> = LazyLock::new(|| Scanner::new(&LITERALS).unwrap());

fn found(block: &str) -> Vec<(usize, usize)> {
    let scanner = &*SCANNER;
    let mut hits = Vec::new();
    scanner.scan(block.as_bytes(), &Quiet::default(), &mut hits);
    hits.iter()
        .flat_map(|hit| {
            scanner
                .literals(*hit)
                .iter()
                .map(|literal| (hit.end, usize::from(*literal)))
        })
        .collect()
}

/// Every place of every literal, one after the other.
fn expected(block: &str) -> Vec<(usize, usize)> {
    let lower = block.to_ascii_lowercase();
    let mut all = Vec::new();
    for (number, literal) in LITERALS.iter().enumerate() {
        let literal = literal.to_ascii_lowercase();
        all.extend(
            (0..lower.len())
                .filter(|at| lower.as_bytes()[*at..].starts_with(literal.as_bytes()))
                .map(|at| (at + literal.len(), number)),
        );
    }
    all.sort_unstable();
    all
}

#[test]
fn literals_are_found_in_any_case_and_overlapping() {
    assert_eq!(found("An ERROR: x\n"), [(6, 2), (8, 0), (10, 1)]);
}

#[test]
fn the_rest_of_a_long_literal_is_looked_at() {
    let literal = "a literal that is longer than its head";
    let scanner = Scanner::new(&[literal]).unwrap();
    let stands_in = |block: &str| {
        let mut hits = Vec::new();
        scanner.scan(block.as_bytes(), &Quiet::default(), &mut hits);
        hits.iter()
            .map(|hit| stands(literal, block.as_bytes(), *hit))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        stands_in("x a literal that is longer than its head\n"),
        [true]
    );
    assert_eq!(stands_in("x a literal that is short\n"), [false]);
    assert!(stands_in("x a literal t\n").is_empty());
}

#[test]
fn quiet_literals_are_left_out() {
    let scanner = Scanner::new(&LITERALS).unwrap();
    let quiet = scanner.quiet(|literal| literal != 0);
    let mut hits = Vec::new();
    scanner.scan(b"Error: ENOENT rr\n", &quiet, &mut hits);
    // The state that ends `error` ends nothing else.
    let ends: Vec<usize> = hits.iter().map(|hit| hit.end).collect();
    assert_eq!(ends, [5]);
}

proptest! {
    #[test]
    fn cutting_a_block_changes_nothing(lines in proptest::collection::vec("[a-z ]{0,60}(error|Error: x|enoent|Cannot find|rrr|)[a-z ]{0,300}", 0..80)) {
        let block: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let mut got = found(&block);
        prop_assert!(got.is_sorted_by_key(|(end, _)| *end));
        got.sort_unstable();
        prop_assert_eq!(got, expected(&block));
    }
}
