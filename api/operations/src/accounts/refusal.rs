//! What a failed call to a provider means to the person who waits for it.

use githosts::GitHostError;
use outbound::FailureKind;
use platforms::PlatformError;
use store::Provider;

use super::token_guide;
use crate::error::{Code, OperationError};

/// A failed call, before somebody decides what its absence means.
#[derive(Debug)]
pub(crate) struct Trouble {
    provider: Provider,
    kind: FailureKind,
    said: String,
    connection: Option<String>,
    base_url: Option<String>,
}

/// Errors of both kinds of providers.
pub(crate) trait ProviderError: std::fmt::Display {
    fn failure(&self) -> FailureKind;
}

impl ProviderError for PlatformError {
    fn failure(&self) -> FailureKind {
        self.kind()
    }
}

impl ProviderError for GitHostError {
    fn failure(&self) -> FailureKind {
        self.kind()
    }
}

/// Reads a provider's error.
pub(crate) fn trouble(provider: Provider, error: &impl ProviderError) -> Trouble {
    let said = error.to_string();
    // Our sentences name the provider themselves.
    let prefix = format!("{provider}: ");
    Trouble {
        provider,
        kind: error.failure(),
        said: said.strip_prefix(&prefix).unwrap_or(&said).to_owned(),
        connection: None,
        base_url: None,
    }
}

impl Trouble {
    /// Names the connection that made the call.
    pub(crate) fn of(mut self, connection: &str) -> Self {
        self.connection = Some(connection.to_owned());
        self
    }

    /// Says where the API is, when it is not the public one: token pages are found from it.
    pub(crate) fn at(mut self, base_url: Option<&str>) -> Self {
        self.base_url = base_url.map(str::to_owned);
        self
    }

    /// Where the call was only there to prove the token: not allowed is not accepted.
    pub(crate) fn of_proof(mut self) -> Self {
        if self.kind == FailureKind::Forbidden {
            self.kind = FailureKind::Unauthorized;
        }
        self
    }

    /// Whether the token itself is not accepted.
    pub(crate) fn is_token(&self) -> bool {
        self.kind == FailureKind::Unauthorized
    }

    /// Whether the token may not do this.
    pub(crate) fn is_forbidden(&self) -> bool {
        self.kind.is_auth()
    }

    /// Whether it is not there, or hidden from the token.
    pub(crate) fn is_missing(&self) -> bool {
        self.kind == FailureKind::NotFound
    }

    /// What the provider said.
    pub(crate) fn said(&self) -> &str {
        &self.said
    }

    /// The error, where what was asked for must exist: `code` and `sentence` say what is missing otherwise.
    pub(crate) fn or_missing(self, code: Code, sentence: impl Into<String>) -> OperationError {
        if self.is_missing() {
            OperationError::new(code, sentence).because(self.said)
        } else {
            self.error()
        }
    }

    /// The error for people.
    pub(crate) fn error(self) -> OperationError {
        let Self {
            provider,
            kind,
            said,
            connection,
            base_url,
        } = self;
        let guide = || token_guide(provider, base_url.as_deref());
        match kind {
            FailureKind::Unauthorized => OperationError::new(
                Code::TokenRefused,
                match connection {
                    Some(name) => format!(
                        "{provider} does not accept the token of connection `{name}`: give it another one with \
                         `regreen connection set-token {name}`; {}",
                        guide()
                    ),
                    None => format!(
                        "{provider} does not accept this token: {}",
                        guide()
                    ),
                },
            ),
            FailureKind::Forbidden => OperationError::new(
                Code::ProviderRefused,
                format!("{provider} does not allow this to the token: {said}"),
            ),
            FailureKind::RateLimited
            | FailureKind::Server
            | FailureKind::Unreachable
            | FailureKind::InvalidAnswer
            | FailureKind::TooLarge => OperationError::new(
                Code::ProviderUnavailable,
                format!("{provider} gives no usable answer now: {said}"),
            ),
            FailureKind::NotFound
            | FailureKind::Conflict
            | FailureKind::Unprocessable
            | FailureKind::Refused
            | FailureKind::Unexpected => {
                OperationError::new(Code::ProviderRefused, format!("{provider}: {said}"))
            }
        }
        .because(said)
    }
}
