//! Standard output: human lines, tables, or JSON. A reader that goes away ends the command quietly.

use std::io::{self, IsTerminal, Write};

use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;

/// Where a command writes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    /// One JSON value (or one per line, for streams) instead of text for people.
    pub(crate) json: bool,
}

impl Output {
    /// A line.
    pub(crate) fn line(self, text: impl AsRef<str>) -> io::Result<()> {
        write(text.as_ref().as_bytes(), true)
    }

    /// Foreign text as it is; on a terminal without control characters that could move the cursor or worse.
    pub(crate) fn foreign(self, text: &str) -> io::Result<()> {
        if io::stdout().is_terminal() {
            write(printable(text).as_bytes(), !text.ends_with('\n'))
        } else {
            write(text.as_bytes(), false)
        }
    }

    /// A JSON value on one line.
    pub(crate) fn value(self, value: &impl Serialize) -> io::Result<()> {
        write(&serde_json::to_vec(value)?, true)
    }

    /// A table; with no rows a sentence instead.
    pub(crate) fn table(
        self,
        head: &[&str],
        rows: Vec<Vec<String>>,
        empty: &str,
    ) -> io::Result<()> {
        if rows.is_empty() {
            return self.line(empty);
        }
        let mut table = Table::new();
        table
            .load_style(presets::NOTHING)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_header(head);
        for row in rows {
            table.add_row(row.iter().map(|cell| printable(cell)));
        }
        self.line(table.to_string())
    }
}

/// Without control characters other than line feed and tab.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect()
}

fn write(bytes: &[u8], line_feed: bool) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)
        .and_then(|()| {
            if line_feed {
                out.write_all(b"\n")
            } else {
                Ok(())
            }
        })
        .and_then(|()| out.flush())
}
