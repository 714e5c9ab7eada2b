//! A build log as lines, and its assembly from pages that come newest first. How pages look is the platform's.

use std::{
    collections::{HashSet, VecDeque},
    fmt,
};

#[cfg(test)]
mod tests;

/// How the platform rates a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogLevel {
    /// Nothing special. Standard error alone does not make an error.
    Info,
    /// A warning.
    Warning,
    /// An error.
    Error,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// Unix time in milliseconds; 0 when the platform does not say.
    pub at: i64,
    /// The platform's rating.
    pub level: LogLevel,
    /// The line without its end.
    pub text: String,
}

/// The end of a build log, or all of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BuildLog {
    /// Lines in order.
    pub lines: Vec<LogLine>,
    /// Earlier lines exist, or may exist, that are not here.
    pub truncated_at_start: bool,
}

impl BuildLog {
    /// Size of the log as text.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.lines.iter().map(|line| line.text.len() + 1).sum()
    }
}

impl fmt::Display for BuildLog {
    /// The log as text, each line ended by a line feed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lines
            .iter()
            .try_for_each(|line| writeln!(f, "{}", line.text))
    }
}

/// One event of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LogEvent {
    /// Identifies the event where the platform gives it an id.
    pub(crate) id: Option<String>,
    /// Unix time in milliseconds.
    pub(crate) at: i64,
    /// Orders events of the same millisecond.
    pub(crate) serial: u128,
    pub(crate) level: LogLevel,
    /// Build output, possibly several lines; `None` for events that say something else.
    pub(crate) text: Option<String>,
}

/// Joins pages: de-duplicates their events and knows when there are enough.
#[derive(Debug)]
pub(crate) struct Assembly {
    limit: usize,
    bytes: usize,
    seen: HashSet<(String, usize)>,
    events: Vec<LogEvent>,
}

impl Assembly {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            bytes: 0,
            seen: HashSet::new(),
            events: Vec::new(),
        }
    }

    /// Adds a page in any order and returns how many of its events are new.
    pub(crate) fn add(&mut self, page: Vec<LogEvent>) -> usize {
        let mut in_page: std::collections::HashMap<String, usize> =
            std::collections::HashMap::new();
        let mut new = 0;
        for event in page {
            let (key, nth) = match &event.id {
                Some(id) => (id.clone(), 0),
                // Without an id, equal lines of the same moment are told apart by their count within the page.
                None => {
                    let key = format!(
                        "{} {} {}",
                        event.at,
                        event.serial,
                        event.text.as_deref().unwrap_or_default()
                    );
                    let count = in_page.entry(key.clone()).or_default();
                    *count += 1;
                    (key, *count)
                }
            };
            if self.seen.insert((key, nth)) {
                self.bytes += event.text.as_ref().map_or(0, |text| text.len() + 1);
                self.events.push(event);
                new += 1;
            }
        }
        new
    }

    /// Whether what is there fills the limit.
    pub(crate) fn is_full(&self) -> bool {
        self.bytes > self.limit
    }

    /// Sorts, splits into lines, and keeps the last `limit` bytes.
    pub(crate) fn finish(mut self, reached_start: bool) -> BuildLog {
        // The sort is stable: events that say nothing about their order keep the order of arrival.
        self.events.sort_by_key(|event| (event.at, event.serial));
        let mut lines = VecDeque::new();
        let (mut bytes, mut truncated) = (0, !reached_start);
        for LogEvent {
            at, level, text, ..
        } in self.events
        {
            let Some(text) = text else { continue };
            for part in text.strip_suffix('\n').unwrap_or(&text).split('\n') {
                let part = part.strip_suffix('\r').unwrap_or(part);
                let text = tail(part, self.limit.saturating_sub(1));
                if text.len() < part.len() {
                    // Nothing before a line that lost its start belongs to the end of the log.
                    lines.clear();
                    (bytes, truncated) = (0, true);
                }
                bytes += text.len() + 1;
                lines.push_back(LogLine {
                    at,
                    level,
                    text: text.to_owned(),
                });
            }
            while bytes > self.limit {
                let Some(first) = lines.pop_front() else {
                    break;
                };
                bytes -= first.text.len() + 1;
                truncated = true;
            }
        }
        BuildLog {
            lines: lines.into(),
            truncated_at_start: truncated,
        }
    }
}

/// The last characters that fit into `limit` bytes.
fn tail(text: &str, limit: usize) -> &str {
    let start = (text.len().saturating_sub(limit)..=text.len())
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(text.len());
    &text[start..]
}
