//! What was found so far, in bounded memory: a log of nothing but errors keeps a handful of each kind.

use std::collections::{BTreeMap, BTreeSet, HashMap, btree_map::Entry};

use domain::ErrorType;

use crate::{
    cause::{around, cut, shown},
    pattern::{Stage, Strength},
    window::Window,
};

/// Causes kept per row.
const KEPT_PER_ROW: usize = 4;
/// Distinct causes counted.
const COUNTED: usize = 8192;
/// Files kept per strength.
const FILES: usize = 200;
/// Packages kept per tag: the first ones of the alphabet, so that order does not matter.
const DETAILS: usize = 20;

/// Bytes of telling lines kept: the first ones.
const TELLING: usize = 256 * 1024;

/// One possible root cause.
#[derive(Debug, Clone)]
pub(crate) struct Cause {
    pub(crate) row: u16,
    pub(crate) strength: Strength,
    pub(crate) error_type: ErrorType,
    pub(crate) line: u64,
    pub(crate) last_line: u64,
    pub(crate) text: String,
    pub(crate) key: String,
    pub(crate) packages: Vec<String>,
    pub(crate) task: Option<String>,
    /// The lines around it, with their numbers.
    pub(crate) around: Vec<(u64, String)>,
    pub(crate) stage: Stage,
    /// The stage went on to end well, so this did not end the build.
    pub(crate) forgiven: bool,
}

impl Cause {
    /// What it counts for.
    pub(crate) fn effective(&self) -> Strength {
        match (self.forgiven, self.strength) {
            (false, strength) => strength,
            (true, Strength::Exact) => Strength::Fair,
            (true, _) => Strength::Weak,
        }
    }
}

/// A line that voted without being a cause.
#[derive(Debug, Clone)]
pub(crate) struct Remark {
    pub(crate) row: u16,
    pub(crate) line: u64,
    pub(crate) text: String,
}

/// A file, and the first cause that named it.
#[derive(Debug)]
pub(crate) struct Named {
    pub(crate) file: String,
    pub(crate) row: u16,
    pub(crate) error_type: ErrorType,
    task: Option<String>,
}

/// A cause that was counted.
#[derive(Debug)]
struct Counted {
    row: u16,
    strength: Strength,
    task: Option<String>,
}

/// Everything that was found.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) causes: Vec<Cause>,
    per_row: HashMap<u16, Vec<usize>>,
    /// Causes without the lines around them.
    bare: Vec<usize>,
    /// Distinct causes by the hash of their key.
    keys: HashMap<u64, Counted>,
    /// Per strength, in order of appearance.
    pub(crate) files: BTreeMap<Strength, Vec<Named>>,
    /// The smallest key of each row, strength and task: the same whatever the order of parallel tasks.
    pub(crate) least: BTreeMap<(u16, Strength, Option<String>), String>,
    pub(crate) details: BTreeMap<&'static str, BTreeSet<String>>,
    pub(crate) remarks: Vec<Remark>,
    /// Lines that causes and remarks stand in, and their neighbours, by number.
    pub(crate) telling: BTreeMap<u64, String>,
    telling_bytes: usize,
    pub(crate) started_command: Option<String>,
    pub(crate) failed_command: Option<String>,
    pub(crate) exit_code: Option<i32>,
    pub(crate) task: Option<String>,
}

impl Tally {
    /// A cause with the same key that is known already, brought up to date. `true` when there was one.
    pub(crate) fn repeats(
        &mut self,
        row: u16,
        key: &str,
        line: u64,
        strength: Strength,
        text: &str,
    ) -> bool {
        let known = self
            .per_row
            .get(&row)
            .into_iter()
            .flatten()
            .copied()
            .find(|index| self.causes[*index].key == key);
        if let Some(index) = known {
            let cause = &mut self.causes[index];
            // A program that logs an error before it throws it prints it twice; the thrown one counts.
            if line == cause.line + 1 && cause.text.starts_with('[') && text.starts_with("Error:") {
                cause.line = line;
                cause.text = shown(text);
            }
            cause.last_line = line;
            cause.forgiven = false;
            cause.strength = cause.strength.max(strength);
        }
        known.is_some()
    }

    /// Whether the row has as many causes as are kept, none of them survived.
    pub(crate) fn is_full(&self, row: u16) -> bool {
        self.per_row.get(&row).is_some_and(|kept| {
            kept.len() > KEPT_PER_ROW && !kept.iter().any(|place| self.causes[*place].forgiven)
        })
    }

