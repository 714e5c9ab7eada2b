//! TypeScript errors in build logs, in the spellings of `tsc` and of Next.js.

use std::sync::LazyLock;

use regex::Regex;

use super::{history::tail, prompt::pattern};

/// One error with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Diagnostic {
    pub(super) file: String,
    /// From 1; 0 where the log does not say.
    pub(super) line: usize,
    /// From 1, in UTF-16 units as compilers count (here taken as characters); 0 where the log does not say.
    pub(super) column: usize,
    pub(super) message: String,
    /// The indented lines below it, which often name the cause better.
    pub(super) details: Vec<String>,
}

/// `src/a.ts(12,5): error TS2322: ...`
static PLAIN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"([^\s'":]+?\.[cm]?[jt]sx?)\((\d+),(\d+)\): error TS\d+: (.+)$"#));
/// `src/a.ts:12:5 - error TS2322: ...`
static PRETTY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"([^\s'":]+?\.[cm]?[jt]sx?):(\d+):(\d+) - error TS\d+: (.+)$"#));
/// `./src/a.ts:12:5` on a line of its own, the message on the next.
static PLACE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"([^\s'":]+?\.[cm]?[jt]sx?)(?::(\d+):(\d+))?\s*$"#));
static NEXT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:Type error: (.+)|(Module not found: Can't resolve '[^']+'))"));
static COLOUR: LazyLock<Regex> = LazyLock::new(|| pattern("\u{1b}\\[[0-9;]*m"));

impl Diagnostic {
    /// The errors of a text, those that only complain of unused things last.
    pub(super) fn all(text: &str) -> Vec<Self> {
        let text = COLOUR.replace_all(text, "");
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        let mut all: Vec<Self> = Vec::new();
        for diagnostic in (0..lines.len()).filter_map(|at| Self::at(&lines, at)) {
            // A prompt shows its primary line twice.
            let known = all.iter().any(|known| {
                known.place() == diagnostic.place() && known.message == diagnostic.message
            });
            if !known {
                all.push(diagnostic);
            }
        }
        // What is misspelled at its use looks unused at its declaration.
        all.sort_by_key(|diagnostic| {
            diagnostic.message.contains("declared but")
                || diagnostic.message.ends_with("are unused.")
        });
        all
    }

    /// How edits name what they are for.
    pub(super) fn reference(&self) -> String {
        format!("{}:{}:{}: ", self.file, self.line, self.column)
    }

    fn place(&self) -> (&str, usize, usize) {
        (&self.file, self.line, self.column)
    }

    /// The same complaint about the same file, wherever in it.
    pub(super) fn same_kind(&self, other: &Self) -> bool {
        self.message == other.message && tail(&self.file) == tail(&other.file)
    }

    fn at(lines: &[&str], at: usize) -> Option<Self> {
        let line = lines[at];
        if let Some(found) = PLAIN.captures(line).or_else(|| PRETTY.captures(line)) {
            return Some(Self {
                file: found[1].to_owned(),
                line: found[2].parse().ok()?,
                column: found[3].parse().ok()?,
                message: found[4].trim().to_owned(),
                details: details(lines, at),
            });
        }
        let message = NEXT.captures(line)?;
        let message = message
            .get(1)
            .or_else(|| message.get(2))?
            .as_str()
            .trim()
            .to_owned();
        let place = PLACE.captures(
            lines[..at]
                .iter()
                .rev()
                .find(|line| !line.trim().is_empty())?,
        )?;
        let number = |group: usize| {
            place
                .get(group)
                .and_then(|digits| digits.as_str().parse().ok())
                .unwrap_or(0)
        };
        Some(Self {
            file: place[1].to_owned(),
            line: number(2),
            column: number(3),
            message,
            details: details(lines, at),
        })
    }

    /// The message and then each line below it, the most telling ones being families' business.
    pub(super) fn sentences(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.message.as_str()).chain(self.details.iter().map(String::as_str))
    }
}

fn details(lines: &[&str], at: usize) -> Vec<String> {
    let below = lines[at + 1..]
        .iter()
        .take_while(|line| line.starts_with("  ") && !line.contains('|'));
    below.take(8).map(|line| line.trim().to_owned()).collect()
}
