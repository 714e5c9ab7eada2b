//! One diagnosis against one label.

use domain::{Diagnosis, ErrorType};

use crate::label::{Label, Pair};

/// Labelled files that count: a log may name hundreds.
const FILES: usize = 20;
/// Lines that a primary line may be away.
const NEAR: u64 = 3;

/// How a diagnosis stands to its label.
#[derive(Debug)]
pub(crate) struct Score {
    pub(crate) wanted: ErrorType,
    /// The type that was given; the wanted one where the label accepts it, too.
    pub(crate) counted: ErrorType,
    pub(crate) strict: bool,
    pub(crate) exact: bool,
    pub(crate) near: bool,
    /// Files that were found, that were named wrongly, that were missed.
    pub(crate) files: (usize, usize, usize),
    pub(crate) transient: bool,
    pub(crate) fixable: bool,
    pub(crate) confidence: f64,
}

impl Score {
    pub(crate) fn is_right(&self) -> bool {
        self.wanted == self.counted
    }
}

pub(crate) fn score(pair: &Pair, got: &Diagnosis) -> Score {
    let label = &pair.label;
    let accepted = label.also_acceptable.contains(&got.error_type);
    let wanted_line = blanks(&label.primary_error_text);
    let line = blanks(&got.primary_line);
    let exact = !line.is_empty()
        && (line.contains(&wanted_line) || (line.len() >= 20 && wanted_line.contains(&line)));
    let log = String::from_utf8_lossy(&pair.log);
    let near = exact
        || got.primary_line_number.is_some_and(|number| {
            (1..)
                .zip(log.split('\n'))
                .filter(|(at, _)| number.abs_diff(*at) <= NEAR)
                .any(|(_, text)| blanks(&uncoloured(text)).contains(&wanted_line))
        });
    Score {
        wanted: label.error_type,
        counted: if accepted {
            label.error_type
        } else {
            got.error_type
        },
        strict: label.error_type == got.error_type,
        exact,
        near,
        files: files(label, &got.affected_files),
        transient: label.transient == got.transient,
        fixable: label.fixable_in_repository == got.fixable_in_repository,
        confidence: got.confidence,
    }
}

fn files(label: &Label, got: &[String]) -> (usize, usize, usize) {
    let wanted = &label.affected_files[..label.affected_files.len().min(FILES)];
    let found = wanted
        .iter()
        .filter(|file| got.iter().any(|other| same_file(file, other)))
        .count();
    let wrong = if label.affected_files.len() > FILES {
        0
    } else {
        got.iter()
            .filter(|file| !wanted.iter().any(|other| same_file(file, other)))
            .count()
    };
    (found, wrong, wanted.len() - found)
}

/// One path may be relative to the package, the other to the repository.
fn same_file(one: &str, other: &str) -> bool {
    let plain = |path: &str| path.trim_start_matches(['.', '/']).replace('\\', "/");
    let (one, other) = (plain(one), plain(other));
    one == other || one.ends_with(&format!("/{other}")) || other.ends_with(&format!("/{one}"))
}

fn blanks(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn uncoloured(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, code)) = rest.split_once("\u{1b}[") {
        out.push_str(before);
        rest = code
            .split_once(|c: char| c.is_ascii_alphabetic())
            .map_or("", |(_, rest)| rest);
    }
    out + rest
}
