//! The one pass over a log: which lines are looked at, and what they say.

use std::hash::{DefaultHasher, Hash, Hasher};

use domain::ErrorType;
use regex::Captures;

use crate::{
    cause::{Found, cause, context, shown, unknown},
    clean, fingerprint, locate,
    pattern::{Kind, Strength},
    signals::Facts,
    specifier,
    table::{Owner, Table, table},
    tally::{Cause, Tally},
    window::{AFTER, LOOK, Window},
};

/// An announcement that is still open.
#[derive(Debug, Clone, Copy)]
struct Pointing {
    row: u16,
    /// The line that announces.
    from: u64,
    until: u64,
    /// The line that must be the cause if no row knows it.
    target: Option<u64>,
}

/// Everything that is known while a log is read.
#[derive(Debug)]
pub(crate) struct Judge {
    window: Window,
    pub(crate) tally: Tally,
    pub(crate) facts: Facts,
    pointing: Option<Pointing>,
    hint: Option<Pointing>,
    /// The last words before a failed command were looked at.
    spoken: bool,
    scratch: Vec<u8>,
}

impl Judge {
    pub(crate) fn new() -> Self {
        Self {
            window: Window::new(),
            tally: Tally::default(),
            facts: Facts::default(),
            pointing: None,
            hint: None,
            spoken: false,
            scratch: Vec::new(),
        }
    }

    /// Searches one line, keeps it, and judges the line that now has enough lines below it.
    pub(crate) fn line(&mut self, raw: &[u8]) {
        let look = &raw[..raw.len().min(LOOK)];
        let table = table();
        let triggers = self.window.push(raw);
        let facts = &mut self.facts;
        if clean::has_escape(look) {
            scan_clean(table, look, &mut self.scratch, triggers, facts);
        } else {
            let mut coloured = false;
            table.scan(look, |owner| coloured |= sort(owner, triggers, facts));
            if coloured {
                scan_clean(table, look, &mut self.scratch, triggers, facts);
            }
        }
        let newest = self.window.newest();
        if newest > AFTER as u64 {
            self.judge(newest - AFTER as u64);
        }
    }

    /// Judges the last lines, which have nothing more below them.
    pub(crate) fn drain(&mut self) {
        let newest = self.window.newest();
        for line in newest.saturating_sub(AFTER as u64 - 1).max(1)..=newest {
            if newest >= line {
                self.judge(line);
            }
        }
    }

