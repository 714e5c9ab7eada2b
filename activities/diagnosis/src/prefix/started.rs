//! The prefixes that only the line which starts a task explains.

use std::collections::BTreeSet;

/// Packages and scripts whose tasks were seen to start, at most, of each.
const STARTED: usize = 256;
/// Bytes of a name; a longer one is data.
const NAME: usize = 100;

/// What stands between brackets in front of any line: no name of a task.
const LEVELS: [&str; 7] = ["error", "warn", "warning", "info", "log", "debug", "fatal"];

/// The names that runners put in front of lines, where only the line with which they start a task tells that they do.
#[derive(Debug, Default)]
pub(crate) struct Started {
    pub(super) packages: BTreeSet<String>,
    pub(super) labels: BTreeSet<String>,
}

impl Started {
    /// Takes over what a line that starts a task says: `web build$ vite build` (pnpm), `[build:css] > web@1.0.0 build:css`
    /// (npm-run-all, concurrently).
    pub(crate) fn learn(&mut self, text: &str, package: Option<String>) {
        let label = text
            .strip_prefix('[')
            .and_then(|rest| rest.split_once("] "))
            .filter(|(_, task)| task.starts_with("> ") || task.starts_with("$ "));
        let (names, name) = match (label, package) {
            (Some((label, _)), _) => (&mut self.labels, label.to_owned()),
            (None, Some(package)) => (&mut self.packages, package),
            (None, None) => return,
        };
        let level = LEVELS.iter().any(|level| name.eq_ignore_ascii_case(level));
        if names.len() < STARTED && name.len() <= NAME && !level {
            names.insert(name);
        }
    }
}