    pub(crate) fn add(&mut self, cause: Cause) {
        let kept = self.per_row.entry(cause.row).or_default();
        let place = match kept.last() {
            Some(last) if kept.len() > KEPT_PER_ROW => {
                // One that was survived makes room first.
                let survived = kept.iter().find(|place| self.causes[**place].forgiven);
                let place = *survived.unwrap_or(last);
                self.causes[place] = cause;
                place
            }
            _ => {
                kept.push(self.causes.len());
                self.causes.push(cause);
                self.causes.len() - 1
            }
        };
        if !self.bare.contains(&place) {
            self.bare.push(place);
        }
    }

    /// Keeps the lines around causes above `line` while the window still has them. A cause that another one of its row has
    /// replaced by then costs nothing.
    pub(crate) fn settle(&mut self, window: &Window, line: u64) {
        let causes = &mut self.causes;
        self.bare.retain(|place| {
            let cause = &mut causes[*place];
            let settled = cause.line <= line;
            if settled {
                cause.around = around(window, cause.line);
            }
            !settled
        });
    }

    /// Keeps a telling line with so many above and below it, while there is room.
    pub(crate) fn tell(&mut self, window: &Window, line: u64, (before, after): (u64, u64)) {
        let above: Vec<u64> = window.above(line, before).collect();
        let numbers = above
            .into_iter()
            .chain(line..=line)
            .chain(window.below(line, after));
        for number in numbers {
            if self.telling_bytes >= TELLING {
                return;
            }
            if let Entry::Vacant(place) = self.telling.entry(number) {
                let text = cut(window.text(number));
                self.telling_bytes += text.len();
                place.insert(text);
            }
        }
    }

    /// Counts a cause and remembers its key, kept or not.
    pub(crate) fn count(
        &mut self,
        row: u16,
        strength: Strength,
        task: Option<&str>,
        key: &str,
        hash: u64,
    ) {
        let full = self.keys.len() >= COUNTED;
        match self.keys.get_mut(&hash) {
            Some(known) => known.strength = known.strength.max(strength),
            None if full => {}
            None => {
                let task = task.map(str::to_owned);
                self.keys.insert(
                    hash,
                    Counted {
                        row,
                        strength,
                        task,
                    },
                );
            }
        }
        let place = (row, strength, task.map(str::to_owned));
        let full = self.least.len() >= COUNTED;
        match self.least.get_mut(&place) {
            Some(least) if key < least.as_str() => key.clone_into(least),
            Some(_) => {}
            None if full => {}
            None => {
                self.least.insert(place, key.to_owned());
            }
        }
    }

    /// How many distinct causes of this strength or more there are; what was survived is none.
    pub(crate) fn distinct(&self, strength: Strength) -> usize {
        let counted = self.keys.values();
        counted.filter(|cause| cause.strength >= strength).count()
    }

    pub(crate) fn file(
        &mut self,
        strength: Strength,
        row: u16,
        error_type: ErrorType,
        task: Option<&str>,
        file: &str,
    ) {
        let files = self.files.entry(strength).or_default();
        if files.len() < FILES && !files.iter().any(|known| known.file == file) {
            files.push(Named {
                file: file.to_owned(),
                row,
                error_type,
                task: task.map(str::to_owned),
            });
        }
    }

    pub(crate) fn detail(&mut self, tag: &'static str, package: String) {
        let packages = self.details.entry(tag).or_default();
        packages.insert(package);
        if packages.len() > DETAILS {
            packages.pop_last();
        }
    }

    pub(crate) fn remark(&mut self, row: u16, line: u64, text: &str) {
        let same = self
            .remarks
            .iter()
            .filter(|remark| remark.row == row)
            .count();
        let known = |remark: &Remark| remark.row == row && remark.line == line;
        if same < 2 && self.remarks.len() < 24 && !self.remarks.iter().any(known) {
            self.remarks.push(Remark {
                row,
                line,
                text: text.to_owned(),
            });
        }
    }

    /// A stage of `task` ended well.
    pub(crate) fn forgive(
        &mut self,
        stage: Stage,
        task: Option<&str>,
        rows: impl Fn(u16) -> Stage,
    ) {
        // What is not said to be of a task may be of any.
        let survived = |printed: Stage, of: Option<&str>| {
            printed <= stage && (stage == Stage::Deploy || task.is_none() || of == task)
        };
        for cause in &mut self.causes {
            if cause.stage <= stage && (stage == Stage::Deploy || cause.task.as_deref() == task) {
                cause.forgiven = true;
            }
        }
        self.keys
            .retain(|_, cause| !survived(rows(cause.row), cause.task.as_deref()));
        self.least
            .retain(|(row, _, of), _| !survived(rows(*row), of.as_deref()));
        if stage > Stage::Install {
            for named in self.files.values_mut() {
                named.retain(|named| !survived(rows(named.row), named.task.as_deref()));
            }
        }
    }
}
