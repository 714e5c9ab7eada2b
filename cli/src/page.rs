//! One thing on a page for people: labels and values below each other.

use std::fmt::Write;

use jiff::Timestamp;

use crate::output::printable;

/// Width of the labels.
const LABELS: usize = 15;

/// A page in the making.
#[derive(Debug, Default)]
pub(crate) struct Page(String);

impl Page {
    /// A label and its value; further lines of the value are indented.
    pub(crate) fn row(&mut self, label: &str, value: impl AsRef<str>) {
        let mut lines = value.as_ref().lines();
        let first = lines.next().unwrap_or_default();
        let _ = writeln!(self.0, "{}", format!("{label:<LABELS$}{first}").trim_end());
        for line in lines {
            let _ = writeln!(self.0, "{:LABELS$}{line}", "");
        }
    }

    /// A value under no label of its own.
    pub(crate) fn more(&mut self, value: impl AsRef<str>) {
        self.row("", value);
    }

    /// A label with several values; nothing when there are none.
    pub(crate) fn rows(&mut self, label: &str, values: impl IntoIterator<Item = String>) {
        for (place, value) in values.into_iter().enumerate() {
            self.row(if place == 0 { label } else { "" }, value);
        }
    }

    /// A line of its own.
    pub(crate) fn line(&mut self, text: impl AsRef<str>) {
        let _ = writeln!(self.0, "{}", text.as_ref());
    }

    /// The whole page, without what could move a cursor.
    pub(crate) fn text(&self) -> String {
        printable(self.0.trim_end())
    }
}

/// A time to the minute, in UTC.
pub(crate) fn minute(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M").to_string()
}

/// Millionths of a dollar as dollars: two digits, or what it takes to show what is there.
pub(crate) fn dollars(micros: u64) -> String {
    let exact = format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
    let shortest = exact.len() - 4;
    let end = exact.trim_end_matches('0').len().max(shortest);
    format!("${}", &exact[..end])
}

#[cfg(test)]
mod tests;
