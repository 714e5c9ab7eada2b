//! How a command fails: one sentence and a code on standard error, and an exit code that scripts can rely on.

use std::process::ExitCode;

use operations::{Code, OperationError};

/// Exit codes, as `regreen --help` lists them. 2 is a wrong command line (clap's own).
pub(crate) const EXIT_CODES: &str = "\
Exit codes: 0 done; 1 the command found problems or failed; 2 wrong command line;
3 not found; 4 refused in the present state; 5 a system regreen needs is away; 70 a fault of regreen.";

/// A failed command.
#[derive(Debug)]
pub(crate) struct Failure {
    sentence: String,
    code: &'static str,
    exit: u8,
}

impl Failure {
    /// A failure with its own code word; exits with 1.
    pub(crate) fn new(code: &'static str, sentence: impl Into<String>) -> Self {
        Self {
            sentence: sentence.into(),
            code,
            exit: 1,
        }
    }

    /// A wrong command line that clap cannot see.
    pub(crate) fn usage(code: &'static str, sentence: impl Into<String>) -> Self {
        Self {
            sentence: sentence.into(),
            code,
            exit: 2,
        }
    }

    /// What went wrong.
    pub(crate) fn sentence(&self) -> &str {
        &self.sentence
    }

    /// Configuration that cannot be used.
    pub(crate) fn configuration(error: impl std::fmt::Display) -> Self {
        Self {
            sentence: error.to_string(),
            code: "configuration",
            exit: 2,
        }
    }

    /// A fault of regreen or of this machine.
    pub(crate) fn internal(error: impl std::fmt::Display) -> Self {
        Self {
            sentence: error.to_string(),
            code: "internal",
            exit: 70,
        }
    }

    /// Says it, as one JSON object where the caller wants JSON.
    #[expect(
        clippy::print_stderr,
        reason = "this is the one place where errors are said"
    )]
    pub(crate) fn say(&self, json: bool) -> ExitCode {
        if json {
            eprintln!(
                "{}",
                serde_json::json!({ "error": { "code": self.code, "detail": self.sentence } })
            );
        } else {
            eprintln!("regreen: {} [{}]", self.sentence, self.code);
        }
        ExitCode::from(self.exit)
    }
}

impl From<OperationError> for Failure {
    fn from(error: OperationError) -> Self {
        if let Some(behind) = error.detail_for_log() {
            tracing::debug!(error.code = error.code().as_str(), error.behind = %behind, "operation failed");
        }
        let exit = match error.code() {
            Code::InvalidArgument | Code::BadPattern | Code::TeamNeeded => 2,
            Code::Internal => 70,
            _ => match error.status() {
                404 => 3,
                409 => 4,
                503 => 5,
                _ => 1,
            },
        };
        Self {
            sentence: error.sentence().to_owned(),
            code: error.code().as_str(),
            exit,
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::new("io", error.to_string())
    }
}

/// What a command returns.
pub(crate) type Outcome = Result<ExitCode, Failure>;