    fn judge(&mut self, line: u64) {
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
    fn matches<'t>(&self, line: u64, text: &'t str) -> (Option<Match<'t>>, Vec<Match<'t>>) {
        let table = table();
        let mut best: Option<Match<'t>> = None;
        let mut others = Vec::new();
        for &row in self.window.triggers(line) {
            let pattern = table.rows[usize::from(row)];
            let captures = match table.regex(row) {
                Some(regex) => match regex.captures(text) {
                    Some(captures) => Some(captures),
                    None => continue,
                },
                None => None,
            };
            if !locate::holds(&self.window, line, row, pattern.condition) {
                continue;
            }
            let Kind::Cause(strength) = pattern.kind else {
                others.push((row, captures));
                continue;
            };
            let weaker = |known: &Match<'t>| match kind(known.0) {
                Kind::Cause(best) => strength > best || (strength == best && row < known.0),
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
                let task = self.window.package(line);
                let stage = table.rows[usize::from(row)].stage;
                self.tally
                    .forgive(stage, task, |row| table.rows[usize::from(row)].stage);
            }
            Kind::Detail(tag) => {
                if let Some(package) = captures.and_then(|captures| captures.name("pkg")) {
                    self.tally
                        .detail(tag, specifier::without_version(package.as_str()).to_owned());
                }
            }
            Kind::Consequence => self.last_words(line, row),
            Kind::Note | Kind::Cause(_) => {}
        }
        if is_wrapper(kind(row)) {
            self.tally.remark(row, line, &shown(text));
        }
        if is_wrapper(kind(row)) || kind(row) == Kind::Note {
            remember(&mut self.tally, captures, kind(row) == Kind::Consequence);
        }
    }

    /// What a command said last before it failed, as long as nothing better is known.
    fn last_words(&mut self, line: u64, row: u16) {
        if self
            .tally
            .causes
            .iter()
            .any(|cause| cause.effective() > Strength::Weak)
            || self.spoken
        {
            return;
        }
        let says = |above: &u64| {
            let text = self.window.text(*above);
            text.bytes().filter(u8::is_ascii_alphabetic).count() > 3
                && !self.window.is_frame(*above)
        };
        let Some(above) = self.window.above(line, 6).find(says) else {
            return;
        };
        self.spoken = true;
        let known =
            |row: &u16| is_wrapper(kind(*row)) || matches!(kind(*row), Kind::Note | Kind::Recovery);
        if self.window.triggers(above).iter().any(known) {
            return;
        }
        let text = self.window.text(above).to_owned();
        let found = Found {
            strength: Strength::Weak,
            ..unknown(&self.window, &self.facts, above, row)
        };
        let started = if self.facts.started {
            ErrorType::Runtime
        } else {
            ErrorType::Build
        };
        self.add(
            Found {
                error_type: started,
                ..found
            },
            &text,
        );
    }

    fn add(&mut self, found: Found, text: &str) {
        let Found {
            row,
            strength,
            error_type,
            line,
            files,
            packages,
        } = found;
        let pattern = table().rows[usize::from(row)];
        let message = pattern
            .canonical
            .map_or_else(|| fingerprint::normalise(text), str::to_owned);
        let names = files
            .first()
            .or(packages.first())
            .map_or_else(String::new, |name| fingerprint::normalise(name));
        let key = format!("{message}\u{1f}{names}");
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        self.tally.count(row, strength, &key, hasher.finish());
        for file in &files {
            self.tally.file(strength, row, error_type, file);
        }
        if self.tally.repeats(row, &key, line, strength, text) {
            return;
        }
        let context = if self.tally.is_full(row) && strength > Strength::Fair {
            return;
        } else {
            context(&self.window, line)
        };
        let task = self.window.package(line).map(str::to_owned);
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
            context,
            stage,
            forgiven: false,
        });
    }
}

/// A row that matched, with its groups.
type Match<'t> = (u16, Option<Captures<'t>>);

fn kind(row: u16) -> Kind {
    table().rows[usize::from(row)].kind
}

/// Lines that speak about a cause without being one.
fn is_wrapper(kind: Kind) -> bool {
    matches!(kind, Kind::Consequence | Kind::Pointer(_) | Kind::Hint(_))
}

fn scan_clean(
    table: &Table,
    look: &[u8],
    scratch: &mut Vec<u8>,
    triggers: &mut Vec<u16>,
    facts: &mut Facts,
) {
    scratch.clear();
    clean::strip(look, scratch);
    table.scan(scratch, |owner| {
        sort(owner, triggers, facts);
    });
}

/// Notes what a literal stands for; `true` when it shows that the line must be cleaned first.
fn sort(owner: Owner, triggers: &mut Vec<u16>, facts: &mut Facts) -> bool {
    match owner {
        Owner::Row(row) => {
            if !triggers.contains(&row) {
                triggers.push(row);
            }
            false
        }
        Owner::Signal(row) => {
            facts.note(Table::signal(row).fact);
            false
        }
        Owner::BareColour => true,
    }
}

/// Takes over what a wrapper or an announcement says about commands.
fn remember(tally: &mut Tally, captures: Option<&Captures<'_>>, failed: bool) {
    let group = |name: &str| {
        captures
            .and_then(|captures| captures.name(name))
            .map(|group| group.as_str())
    };
    if let Some(command) = group("command") {
        let command: String = command.chars().take(300).collect();
        if failed {
            tally.failed_command = Some(command);
        } else {
            tally.started_command = Some(command);
        }
    }
    if let Some(code) = group("code")
        .and_then(|code| code.parse().ok())
        .filter(|code| *code != 0)
    {
        tally.exit_code.get_or_insert(code);
    }
    if let Some(task) = group("task") {
        tally
            .task
            .get_or_insert_with(|| specifier::without_version(task).to_owned());
    }
}
