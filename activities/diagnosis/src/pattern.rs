//! What a row of the tables says. Rows are data: adding a family is adding rows.

use domain::ErrorType;

use crate::patterns::sources;

/// How surely a row names a root cause. Among the strongest causes of a log the first one wins
/// (among [`Strength::Fair`] ones the last, since a thrown error that ended the process comes last).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// An error-like line that nothing else explains.
    Weak,
    /// A platform's own word that it failed, without a reason: counts where nothing before it tells one.
    Excuse,
    /// A thrown error, which may have been caught.
    Fair,
    /// A cause without its details, or one that could be a follow-up.
    Strong,
    /// Names the root cause and its place.
    Exact,
}

/// What a matched line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A possible root cause.
    Cause(Strength),
    /// A wrapper or follow-up: never the primary line while there is anything else.
    Consequence,
    /// Announces that the cause stands within so many lines below; causes there gain one degree.
    Pointer(u16),
    /// As a pointer, but the lines below need not hold a cause.
    Hint(u16),
    /// Shows that this stage ended well: causes of it that were logged before did not end the build.
    Recovery,
    /// Names a package that belongs to causes with the same tag.
    Detail(&'static str),
    /// Tells of the command that runs, or of the package of a monorepo.
    Note,
    /// What follows is the output of the package that the group `task` names.
    Section,
    /// A task runner starts a task; from now on the name of the package or script stands in front of what that task prints.
    Prefix,
}

/// Which type a cause gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// This one.
    Is(ErrorType),
    /// By what the group `spec` names: dependency for a package, otherwise this one.
    Import(ErrorType),
    /// The type of a pointer just above; else runtime after the start of the program; else this one.
    Context(ErrorType),
}

/// The part of a deployment in which a line is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Fetching packages.
    Install,
    /// Compiling, checking, bundling.
    Compile,
    /// The whole build, and what follows it.
    Deploy,
}

/// Where the faulty project file stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The line above that holds nothing but a path; blanks, titles and code frames may stand between.
    Heading,
    /// The nearest such line, however far: the list of a linter.
    Listing,
    /// A code frame or position within the lines below.
    Frame,
    /// As [`Place::Frame`], but above.
    FrameAbove,
    /// The first project file of the stack trace below.
    Stack,
    /// The last project file of the stack trace above (Python, Ruby).
    StackAbove,
    /// `path:line` on its own line above (Node.js before a syntax error).
    Above,
    /// Below a line `Location:` or `File:`.
    Titled,
    /// The test file whose failures are listed here.
    Suite,
    /// The file that a line above read a version from: `… version '20' from .nvmrc`.
    Source,
    /// The last project file of a Python stack trace above, whatever libraries it called.
    Caller,
    /// The first project file of a Ruby, Go, PHP, Elixir, Rust or .NET trace below.
    Trace,
    /// The file that lines with this tag name, anywhere in the log; only if the cause has no other.
    Told(&'static str),
    /// The first entry of the `Require stack:` below: who asked for a module.
    Requirer,
}

/// What else must hold for a line to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// Nothing.
    None,
    /// A code frame stands within the lines below.
    FrameBelow,
    /// A heading with a project file stands above, with no other text between than blanks and titles.
    HeadingAbove,
    /// This text does not stand in the line.
    Without(&'static str),
    /// This text stands in the nearest line above that is not blank.
    Under(&'static str),
    /// This text stands in the next line.
    Over(&'static str),
    /// The title of a failed test stands just above.
    UnderTest,
    /// The line above holds nothing but `path:line:column`.
    UnderPosition(&'static str),
    /// Titled details (`Hint:`, `Location:`, `Stack trace:`), what it was caused by, or a stack follow.
    Detailed,
    /// The stack below runs through a configuration file of the project.
    ConfigStack,
    /// The stack below runs through packages only.
    ToolStack,
    /// The stack below runs through pages of the project that a framework has compiled: the project's code ran.
    PageStack,
    /// One of these stands in a line below: what is a mere warning elsewhere ended this build.
    Followed(&'static [&'static str]),
    /// A Python server was about to import what its start command names: no file of the project had run.
    StartedModule,
    /// `path:line` of a file in a package stands on its own line above (Node.js before a syntax error).
    PackageAbove,
}

/// One row.
#[derive(Debug, Clone, Copy)]
pub struct Pattern {
    /// `tool.name`, unique; the tool's source stands in `patterns/sources.rs`.
    pub id: &'static str,
    /// What the line is.
    pub kind: Kind,
    /// Which type it means.
    pub verdict: Verdict,
    /// One of these stands in the line, in this case; the search that every line passes.
    pub literals: &'static [&'static str],
    /// Confirms on the cleaned line; empty when a literal is enough. Groups: `file`, `file2`, `raw` (a file of any kind), `spec` (an import),
    /// `pkg` (a package), `task` (a package of the monorepo), `command`, `code` (an exit code).
    pub regex: &'static str,
    /// A line (or lines) in the tool's own format.
    pub example: &'static str,
    /// Where to look for the file when no group names it.
    pub places: &'static [Place],
    /// Files that the message itself means, whatever the lines around it say.
    pub names: &'static [&'static str],
    /// What else must hold.
    pub condition: Condition,
    /// Stands for the text in the fingerprint where versions of a tool word the same error differently.
    pub canonical: Option<&'static str>,
    /// Packages named by lines with this tag belong to the cause.
    pub details: Option<&'static str>,
    /// The stage it is printed in.
    pub stage: Stage,
    /// A retry of the same commit could succeed.
    pub transient: bool,
    /// A change in the repository alone could help.
    pub fixable: bool,
}

/// A tool or group of tools and its rows.
#[derive(Debug, Clone, Copy)]
pub struct Family {
    /// Its name.
    pub name: &'static str,
    /// Its rows.
    pub rows: &'static [Pattern],
}

impl Pattern {
    /// Where the message comes from: the sources or the reference of the tool that prints it.
    #[must_use]
    pub fn source(&self) -> &'static str {
        sources::of(self.id)
    }

    /// The type for an import that is not a package, or the fixed type.
    #[must_use]
    pub fn base_type(&self) -> ErrorType {
        match self.verdict {
            Verdict::Is(kind) | Verdict::Import(kind) | Verdict::Context(kind) => kind,
        }
    }
}
