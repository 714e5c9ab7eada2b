//! Which rows are still looked at: a log of gigabytes costs no more judgement than one of megabytes.
//!
//! The first megabytes are judged in full, which is all of any log that is fetched. After them a row that has seen enough is
//! passed over, until the last lines of the log, which are judged in full again.

use crate::{
    scan::Quiet,
    table::{Meaning, table},
};

/// Bytes of a log that are judged in full: 4 MiB.
const IN_FULL: u64 = 4 << 20;
/// Matches of a row after which further ones say nothing new.
const MATCHES: u32 = 32;
/// Looks that a row gets: its literal is a common word of this log.
const LOOKS: u32 = 256;

/// The attention that is left.
#[derive(Debug)]
pub(crate) struct Attention {
    /// Per row: matches and looks.
    spent: Vec<(u32, u32)>,
    tired: Vec<bool>,
    /// Per signal: whether it was seen.
    noted: Vec<bool>,
    quiet: Quiet,
    /// Something changed since `quiet` was made.
    changed: bool,
    /// Bytes that were read.
    read: u64,
}

impl Attention {
    pub(crate) fn new() -> Self {
        Self {
            spent: vec![(0, 0); table().rows.len()],
            tired: vec![false; table().rows.len()],
            noted: vec![false; crate::signals::SIGNALS.len()],
            quiet: Quiet::default(),
            changed: false,
            read: 0,
        }
    }

    /// What the search leaves out.
    pub(crate) fn quiet(&mut self) -> &Quiet {
        if std::mem::take(&mut self.changed) {
            let seen = |flags: &[bool], all: &[u16]| all.iter().all(|at| flags[usize::from(*at)]);
            let idle = |meaning: &Meaning| {
                meaning.secret.is_none()
                    && seen(&self.tired, &meaning.rows)
                    && seen(&self.noted, &meaning.signals)
            };
            self.quiet = table().quiet(idle);
        }
        &self.quiet
    }

    /// Whether any row is passed over.
    pub(crate) fn is_limited(&self) -> bool {
        self.tired.contains(&true)
    }

    /// Whether a row is passed over.
    pub(crate) fn is_tired(&self, row: u16) -> bool {
        self.tired[usize::from(row)]
    }

    /// Whether a signal was not seen yet.
    pub(crate) fn is_news(&self, signal: u16) -> bool {
        !self.noted[usize::from(signal)]
    }

    /// A signal was seen.
    pub(crate) fn note(&mut self, signal: u16) {
        self.changed |= !std::mem::replace(&mut self.noted[usize::from(signal)], true);
    }

    /// So many more bytes of the log were read.
    pub(crate) fn advance(&mut self, bytes: usize) {
        self.read += bytes as u64;
    }

    /// Counts a look at a row.
    pub(crate) fn spend(&mut self, row: u16, matched: bool) {
        let index = usize::from(row);
        let (matches, looks) = &mut self.spent[index];
        *matches += u32::from(matched);
        *looks += 1;
        let enough = *matches >= MATCHES || *looks >= LOOKS;
        if enough && self.read > IN_FULL && !self.tired[index] {
            self.tired[index] = true;
            self.changed = true;
        }
    }
}
