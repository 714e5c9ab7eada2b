//! The tables, compiled: one search over all literals, and expressions that compile when first needed.

use std::{
    collections::HashMap,
    sync::{LazyLock, OnceLock},
};

use redaction::Redactor;
use regex::{Regex, RegexBuilder};

use crate::{
    pattern::Pattern,
    patterns::FAMILIES,
    scan::{self, Hit, Quiet, Scanner},
    signals::{SIGNALS, Signal},
};

/// What a literal stands for.
#[derive(Debug, Default)]
pub(crate) struct Meaning {
    /// As it must stand in a line to count for rows and signals.
    text: &'static str,
    /// Rows of [`Table::rows`].
    pub(crate) rows: Vec<u16>,
    /// Rows of [`SIGNALS`].
    pub(crate) signals: Vec<u16>,
    /// Whether the line may hold a secret, and what case the letters must have for it.
    pub(crate) secret: Option<Case>,
}

/// Which letters a sign of a secret may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    /// Its own.
    Own,
    /// Any.
    Any,
}

impl Meaning {
    /// Whether a sign of a secret stands at the hit.
    pub(crate) fn is_secret(&self, block: &[u8], hit: Hit) -> bool {
        match self.secret {
            None => false,
            Some(Case::Own) => self.stands(block, hit),
            Some(Case::Any) => scan::stands_in_any_case(self.text, block, hit),
        }
    }

    /// Whether the literal stands at the hit, in its own case.
    pub(crate) fn stands(&self, block: &[u8], hit: Hit) -> bool {
        scan::stands(self.text, block, hit)
    }
}

pub(crate) struct Table {
    scanner: Scanner,
    meanings: Vec<Meaning>,
    pub(crate) rows: Vec<&'static Pattern>,
    regexes: Vec<OnceLock<Option<Regex>>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::build);

/// The compiled tables.
pub(crate) fn table() -> &'static Table {
    &TABLE
}

impl Table {
    fn build() -> Self {
        let rows: Vec<&'static Pattern> = FAMILIES.iter().flat_map(|family| family.rows).collect();
        let meanings = meanings(&rows);
        let literals: Vec<&str> = meanings.iter().map(|meaning| meaning.text).collect();
        #[expect(
            clippy::expect_used,
            reason = "the literals are constants; a test builds them"
        )]
        let scanner = Scanner::new(&literals).expect("literals of the tables");
        let regexes = rows.iter().map(|_| OnceLock::new()).collect();
        Self {
            scanner,
            meanings,
            rows,
            regexes,
        }
    }

    /// Appends where the literals stand in `block`, which must be whole lines; `quiet` ones are left out.
    pub(crate) fn scan(&self, block: &[u8], quiet: &Quiet, hits: &mut Vec<Hit>) {
        self.scanner.scan(block, quiet, hits);
    }

    /// What to leave out where only `idle` literals stand.
    pub(crate) fn quiet(&self, idle: impl Fn(&Meaning) -> bool) -> Quiet {
        self.scanner.quiet(|literal| idle(&self.meanings[literal]))
    }

    /// What may stand at a hit; [`Meaning::stands`] tells.
    pub(crate) fn at(&self, hit: Hit) -> impl Iterator<Item = &Meaning> {
        let numbers = self.scanner.literals(hit).iter();
        numbers.map(|number| &self.meanings[usize::from(*number)])
    }

    /// The confirming expression of a row; `None` when its literals are enough.
    pub(crate) fn regex(&self, row: u16) -> Option<&Regex> {
        let index = usize::from(row);
        self.regexes[index]
            .get_or_init(|| compile(self.rows[index].regex))
            .as_ref()
    }

    pub(crate) fn signal(row: u16) -> &'static Signal {
        &SIGNALS[usize::from(row)]
    }
}

/// Every literal that one search looks for: of causes, of facts beside them, of secrets.
#[must_use]
pub fn literals() -> Vec<&'static str> {
    table()
        .meanings
        .iter()
        .map(|meaning| meaning.text)
        .collect()
}

/// Every literal of rows, signals and redaction, once.
fn meanings(rows: &[&'static Pattern]) -> Vec<Meaning> {
    let mut all: Vec<Meaning> = Vec::new();
    let mut known: HashMap<&'static str, usize> = HashMap::new();
    let mut of = |text: &'static str| -> usize {
        *known.entry(text).or_insert_with(|| {
            all.push(Meaning {
                text,
                ..Meaning::default()
            });
            all.len() - 1
        })
    };
    let row_literals: Vec<(usize, u16)> = (0_u16..)
        .zip(rows)
        .flat_map(|(row, pattern)| pattern.literals.iter().map(move |text| (row, *text)))
        .map(|(row, text)| (of(text), row))
        .collect();
    let signal_literals: Vec<(usize, u16)> = (0_u16..)
        .zip(SIGNALS)
        .flat_map(|(row, signal)| signal.literals.iter().map(move |text| (row, *text)))
        .map(|(row, text)| (of(text), row))
        .collect();
    let secrets: Vec<(usize, bool)> = Redactor::triggers()
        .map(|(text, own_case)| (of(text), own_case))
        .collect();
    for (at, row) in row_literals {
        all[at].rows.push(row);
    }
    for (at, row) in signal_literals {
        all[at].signals.push(row);
    }
    for (at, own_case) in secrets {
        let known = all[at].secret == Some(Case::Any);
        all[at].secret = Some(if own_case && !known {
            Case::Own
        } else {
            Case::Any
        });
    }
    all
}

/// Compiles a row's expression; a test proves that all of them compile.
pub(crate) fn compile(text: &str) -> Option<Regex> {
    if text.is_empty() {
        return None;
    }
    RegexBuilder::new(text).size_limit(4 << 20).build().ok()
}

#[cfg(test)]
mod tests;
