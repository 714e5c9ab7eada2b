//! What people write under a pull request to steer a fix: `/regreen retry use the v2 client`.
//!
//! Pure; who may command is the caller's decision. A comment holds one command: the first line that begins with
//! `/regreen`, outside of code blocks. Lines after it belong to its words.

#[cfg(test)]
mod tests;

/// What a command begins with.
pub const ADDRESS: &str = "/regreen";

/// Characters of a person's words that are taken along.
pub const MOST_WORDS: usize = 2_000;

/// Lines of a comment that are looked at.
const MOST_LINES: usize = 500;

/// A wish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Make another attempt.
    Retry {
        /// A hint for the fixer; may be empty.
        hint: String,
    },
    /// Stop the fix.
    Cancel {
        /// Why; may be empty.
        reason: String,
    },
    /// Publish the patch under review.
    Approve {
        /// The patch meant; without it the patch then shown.
        patch: Option<String>,
    },
    /// Do not publish the patch under review.
    Reject {
        /// The patch meant; without it the patch then shown.
        patch: Option<String>,
        /// Why; may be empty.
        reason: String,
    },
    /// Say what can be said.
    Help,
    /// Something else.
    Unknown {
        /// The first word, cut to 40 characters.
        word: String,
    },
}

/// Whether a comment speaks to regreen.
#[must_use]
pub fn addresses_us(comment: &str) -> bool {
    parse(comment).is_some()
}

/// The command in a comment, if it has one.
#[must_use]
pub fn parse(comment: &str) -> Option<Command> {
    let mut lines = comment.lines().take(MOST_LINES);
    let mut fence: Option<&str> = None;
    let first = lines.by_ref().find_map(|line| {
        let line = line.trim();
        let mark = ["```", "~~~"]
            .into_iter()
            .find(|mark| line.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, None) => return addressed(line),
            _ => {}
        }
        None
    })?;
    let mut words = first.to_owned();
    for line in lines {
        words.push('\n');
        words.push_str(line);
    }
    Some(command(words.trim()))
}

/// What follows the address.
fn addressed(line: &str) -> Option<&str> {
    let head = line.get(..ADDRESS.len())?;
    let rest = &line[ADDRESS.len()..];
    let ends = rest.is_empty() || rest.starts_with(char::is_whitespace);
    (head.eq_ignore_ascii_case(ADDRESS) && ends).then_some(rest)
}

fn command(words: &str) -> Command {
    let (word, rest) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
    let rest = rest.trim();
    match word.to_ascii_lowercase().as_str() {
        "retry" => Command::Retry { hint: cut(rest) },
        "cancel" => Command::Cancel { reason: cut(rest) },
        "approve" => Command::Approve {
            patch: patch(rest).0,
        },
        "reject" => {
            let (patch, reason) = patch(rest);
            Command::Reject {
                patch,
                reason: cut(reason),
            }
        }
        "help" | "" => Command::Help,
        _ => Command::Unknown {
            word: word.chars().take(40).collect(),
        },
    }
}

/// A patch's name at the beginning, and what follows it. Names are twelve hex digits.
fn patch(words: &str) -> (Option<String>, &str) {
    let (word, rest) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
    let bare = word.trim_matches('`');
    if bare.len() == 12 && bare.bytes().all(|b| b.is_ascii_hexdigit()) {
        (Some(bare.to_ascii_lowercase()), rest.trim())
    } else {
        (None, words)
    }
}

fn cut(words: &str) -> String {
    words.chars().take(MOST_WORDS).collect()
}
