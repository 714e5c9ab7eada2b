//! Our answer to somebody's comment: what was understood, or what can be said.

use std::fmt::Write as _;

use domain::FixId;

use crate::neutral;

/// What can be said, as a table.
const HELP: &str = "\
| comment | what it does |
|---|---|
| `/regreen retry <hint>` | makes another attempt; the hint is told to the fixer |
| `/regreen cancel <reason>` | stops the fix |
| `/regreen approve <patch>` | publishes the patch that waits for a person; without a patch the one shown |
| `/regreen reject <patch> <reason>` | does not publish it |
| `/regreen help` | shows this |

Only people who may write to the repository are obeyed.
";

/// The answer to a command that changed nothing, in the fix's own words.
#[must_use]
pub fn ignored(fix: &FixId, said: &str) -> String {
    format!("{}.\n\n<sub>{fix}</sub>\n", neutral::line(said, 400))
}

/// The answer to `help`.
#[must_use]
pub fn help(fix: &FixId) -> String {
    format!("{HELP}\n<sub>{fix}</sub>\n")
}

/// The answer to a word that is no command.
#[must_use]
pub fn unknown(fix: &FixId, word: &str) -> String {
    let mut text = String::new();
    let _ = writeln!(
        text,
        "{} is not a command of mine.\n",
        neutral::code(word, 40)
    );
    text.push_str(&help(fix));
    text
}
