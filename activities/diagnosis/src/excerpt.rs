//! The part of a log that is worth an agent's attention, within a budget.

use std::collections::HashSet;

use domain::Diagnosis;
use redaction::Redactor;

use crate::{
    clean, fingerprint, prefix,
    table::{Owner, table},
    window::LOOK,
};

/// Characters of a line that are kept.
const LINE: usize = 500;
/// What stands where lines were left out.
const GAP: &str = "[…]";
/// Lines taken around the cause, and around every other telling line.
const AROUND_CAUSE: (usize, usize) = (8, 25);
const AROUND_OTHERS: (usize, usize) = (2, 6);
/// Telling lines beyond the votes of the diagnosis.
const TELLING: usize = 400;

/// Lines of `text` that show the failure: the cause with its surroundings first, then the other votes, then further
/// error lines, then the end of the log, until `budget` bytes are used. Repeated lines are left out, prefixes and
/// colours removed, secrets redacted. Code fences and comment marks are broken up, so that the result can stand
/// between fences of the caller's. Never longer than `budget`.
#[must_use]
pub fn excerpt(text: &str, diagnosis: &Diagnosis, budget: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let redactor = Redactor::new();
    let mut selection = Selection {
        lines: &lines,
        redactor: &redactor,
        chosen: Vec::new(),
        seen: HashSet::new(),
        room: budget,
    };
    let number = |line: u64| {
        usize::try_from(line)
            .ok()
            .and_then(|line| line.checked_sub(1))
            .filter(|line| *line < lines.len())
    };
    if let Some(cause) = diagnosis.primary_line_number.and_then(number) {
        selection.take(cause);
        selection.around(cause, AROUND_CAUSE);
    }
    for vote in diagnosis.votes.iter().filter_map(|vote| number(vote.line)) {
        selection.around(vote, AROUND_OTHERS);
    }
    for line in telling(&lines) {
        selection.around(line, (1, 2));
    }
    for line in (lines.len().saturating_sub(20)..lines.len()).rev() {
        selection.take(line);
    }
    selection.write()
}

/// Lines that any row of the tables knows as a cause.
fn telling(lines: &[&str]) -> Vec<usize> {
    use crate::pattern::Kind::Cause;
    let table = table();
    let is_telling = |line: &str| {
        let mut rows: Vec<u16> = Vec::new();
        let raw = line.as_bytes();
        table.scan(&raw[..raw.len().min(LOOK)], |owner| {
            if let Owner::Row(row) = owner {
                rows.push(row);
            }
        });
        rows.retain(|row| matches!(table.rows[usize::from(*row)].kind, Cause(_)));
        if rows.is_empty() {
            return false;
        }
        let text = bare(line);
        rows.into_iter()
            .any(|row| table.regex(row).is_none_or(|regex| regex.is_match(&text)))
    };
    lines
        .iter()
        .enumerate()
        .filter(|(_, line)| is_telling(line))
        .map(|(index, _)| index)
        .take(TELLING)
        .collect()
}

/// The tool's own text of a line.
fn bare(line: &str) -> String {
    let mut bytes = Vec::new();
    let raw = clean::last_overwrite(line.as_bytes());
    clean::strip(&raw[..raw.len().min(LOOK)], &mut bytes);
    let line = String::from_utf8_lossy(&bytes);
    prefix::strip(&line)
        .text
        .trim_end()
        .chars()
        .take(LINE)
        .collect()
}

struct Selection<'a> {
    lines: &'a [&'a str],
    redactor: &'a Redactor,
    chosen: Vec<(usize, String)>,
    seen: HashSet<String>,
    room: usize,
}

impl Selection<'_> {
    fn around(&mut self, line: usize, (before, after): (usize, usize)) {
        for index in line.saturating_sub(before)..(line + after + 1).min(self.lines.len()) {
            self.take(index);
        }
    }

    fn take(&mut self, index: usize) {
        if self.chosen.iter().any(|(known, _)| *known == index) {
            return;
        }
        let text = bare(self.lines[index]);
        if text.trim().is_empty()
            || text.contains("node_modules/") && text.trim_start().starts_with("at ")
        {
            return;
        }
        let text = neutral(&self.redactor.redact(&text));
        // Each chosen line may need a gap mark of its own.
        let cost = text.len() + 1 + GAP.len() + 1;
        if cost > self.room || !self.seen.insert(fingerprint::normalise(&text)) {
            return;
        }
        self.room -= cost;
        self.chosen.push((index, text));
    }

    fn write(mut self) -> String {
        self.chosen.sort_by_key(|(index, _)| *index);
        let mut out = String::new();
        let mut next = 0;
        for (index, text) in &self.chosen {
            if *index != next {
                out.push_str(GAP);
                out.push('\n');
            }
            out.push_str(text);
            out.push('\n');
            next = index + 1;
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
        if out.contains(mark) {
            out = out.replace(mark, broken);
        }
    }
    out
}

#[cfg(test)]
mod tests;
