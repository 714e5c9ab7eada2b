//! What a command said last before it failed: the cause where nothing better is known.

use domain::ErrorType;

use super::{
    Judge,
    weigh::{is_wrapper, kind},
};
use crate::{
    cause::{Found, unknown},
    conditions,
    pattern::{Kind, Strength},
};

/// Lines above a failed command among which its last words are looked for.
const LAST_WORDS: u64 = 12;

/// Lines that begin so are no last words: stack frames, steps that went well, items of lists.
const ASIDES: [&str; 18] = [
    "at ",
    "✓ ",
    "✔ ",
    "- ",
    "}",
    "]",
    "Done in ",
    "Node.js v",
    "Success: ",
    "HEAD is now at ",
    "Using ",
    "From http",
    "* branch ",
    "Cloning ",
    "Finished ",
    "Started ",
    "Caching artifacts",
    "Skipping ",
];

impl Judge {
    /// Looks for them above a line that says that a command failed.
    pub(super) fn last_words(&mut self, line: u64, row: u16) {
        if self
            .tally
            .causes
            .iter()
            .any(|cause| cause.effective() > Strength::Weak)
            || self.spoken
        {
            return;
        }
        let known =
            |row: &u16| is_wrapper(kind(*row)) || matches!(kind(*row), Kind::Note | Kind::Recovery);
        let announces = |above: u64| {
            let rows = self.window.triggers(above);
            rows.iter()
                .any(|row| matches!(kind(*row), Kind::Pointer(_)))
        };
        let says = |above: &u64| {
            let text = self.window.text(*above).trim_start();
            !announces(*above)
                && text.bytes().filter(u8::is_ascii_alphabetic).count() > 3
                && !self.window.is_frame(*above)
                && !ASIDES.iter().any(|aside| text.starts_with(aside))
        };
        let Some(above) = self.window.above(line, LAST_WORDS).find(says) else {
            return;
        };
        self.spoken = true;
        if self.window.triggers(above).iter().any(known) {
            return;
        }
        let text = self.window.text(above).to_owned();
        let ran = self.facts.started || conditions::ran_pages(&self.window, above);
        let found = Found {
            strength: Strength::Weak,
            error_type: if ran {
                ErrorType::Runtime
            } else {
                ErrorType::Build
            },
            ..unknown(&self.window, &self.facts, above, row)
        };
        self.add(found, &text);
    }
}
