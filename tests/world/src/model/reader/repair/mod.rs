//! The families of errors, one file each. A family looks at a sentence of the error and at the file, and says what to
//! change, what to look at first, or that the error is not its own.

mod arguments;
mod assignment;
mod constant;
mod excess;
mod export;
mod initializer;
mod missing;
mod module;
mod name;
mod nullish;
mod parameter;
mod property;
mod syntax;
mod unused;

#[cfg(test)]
pub(super) use module::specifier;

use super::{
    diagnostic::Diagnostic,
    history::Attempt,
    prompt::Task,
    source::{Change, Source},
};
use crate::model::Turn;

/// An error with the file it is in.
pub(super) struct Case<'a> {
    pub(super) task: &'a Task,
    pub(super) diagnostic: &'a Diagnostic,
    pub(super) source: Source,
    /// What was looked at since the log was seen.
    pub(super) attempt: &'a Attempt,
}

/// What to do about an error.
pub(super) enum Remedy {
    /// Look at something first.
    Look(Turn),
    /// Change a file that was read.
    Edit {
        path: String,
        changes: Vec<Change>,
        why: String,
    },
}

type Family = fn(&Case<'_>, &str) -> Option<Remedy>;

/// Those that look for narrower sentences come first.
const FAMILIES: [Family; 14] = [
    module::repair,
    export::repair,
    missing::repair,
    excess::repair,
    property::repair,
    nullish::repair,
    name::repair,
    parameter::repair,
    unused::repair,
    constant::repair,
    arguments::repair,
    initializer::repair,
    assignment::repair,
    syntax::repair,
];

pub(super) fn remedy(case: &Case<'_>) -> Option<Remedy> {
    // What stands below the message is the more precise cause, but it only exists for some.
    let sentences: Vec<&str> = case.diagnostic.sentences().collect();
    FAMILIES.iter().find_map(|family| {
        sentences
            .iter()
            .rev()
            .find_map(|sentence| family(case, sentence))
    })
}

impl Case<'_> {
    /// The byte that the error points to.
    fn at(&self) -> Option<usize> {
        self.source
            .offset(self.diagnostic.line, self.diagnostic.column)
    }

    /// An edit of the file that the error is in.
    fn edit(&self, changes: Vec<Change>, why: impl Into<String>) -> Option<Remedy> {
        Some(Remedy::Edit {
            path: self.source.path.clone(),
            changes,
            why: why.into(),
        })
    }
}
