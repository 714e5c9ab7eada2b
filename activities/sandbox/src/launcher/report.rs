//! How launcher and relay tell the supervisor how far they came: one JSON object per line.

use std::fs::File;
use std::io::{self, Write};

use serde::{Deserialize, Serialize};

/// One line of the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum Event {
    /// The command's program was started.
    Started,
    /// The command's program could not be started.
    Refused { cause: Refusal, reason: String },
    /// Something before that failed.
    Failed { reason: String },
    /// Paths behind closed directories could not be shown elsewhere.
    NotCarried { reason: String },
    /// There is no bubblewrap at the configured path.
    BubblewrapMissing,
}

/// Why a program could not be started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Refusal {
    Missing,
    Other,
}

impl Event {
    /// Appends the event as one line.
    pub(crate) fn write(&self, report: &mut File) -> io::Result<()> {
        let mut line = serde_json::to_vec(self)?;
        line.push(b'\n');
        report.write_all(&line)
    }

    /// The events of a report; lines that are none are passed over.
    pub(crate) fn parse(report: &str) -> Vec<Self> {
        report
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect()
    }
}
