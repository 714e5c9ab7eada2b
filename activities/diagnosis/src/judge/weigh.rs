//! What one line says, in the light of the lines around it.

use std::hash::{DefaultHasher, Hash, Hasher};

use regex::Captures;

use super::{Judge, Pointing};
use crate::{
    cause::{Found, cause, group, shown, unknown},
    conditions, fingerprint, locate,
    pattern::{Kind, Strength},
    specifier,
    table::table,
    tally::{Cause, Tally},
    window::AFTER,
};

impl Judge {
    /// Judges a line that has all lines below it that anybody may ask for.
    pub(super) fn judge(&mut self, line: u64) {
        let targeted = self
            .pointing
            .is_some_and(|pointing| pointing.target == Some(line));
        if self.window.triggers(line).is_empty() && !targeted {
            return;
        }
        let text = self.window.text(line);
        if self.window.is_frame(line) || text.is_empty() {
            return;
        }
        let text = text.to_owned();
        let (mut best, others) = self.matches(line, &text);
        let wrapper = others.iter().any(|(row, _)| is_wrapper(kind(*row)));
        let explained = others.iter().any(|(row, _)| kind(*row) != Kind::Note);
        for (row, captures) in others {
            self.note(line, &text, row, captures.as_ref());
        }
        // A wrapper often looks like a cause to a general row; only a row that knows better overrules it.
        if wrapper {
            best = best.filter(|(row, _)| kind(*row) == Kind::Cause(Strength::Exact));
        }
        // The announcement in this very line is about the lines below.
        let open = |pointing: &Pointing| line <= pointing.until && line > pointing.from;
        let pointing = self.pointing.filter(open).or(self.hint.filter(open));
        let found = match (best, pointing) {
            (Some((row, captures)), _) => {
                let pointer = pointing.map(|pointing| (pointing.row, targeted));
                cause(
                    &self.window,
                    &self.facts,
                    line,
                    row,
                    captures.as_ref(),
                    pointer,
                )
            }
            (None, Some(pointing)) if targeted && !explained => {
                unknown(&self.window, &self.facts, line, pointing.row)
            }
            _ => return,
        };
        self.add(found, &text);
        self.pointing = None;
    }

