//! Recipes: deterministic repairs of one known cause each, without a model.
//!
//! To add one: a file, and its line in [`all`]. A recipe reads log and files and answers with a [`Plan`]; it never fires on
//! a log it does not understand, and running the plan is `change`'s.

mod build_tools;
mod dependency_not_declared;
mod import_path_case;
mod imports;
mod lockfile_out_of_step;
mod own_files;
mod spelling;
mod types_not_declared;
mod versions;

use domain::Diagnosis;

use crate::project::{Project, ProjectFiles};

/// A repair that is planned.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// Files to write first: path from the top, and the whole new text.
    pub edits: Vec<(String, String)>,
    /// Commands to run then, in the sandbox, with the registry door; each must end with 0.
    pub commands: Vec<PlannedCommand>,
    /// The only paths that may end up in the patch.
    pub outputs: Vec<String>,
    /// For the pull request: what was wrong, what was changed.
    pub explanation: String,
}

/// One command of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedCommand {
    /// Program and arguments.
    pub command: Vec<String>,
    /// Directory from the top.
    pub directory: String,
}

/// A deterministic fixer for one known cause.
pub trait Recipe: Send + Sync {
    /// Its id in `recipe:<id>`; never changes.
    fn id(&self) -> &'static str;
    /// A plan, or `None` when this is not its cause.
    fn plan(
        &self,
        diagnosis: &Diagnosis,
        log: &str,
        project: &Project,
        files: &dyn ProjectFiles,
    ) -> Option<Plan>;
}

/// Every recipe, in the order in which they are asked.
#[must_use]
pub fn all() -> &'static [&'static dyn Recipe] {
    &[
        &lockfile_out_of_step::LockfileOutOfStep,
        &import_path_case::ImportPathCase,
        &types_not_declared::TypesNotDeclared,
        &dependency_not_declared::DependencyNotDeclared,
    ]
}

/// The lines of a log, at most the last 200,000. Patterns allow for what platforms put in front of a line.
pub(crate) fn lines(log: &str) -> Vec<&str> {
    let all: Vec<&str> = log.lines().map(str::trim_end).collect();
    let skip = all.len().saturating_sub(200_000);
    all.into_iter().skip(skip).collect()
}

#[cfg(test)]
mod tests;
