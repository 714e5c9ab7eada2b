//! The one error of all operations: a stable code, an HTTP status, and a sentence that says what to do.
//!
//! Every face shows `code` and the sentence. What lies behind stays in `source`: it is logged where the error is
//! handled, and never shown.

use std::fmt;

use store::StoreError;

use crate::engine::EngineError;

#[cfg(test)]
mod tests;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $status:literal;)*) => {
        /// Names an error for programs. Texts on the wire never change.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The code on the wire.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// The HTTP status that goes with it.
            #[must_use]
            pub fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* }
            }
        }
    };
}

codes! {
    /// An argument makes no sense.
    InvalidArgument = "invalid_argument", 400;
    /// A pattern or glob of a rule cannot be used.
    BadPattern = "bad_pattern", 400;
    /// The token sees several teams: one must be chosen.
    TeamNeeded = "team_needed", 400;
    /// A webhook cannot be read: no use of its provider, or its headers are incomplete.
    MalformedRequest = "malformed_request", 400;
    /// The webhook's signature is missing.
    MissingSignature = "missing_signature", 401;
    /// The webhook's signature does not fit.
    BadSignature = "bad_signature", 401;
    /// No route has this path.
    UnknownPath = "unknown_path", 404;
    /// No hook has this address.
    UnknownHook = "unknown_hook", 404;
    /// No such fix.
    FixNotFound = "fix_not_found", 404;
    /// No such connection.
    ConnectionNotFound = "connection_not_found", 404;
    /// The token sees no such team.
    TeamNotFound = "team_not_found", 404;
    /// The token sees no such project.
    ProjectNotFound = "project_not_found", 404;
    /// The token sees no such repository.
    RepositoryNotFound = "repository_not_found", 404;
    /// No such subscription.
    SubscriptionNotFound = "subscription_not_found", 404;
    /// No such rule.
    RuleNotFound = "rule_not_found", 404;
    /// No such deployment on the platform, or none that the connections see.
    DeploymentNotFound = "deployment_not_found", 404;
    /// No such alert channel.
    ChannelNotFound = "channel_not_found", 404;
    /// The fix has nothing of this kind (yet).
    NothingToShow = "nothing_to_show", 404;
    /// The path exists, the method does not.
    MethodNotAllowed = "method_not_allowed", 405;
    /// The body did not arrive in time.
    RequestTimeout = "request_timeout", 408;
    /// The fix has ended: it takes no messages.
    FixEnded = "fix_ended", 409;
    /// The fix is merged: nothing is left to do.
    FixMerged = "fix_merged", 409;
    /// The message changes nothing as the fix stands; it left a note.
    MessageIgnored = "message_ignored", 409;
    /// The deployment did not fail.
    DeploymentNotFailed = "deployment_not_failed", 409;
    /// The wish contradicts what is stored.
    Conflict = "conflict", 409;
    /// Subscriptions use the connection.
    ConnectionInUse = "connection_in_use", 409;
    /// The project has an active subscription.
    SubscriptionExists = "subscription_exists", 409;
    /// The name is taken.
    NameTaken = "name_taken", 409;
    /// The settings of a subscription name the alert channel.
    ChannelInUse = "channel_in_use", 409;
    /// The body is too large.
    BodyTooLarge = "body_too_large", 413;
    /// The provider does not accept the token.
    TokenRefused = "token_refused", 422;
    /// The provider refuses the call, or our use of it.
    ProviderRefused = "provider_refused", 422;
    /// Fixes cannot be pushed to the repository.
    RepositoryUnusable = "repository_unusable", 422;
    /// A fault of regreen.
    Internal = "internal", 500;
    /// The database does not answer.
    StoreUnavailable = "store_unavailable", 503;
    /// The Temporal server does not answer.
    TemporalUnavailable = "temporal_unavailable", 503;
    /// The platform or git host does not answer, or not sensibly.
    ProviderUnavailable = "provider_unavailable", 503;
    /// The blob store does not answer.
    BlobsUnavailable = "blobs_unavailable", 503;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

type Source = Box<dyn std::error::Error + Send + Sync>;

/// What went wrong, and what to do about it.
pub struct OperationError {
    code: Code,
    sentence: String,
    source: Option<Source>,
}

/// A result with that error.
pub type OperationResult<T> = Result<T, OperationError>;

impl OperationError {
    /// An error with a sentence for the user.
    #[must_use]
    pub fn new(code: Code, sentence: impl Into<String>) -> Self {
        Self {
            code,
            sentence: sentence.into(),
            source: None,
        }
    }

    /// Keeps what lies behind, for the log.
    #[must_use]
    pub fn because(mut self, source: impl Into<Source>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// An argument that makes no sense; the sentence says what would.
    #[must_use]
    pub fn invalid(sentence: impl Into<String>) -> Self {
        Self::new(Code::InvalidArgument, sentence)
    }

    /// A fault of ours.
    #[must_use]
    pub fn internal(source: impl Into<Source>) -> Self {
        Self::new(
            Code::Internal,
            "regreen made a mistake: its log has the details under the correlation id",
        )
        .because(source)
    }

    /// A store's error, where a missing row is no news to the user by itself.
    pub(crate) fn store(error: StoreError) -> Self {
        Self::store_with(error, Code::Internal)
    }

    /// A store's error; a missing row gets the given code.
    pub(crate) fn store_with(error: StoreError, missing: Code) -> Self {
        match &error {
            StoreError::NotFound { what } => Self::new(
                missing,
                format!("{what} does not exist: the matching `list` shows what does"),
            )
            .because(error),
            StoreError::Conflict { what } => Self::new(Code::Conflict, what.clone()).because(error),
            StoreError::Unavailable(_) => Self::new(
                Code::StoreUnavailable,
                "the database does not answer: try again in a moment",
            )
            .because(error),
            StoreError::Internal(_) => Self::internal(error),
        }
    }

    /// Names the error for programs.
    #[must_use]
    pub fn code(&self) -> Code {
        self.code
    }

    /// The HTTP status that goes with it.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.code.status()
    }

    /// The sentence for people.
    #[must_use]
    pub fn sentence(&self) -> &str {
        &self.sentence
    }

    /// What lies behind, for the log only: never shown to a caller.
    #[must_use]
    pub fn detail_for_log(&self) -> Option<String> {
        let mut next: Option<&dyn std::error::Error> =
            self.source.as_deref().map(|source| source as _);
        let mut parts = Vec::new();
        while let Some(error) = next {
            parts.push(error.to_string());
            next = error.source();
        }
        if parts.is_empty() {
            None
        } else {
            Some(parts.join(": "))
        }
    }
}

impl fmt::Display for OperationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl fmt::Debug for OperationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OperationError")
            .field("code", &self.code.as_str())
            .field("sentence", &self.sentence)
            .finish_non_exhaustive()
    }
}

// `source()` stays empty on purpose: a face that prints error chains would show what must not be shown.
impl std::error::Error for OperationError {}

impl From<StoreError> for OperationError {
    fn from(error: StoreError) -> Self {
        Self::store(error)
    }
}

impl From<EngineError> for OperationError {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Unavailable(_) => Self::new(
                Code::TemporalUnavailable,
                "the Temporal server does not answer: start it, or check its address (`regreen doctor`)",
            )
            .because(error),
            EngineError::Refused(_) => Self::internal(error),
        }
    }
}