    /// The best cause that the rows see in a line, and everything else they see.
    fn matches<'t>(&mut self, line: u64, text: &'t str) -> (Option<Match<'t>>, Vec<Match<'t>>) {
        let table = table();
        let mut best: Option<Match<'t>> = None;
        let mut others = Vec::new();
        for &row in self.window.triggers(line) {
            let pattern = table.rows[usize::from(row)];
            let captures = match table.regex(row) {
                Some(regex) => match regex.captures(text) {
                    Some(captures) => Some(captures),
                    None => {
                        self.attention.spend(row, false);
                        continue;
                    }
                },
                None => None,
            };
            self.attention.spend(row, true);
            if !conditions::holds(&self.window, line, row, pattern.condition) {
                continue;
            }
            let Kind::Cause(strength) = pattern.kind else {
                others.push((row, captures));
                continue;
            };
            let weaker = |known: &Match<'t>| match kind(known.0) {
                Kind::Cause(best) => {
                    let (own, best) = (in_line(strength), in_line(best));
                    own > best || (own == best && row < known.0)
                }
                _ => true,
            };
            if best.as_ref().is_none_or(weaker) {
                best = Some((row, captures));
            }
        }
        (best, others)
    }

    /// Takes over what a line says beside a cause.
    fn note(&mut self, line: u64, text: &str, row: u16, captures: Option<&Captures<'_>>) {
        let table = table();
        let reaching = |reach: u16, target: Option<u64>| Pointing {
            row,
            from: line,
            until: line + u64::from(reach),
            target,
        };
        match kind(row) {
            Kind::Pointer(reach) => {
                let target =
                    locate::next_text(&self.window, line, u64::from(reach).min(AFTER as u64));
                self.pointing = Some(reaching(reach, target));
            }
            Kind::Hint(reach) => self.hint = Some(reaching(reach, None)),
            Kind::Recovery => {
                let task = self.package(line).map(str::to_owned);
                let stage = table.rows[usize::from(row)].stage;
                self.tally.forgive(stage, task.as_deref(), |row| {
                    table.rows[usize::from(row)].stage
                });
            }
            Kind::Section => {
                let package = group(captures, "task").map(specifier::without_version);
                self.section = package.map(str::to_owned);
            }
            Kind::Detail(tag) => {
                if let Some(package) = group(captures, "pkg") {
                    self.tally
                        .detail(tag, specifier::without_version(package).to_owned());
                }
            }
            Kind::Consequence => self.last_words(line, row),
            Kind::Note | Kind::Prefix | Kind::Cause(_) => {}
        }
        if is_wrapper(kind(row)) {
            self.tally.remark(row, line, &shown(text));
            self.tally.tell(&self.window, line, (2, 6));
        }
        if is_wrapper(kind(row)) || kind(row) == Kind::Note {
            remember(&mut self.tally, captures, kind(row) == Kind::Consequence);
        }
    }

    /// The package whose output a line is: by its prefix, or by the heading above.
    fn package(&self, line: u64) -> Option<&str> {
        self.window.package(line).or(self.section.as_deref())
    }

    /// Logs repeat themselves: what was normalised is remembered, as long as it is not too much.
    fn normalised(&mut self, text: &str) -> String {
        if let Some(known) = self.messages.get(text) {
            return known.clone();
        }
        if self.messages.len() >= REMEMBERED {
            self.messages.clear();
        }
        let message = fingerprint::normalise(text);
        self.messages.insert(text.to_owned(), message.clone());
        message
    }

    pub(super) fn add(&mut self, found: Found, text: &str) {
        let Found {
            row,
            strength,
            error_type,
            line,
            files,
            packages,
        } = found;
        let pattern = table().rows[usize::from(row)];
        let message = match pattern.canonical {
            Some(canonical) => canonical.to_owned(),
            None => self.normalised(&shown(text)),
        };
        let names = files
            .first()
            .or(packages.first())
            .map_or_else(String::new, |name| fingerprint::normalise(name));
        let key = format!("{message}\u{1f}{names}");
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        let task = self.package(line).map(str::to_owned);
        let of = task.as_deref();
        self.tally.count(row, strength, of, &key, hasher.finish());
        for file in &files {
            self.tally.file(strength, row, error_type, of, file);
        }
        if self.tally.repeats(row, &key, line, strength, text) {
            return;
        }
        self.tally.tell(&self.window, line, (1, 2));
        if self.tally.is_full(row) && strength > Strength::Fair {
            return;
        }
        let stage = pattern.stage;
        self.tally.add(Cause {
            row,
            strength,
            error_type,
            line,
            last_line: line,
            text: shown(text),
            key,
            packages,
            task,
            around: Vec::new(),
            stage,
            forgiven: false,
        });
    }
}

/// Messages that are remembered: at most 2 MiB with what became of them.
const REMEMBERED: usize = 2_048;

/// A row that matched, with its groups.
type Match<'t> = (u16, Option<Captures<'t>>);

pub(super) fn kind(row: u16) -> Kind {
    table().rows[usize::from(row)].kind
}

/// How well a row knows a line: who knows a platform's excuse is not overruled by who sees some error in it.
fn in_line(strength: Strength) -> Strength {
    match strength {
        Strength::Excuse => Strength::Exact,
        other => other,
    }
}

/// Lines that speak about a cause without being one.
pub(super) fn is_wrapper(kind: Kind) -> bool {
    matches!(kind, Kind::Consequence | Kind::Pointer(_) | Kind::Hint(_))
}

/// Takes over what a wrapper or an announcement says about commands.
fn remember(tally: &mut Tally, captures: Option<&Captures<'_>>, failed: bool) {
    let group = |name: &str| group(captures, name);
    let code = group("code")
        .and_then(|code| code.parse().ok())
        .filter(|code| *code != 0);
    if let Some(command) = group("command") {
        let command = command.to_owned();
        if failed {
            // The code that stands beside a command is that command's.
            tally.failed_command = Some(command);
            tally.exit_code = code.or(tally.exit_code);
        } else {
            tally.started_command = Some(command);
        }
    }
    if tally.exit_code.is_none() {
        tally.exit_code = code;
    }
    if let Some(task) = group("task") {
        tally
            .task
            .get_or_insert_with(|| specifier::without_version(task).to_owned());
    }
}
