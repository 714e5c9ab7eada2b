//! What can go wrong with git.

use std::time::Duration;

use outbound::FailureKind;
use thiserror::Error;

/// A failure of git, of the repository, or of what was asked.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum GitError {
    /// The caller's input: an id, a name, an address.
    #[error("{0}")]
    Invalid(String),
    /// The program did not start, or the folder it needs is not there.
    #[error("cannot run git: {0}")]
    Launch(String),
    /// It took too long and was killed.
    #[error("git {command} took longer than {} ms and was stopped", limit.as_millis())]
    Timeout {
        /// The subcommand.
        command: String,
        /// The time allowed.
        limit: Duration,
    },
    /// More data than allowed.
    #[error("{what} is larger than allowed ({limit})")]
    TooLarge {
        /// What.
        what: &'static str,
        /// The limit, in files or bytes.
        limit: u64,
    },
    /// The repository does not have the commit, or not any more.
    #[error("the repository has no commit {0}")]
    CommitNotFound(String),
    /// The remote end refused, or could not be reached.
    #[error("git {command}: {message}")]
    Remote {
        /// The subcommand.
        command: String,
        /// What kind of failure it is.
        kind: FailureKind,
        /// What git wrote, redacted and cut.
        message: String,
    },
    /// A symbolic link points out of the repository or into git's own folder.
    #[error("the symbolic link `{path}` leaves the repository")]
    UnsafeSymlink {
        /// The link.
        path: String,
    },
    /// The patch does not fit the parent commit.
    #[error("the patch does not apply: {0}")]
    PatchRefused(String),
    /// The patch changes nothing.
    #[error("the patch changes nothing")]
    EmptyPatch,
    /// The patch applies, but gives other files than were proved.
    #[error("the patch gives tree {found}, but {expected} was proved")]
    TreeMismatch {
        /// The tree that was proved.
        expected: String,
        /// The tree that came out.
        found: String,
    },
    /// Somebody else's commit is on our branch. Nothing was pushed.
    #[error("branch {branch} has a commit that is not ours: {found}")]
    ForeignCommit {
        /// The branch.
        branch: String,
        /// Its tip.
        found: String,
    },
    /// Git failed in a way that has no name here.
    #[error("git {command} failed: {message}")]
    Command {
        /// The subcommand.
        command: String,
        /// What git wrote, redacted and cut.
        message: String,
    },
}

impl GitError {
    /// The kind: all that a caller needs in order to decide.
    #[must_use]
    pub fn kind(&self) -> FailureKind {
        match self {
            Self::Timeout { .. } => FailureKind::Unreachable,
            Self::Remote { kind, .. } => *kind,
            Self::CommitNotFound(_) => FailureKind::NotFound,
            Self::ForeignCommit { .. } => FailureKind::Conflict,
            Self::TooLarge { .. } => FailureKind::TooLarge,
            Self::PatchRefused(_) | Self::EmptyPatch | Self::TreeMismatch { .. } => {
                FailureKind::Unprocessable
            }
            Self::Invalid(_) | Self::UnsafeSymlink { .. } => FailureKind::Refused,
            Self::Launch(_) | Self::Command { .. } => FailureKind::Unexpected,
        }
    }

    /// How long to wait before the next try. Git does not hand on the other side's wish: a minute after a limit.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        (self.kind() == FailureKind::RateLimited).then_some(Duration::from_secs(60))
    }
}

/// Sentences of git (in the C locale) and of the HTTP library below it, in the order in which they are looked for.
const SENTENCES: &[(&str, FailureKind)] = &[
    ("returned error: 429", FailureKind::RateLimited),
    ("rate limit", FailureKind::RateLimited),
    ("returned error: 401", FailureKind::Unauthorized),
    ("Authentication failed", FailureKind::Unauthorized),
    ("could not read Username", FailureKind::Unauthorized),
    ("could not read Password", FailureKind::Unauthorized),
    ("Invalid username or token", FailureKind::Unauthorized),
    ("returned error: 403", FailureKind::Forbidden),
    ("remote rejected", FailureKind::Forbidden),
    ("protected branch", FailureKind::Forbidden),
    ("returned error: 404", FailureKind::NotFound),
    ("Repository not found", FailureKind::NotFound),
    ("not found", FailureKind::NotFound),
    // Redirects are not followed: the repository was renamed, or this is no git server.
    ("returned error: 30", FailureKind::NotFound),
    ("returned error: 5", FailureKind::Server),
    ("HTTP 5", FailureKind::Server),
    ("Internal Server Error", FailureKind::Server),
    ("Could not resolve host", FailureKind::Unreachable),
    ("Failed to connect", FailureKind::Unreachable),
    ("Connection refused", FailureKind::Unreachable),
    ("Connection reset", FailureKind::Unreachable),
    ("Connection timed out", FailureKind::Unreachable),
    ("Empty reply from server", FailureKind::Unreachable),
    ("Operation too slow", FailureKind::Unreachable),
    ("SSL", FailureKind::Unreachable),
    ("gnutls_handshake", FailureKind::Unreachable),
    ("transfer closed", FailureKind::Unreachable),
    ("RPC failed", FailureKind::Unreachable),
    ("early EOF", FailureKind::Unreachable),
    ("hung up unexpectedly", FailureKind::Unreachable),
    (
        "expected flush after ref listing",
        FailureKind::InvalidAnswer,
    ),
    (
        "not valid: could not determine hash algorithm",
        FailureKind::InvalidAnswer,
    ),
    ("invalid server response", FailureKind::InvalidAnswer),
    ("bad line length character", FailureKind::InvalidAnswer),
];

/// What kind of failure git describes.
pub(super) fn kind_of(text: &str) -> FailureKind {
    SENTENCES
        .iter()
        .find(|(sentence, _)| text.contains(sentence))
        .map_or(FailureKind::Unexpected, |(_, kind)| *kind)
}
