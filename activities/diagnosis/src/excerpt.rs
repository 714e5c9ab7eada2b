//! The part of a log that is worth an agent's attention, within a budget.

use std::collections::{BTreeMap, HashSet};

use crate::{
    fingerprint,
    tally::{Cause, Tally},
    verdict,
};

/// Characters of a line that are kept.
const LINE: usize = 500;
/// What stands where lines were left out.
const GAP: &str = "[…]";
/// What each line costs beside its text: its end, and a gap mark with another one.
const MARKS: usize = GAP.len() + 2;
/// Lines of the end of the log.
pub(crate) const TAIL: u64 = 20;
/// Lines taken around causes other than the first.
const AROUND_OTHERS: (u64, u64) = (2, 6);

/// The cause with its surroundings, then the other causes, then further telling lines, then the end of the log, as long
/// as the budget lasts; in the order of the log.
pub(crate) fn write(tally: &Tally, tail: &[(u64, String)], budget: usize) -> String {
    let mut selection = Selection {
        chosen: BTreeMap::new(),
        seen: HashSet::new(),
        room: budget,
    };
    let primary = verdict::primary(tally);
    if let Some(cause) = primary {
        // The cause before anything else may use the room up, as much of it as there is room for.
        selection.first(cause);
        selection.lines(cause, (u64::MAX, u64::MAX));
    }
    let mut others: Vec<&Cause> = tally.causes.iter().collect();
    others.sort_by_key(|cause| (std::cmp::Reverse(cause.effective()), cause.line));
    for cause in others {
        selection.lines(cause, AROUND_OTHERS);
    }
    for (line, text) in &tally.telling {
        selection.take(*line, text);
    }
    for (line, text) in tail {
        selection.take(*line, text);
    }
    selection.write()
}

struct Selection {
    chosen: BTreeMap<u64, String>,
    seen: HashSet<String>,
    room: usize,
}

impl Selection {
    fn first(&mut self, cause: &Cause) {
        let whole = cause.around.iter().find(|(line, _)| *line == cause.line);
        let mut text = neutral(whole.map_or(&cause.text, |(_, text)| text));
        text.truncate(text.floor_char_boundary(self.room.saturating_sub(MARKS)));
        self.take(cause.line, &text);
    }

    fn lines(&mut self, cause: &Cause, (before, after): (u64, u64)) {
        let first = cause.line.saturating_sub(before);
        let last = cause.line.saturating_add(after);
        for (line, text) in &cause.around {
            if (first..=last).contains(line) {
                self.take(*line, text);
            }
        }
    }

    fn take(&mut self, line: u64, text: &str) {
        let foreign = text.contains("node_modules/") && text.trim_start().starts_with("at ");
        if self.chosen.contains_key(&line) || text.trim().is_empty() || foreign {
            return;
        }
        let text: String = neutral(text).chars().take(LINE).collect();
        let cost = text.len() + MARKS;
        if cost > self.room || !self.seen.insert(fingerprint::normalise(&text)) {
            return;
        }
        self.room -= cost;
        self.chosen.insert(line, text);
    }

    fn write(self) -> String {
        let mut out = String::new();
        let mut next = 1;
        for (line, text) in self.chosen {
            if line != next {
                out.push_str(GAP);
                out.push('\n');
            }
            out.push_str(&text);
            out.push('\n');
            next = line + 1;
        }
        out
    }
}

/// Breaks up marks that could end the caller's fence or open something of their own.
fn neutral(text: &str) -> String {
    let mut out = text.to_owned();
    for (mark, broken) in [
        ("```", "` ` `"),
        ("~~~", "~ ~ ~"),
        ("<!--", "< !--"),
        ("-->", "-- >"),
        ("</", "< /"),
        ("<|", "< |"),
        ("|>", "| >"),
    ] {
        // Breaking a long run up may leave another one.
        while out.contains(mark) {
            out = out.replace(mark, broken);
        }
    }
    out
}

#[cfg(test)]
mod tests;
