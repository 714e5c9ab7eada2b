//! What a build log says went wrong.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The six types of failure. Which one a log gets is decided by the tables of the diagnosis crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ErrorType {
    /// The type checker says so.
    Typescript,
    /// A package, lockfile, registry or tool version is missing or inconsistent.
    Dependency,
    /// A setting, not code.
    Config,
    /// Project code ran and threw.
    Runtime,
    /// Bundler, compiler, linter, CSS, memory, time.
    Build,
    /// Before or outside the build, or the platform itself.
    Other,
}

impl ErrorType {
    /// All types, in the order of the documentation.
    pub const ALL: [Self; 6] = [
        Self::Typescript,
        Self::Dependency,
        Self::Config,
        Self::Runtime,
        Self::Build,
        Self::Other,
    ];

    /// The name used in rules, JSON and search attributes.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Typescript => "typescript",
            Self::Dependency => "dependency",
            Self::Config => "config",
            Self::Runtime => "runtime",
            Self::Build => "build",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for ErrorType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ErrorType {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|t| t.as_str() == text)
            .ok_or_else(|| {
                format!(
                    "`{}` is not an error type",
                    text.chars().take(40).collect::<String>()
                )
            })
    }
}

/// One pattern that matched, and where: a diagnosis explains itself by its votes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vote {
    /// Id of the pattern in the table.
    pub pattern: String,
    /// 1-based line of the log as it was given.
    pub line: u64,
    /// The matched line, cleaned and cut to 300 characters.
    pub text: String,
}

/// The verdict on one log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Diagnosis {
    /// The type of the root cause.
    pub error_type: ErrorType,
    /// The line that names the root cause, without time, prefix and colour; empty when none was found.
    pub primary_line: String,
    /// Its 1-based number in the log.
    pub primary_line_number: Option<u64>,
    /// Lines around it, cleaned; at most 4 KiB together.
    pub context: Vec<String>,
    /// Project files the log names as faulty, at most 50.
    pub affected_files: Vec<String>,
    /// Packages the root cause names (`left-pad`, `@types/react`), at most 20.
    pub packages: Vec<String>,
    /// The command that failed, as the log shows it.
    pub failed_command: Option<String>,
    /// Its exit code.
    pub exit_code: Option<i32>,
    /// Package of a monorepo the failing task belongs to.
    pub workspace_package: Option<String>,
    /// How many further errors the log holds.
    pub other_errors: u32,
    /// 0..=1.
    pub confidence: f64,
    /// Hash of normalised error, package or file, and repository: `fp1:` and 32 hex digits. Equal for equal causes.
    pub fingerprint: String,
    /// A retry of the same commit could succeed.
    pub transient: bool,
    /// A change in the repository alone could let the deployment pass.
    pub fixable_in_repository: bool,
    /// The framework the log shows, such as `nextjs`; `none` when nothing shows it.
    pub framework: String,
    /// The package manager that ran; `unknown` when the log does not show one.
    pub package_manager: String,
    /// What voted.
    pub votes: Vec<Vote>,
}
