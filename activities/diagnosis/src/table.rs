//! The tables, compiled: one search over all literals, and expressions that compile when first needed.

use std::sync::{LazyLock, OnceLock};

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};
use regex::{Regex, RegexBuilder};

use crate::{
    pattern::Pattern,
    patterns::FAMILIES,
    signals::{SIGNALS, Signal},
};

/// What a literal stands for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Owner {
    /// Row of [`Table::rows`].
    Row(u16),
    /// Row of [`SIGNALS`].
    Signal(u16),
    /// A colour code without its escape byte: the line must be cleaned before it can be judged.
    BareColour,
}

pub(crate) struct Table {
    search: AhoCorasick,
    owners: Vec<Vec<Owner>>,
    pub(crate) rows: Vec<&'static Pattern>,
    regexes: Vec<OnceLock<Option<Regex>>>,
}

const BARE_COLOURS: [&str; 6] = ["[0m", "[1m", "[22m", "[39m", "[31m", "[91m"];

static TABLE: LazyLock<Table> = LazyLock::new(Table::build);

/// The compiled tables.
pub(crate) fn table() -> &'static Table {
    &TABLE
}

impl Table {
    fn build() -> Self {
        let rows: Vec<&'static Pattern> = FAMILIES.iter().flat_map(|family| family.rows).collect();
        let mut literals: Vec<&'static str> = Vec::new();
        let mut owners: Vec<Vec<Owner>> = Vec::new();
        let mut add = |literal: &'static str, owner: Owner| match literals
            .iter()
            .position(|known| *known == literal)
        {
            Some(index) => owners[index].push(owner),
            None => {
                literals.push(literal);
                owners.push(vec![owner]);
            }
        };
        for (index, row) in (0_u16..).zip(&rows) {
            row.literals
                .iter()
                .for_each(|literal| add(literal, Owner::Row(index)));
        }
        for (index, signal) in (0_u16..).zip(SIGNALS) {
            signal
                .literals
                .iter()
                .for_each(|literal| add(literal, Owner::Signal(index)));
        }
        BARE_COLOURS
            .iter()
            .for_each(|literal| add(literal, Owner::BareColour));
        let search = AhoCorasickBuilder::new()
            .kind(Some(AhoCorasickKind::DFA))
            .match_kind(MatchKind::Standard)
            .build(&literals);
        #[expect(
            clippy::expect_used,
            reason = "the literals are constants; a test builds them"
        )]
        let search = search.expect("literals of the tables");
        let regexes = rows.iter().map(|_| OnceLock::new()).collect();
        Self {
            search,
            owners,
            rows,
            regexes,
        }
    }

    /// Calls `found` for every literal in the line; one literal may call several times.
    pub(crate) fn scan(&self, line: &[u8], mut found: impl FnMut(Owner)) {
        for hit in self.search.find_overlapping_iter(line) {
            for owner in &self.owners[hit.pattern().as_usize()] {
                found(*owner);
            }
        }
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

/// Compiles a row's expression; a test proves that all of them compile.
pub(crate) fn compile(text: &str) -> Option<Regex> {
    if text.is_empty() {
        return None;
    }
    RegexBuilder::new(text).size_limit(4 << 20).build().ok()
}

#[cfg(test)]
mod tests;
