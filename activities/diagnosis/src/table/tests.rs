use std::collections::HashSet;

use super::{compile, table};
use crate::{
    Analyzer,
    judge::Judge,
    pattern::{Kind, Pattern, Strength, Verdict},
    patterns::{FAMILIES, sources::SOURCES},
    scan::Quiet,
};

fn rows() -> impl Iterator<Item = &'static Pattern> {
    FAMILIES.iter().flat_map(|family| family.rows)
}

#[test]
fn ids_are_unique_and_every_row_is_complete() {
    let mut seen = HashSet::new();
    for row in rows() {
        assert!(seen.insert(row.id), "{} stands twice", row.id);
        assert!(!row.literals.is_empty(), "{} has no literal", row.id);
        assert!(
            row.literals.iter().all(|literal| literal.len() >= 2),
            "{} has a literal of one character",
            row.id
        );
        assert!(!row.example.is_empty(), "{} has no example", row.id);
    }
    assert!(seen.len() > 300, "{}", seen.len());
}

#[test]
fn every_expression_compiles_and_asks_for_something() {
    for row in rows().filter(|row| !row.regex.is_empty()) {
        let regex = compile(row.regex);
        assert!(
            regex.is_some_and(|regex| !regex.is_match("")),
            "{}: {}",
            row.id,
            row.regex
        );
    }
}

/// Every row has a source, and no source is left without a row.
#[test]
fn rows_say_where_their_messages_come_from() {
    let without: Vec<&str> = rows()
        .filter(|row| row.source().is_empty())
        .map(|row| row.id)
        .collect();
    assert!(without.is_empty(), "{without:#?}");
    let tools: HashSet<&str> = rows().filter_map(|row| row.id.split('.').next()).collect();
    let unused: Vec<&str> = SOURCES
        .iter()
        .map(|(tool, _)| *tool)
        .filter(|tool| !tools.contains(tool))
        .collect();
    assert!(unused.is_empty(), "{unused:#?}");
    assert!(SOURCES.is_sorted());
}

/// Every row speaks of a line of its own example, its condition included.
#[test]
fn every_row_fires_on_its_example() {
    let silent: Vec<&str> = (0_u16..)
        .zip(rows())
        .filter(|(number, row)| {
            let mut judge = Judge::new();
            for line in row.example.lines() {
                judge.lines(format!("{line}\n").as_bytes());
            }
            !judge.hears(*number)
        })
        .map(|(_, row)| row.id)
        .collect();
    assert!(silent.is_empty(), "{silent:#?}");
}

/// The verdict on a row's example is the row's: no stronger row of another type claims it.
#[test]
fn examples_are_diagnosed_as_their_rows_say() {
    let mut wrong = Vec::new();
    for row in rows() {
        let Kind::Cause(strength) = row.kind else {
            continue;
        };
        let mut analyzer = Analyzer::new(None);
        row.example
            .lines()
            .for_each(|line| analyzer.push_line(line));
        let diagnosis = analyzer.finish();
        let voted = diagnosis.votes.iter().any(|vote| vote.pattern == row.id);
        let kind = match row.verdict {
            Verdict::Is(kind) => diagnosis.error_type == kind,
            Verdict::Import(kind) => {
                diagnosis.error_type == kind
                    || diagnosis.error_type == domain::ErrorType::Dependency
            }
            // Without anything around it, it is what it says; an announcement in its example may know better.
            Verdict::Context(kind) => {
                diagnosis.error_type == kind || row.example.trim_end().contains('\n')
            }
        };
        // General rows yield to special ones of the same type; they need not vote on every example.
        let covered = voted || strength < Strength::Exact;
        if !kind || !covered {
            wrong.push(format!(
                "{}: {:?} by {:?}",
                row.id,
                diagnosis.error_type,
                diagnosis.votes.first().map(|vote| &vote.pattern)
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Rows that are no causes are heard, too, on their own example.
#[test]
fn announcements_and_wrappers_are_heard() {
    let wrapper = |row: &&Pattern| {
        matches!(
            row.kind,
            Kind::Consequence | Kind::Pointer(_) | Kind::Hint(_)
        )
    };
    let unheard: Vec<&str> = rows()
        .filter(wrapper)
        .filter(|row| {
            let mut analyzer = Analyzer::new(None);
            row.example
                .lines()
                .for_each(|line| analyzer.push_line(line));
            let votes = analyzer.finish().votes;
            !votes.iter().any(|vote| vote.pattern == row.id)
        })
        .map(|row| row.id)
        .collect();
    assert!(unheard.is_empty(), "{unheard:#?}");
}

#[test]
fn wrappers_are_never_a_cause() {
    for row in rows().filter(|row| row.kind == Kind::Consequence) {
        let mut analyzer = Analyzer::new(None);
        row.example
            .lines()
            .for_each(|line| analyzer.push_line(line));
        let diagnosis = analyzer.finish();
        assert!(
            diagnosis.confidence < 0.6,
            "{} is taken for a cause: {diagnosis:#?}",
            row.id
        );
    }
}

#[test]
fn literals_count_in_their_own_case_only() {
    let rows = |line: &[u8]| {
        let mut hits = Vec::new();
        table().scan(line, &Quiet::default(), &mut hits);
        let standing = hits.iter().flat_map(|hit| {
            table()
                .at(*hit)
                .filter(|meaning| meaning.stands(line, *hit))
        });
        standing.map(|meaning| meaning.rows.len()).sum::<usize>()
    };
    assert!(rows(b"npm error ERESOLVE could not resolve") > 0);
    assert_eq!(rows(b"eresolve"), 0);
}
