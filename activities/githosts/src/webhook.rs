//! The webhook half: is it authentic, which delivery is it, what does it say. Pure; the caller owns sizes, storage
//! and the choice of secrets.

use domain::Repository;
use http::HeaderMap;
use secrecy::SecretString;
use thiserror::Error;

use crate::{pull_request::PullRequestState, registry};

#[cfg(test)]
mod tests;

/// Why a body is not accepted as authentic. What was sent is not repeated.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
pub enum SignatureError {
    /// No signature header.
    #[error("the request has no signature")]
    Missing,
    /// The header is not what the git host sends.
    #[error("the signature is malformed")]
    Malformed,
    /// No secret makes this signature.
    #[error("the signature does not fit the body")]
    Mismatch,
    /// There is no code for this git host.
    #[error("webhooks of this git host are not supported")]
    Unsupported,
}

/// Why an authentic body cannot be used.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum ParseError {
    /// Not JSON.
    #[error("the body is not JSON")]
    NotJson,
    /// Something that the event is useless without.
    #[error("the event has no {0}")]
    Incomplete(&'static str),
    /// There is no code for this git host.
    #[error("webhooks of this git host are not supported")]
    Unsupported,
}

/// Something happened to a pull request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullRequestEvent {
    /// The repository (of the base).
    pub repository: Repository,
    /// What happened, in the git host's word: `opened`, `synchronize`, `closed`, …
    pub action: String,
    /// The number.
    pub number: u64,
    /// Where the pull request stands now.
    pub state: PullRequestState,
    /// Head branch.
    pub head_branch: String,
    /// Head commit.
    pub head_sha: String,
    /// `owner/name` of the head's repository; `None` when it was deleted.
    pub head_repository: Option<String>,
    /// Base branch.
    pub base_branch: String,
    /// Login of who did it.
    pub sender: Option<String>,
}

/// A branch moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushEvent {
    /// The repository.
    pub repository: Repository,
    /// The branch, without `refs/heads/`.
    pub branch: String,
    /// The tip before; `None` when the branch is new.
    pub before: Option<String>,
    /// The tip after; `None` when the branch was deleted.
    pub after: Option<String>,
    /// Commits were taken away.
    pub forced: bool,
    /// Login of who did it.
    pub sender: Option<String>,
}

/// Somebody wrote under a pull request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentEvent {
    /// The repository.
    pub repository: Repository,
    /// `created`, `edited` or `deleted`.
    pub action: String,
    /// Number of the pull request.
    pub number: u64,
    /// The comment's id.
    pub comment: u64,
    /// What was written; untrusted.
    pub body: String,
    /// Login of the author.
    pub author: String,
    /// The author is a program.
    pub author_is_bot: bool,
    /// When it was written: Unix time in milliseconds.
    pub created_at: Option<i64>,
    /// The author's relation to the repository in the git host's word, such as `OWNER`, `MEMBER`, `COLLABORATOR` or
    /// `NONE`: who may command is the caller's decision.
    pub association: Option<String>,
}

/// An event, as far as regreen has a use for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// About a pull request.
    PullRequest(PullRequestEvent),
    /// About a branch.
    Push(PushEvent),
    /// About a comment under a pull request.
    Comment(CommentEvent),
    /// The git host tries the hook.
    Ping,
    /// Anything else.
    Ignored {
        /// The git host's name of the event, cut to 100 characters.
        kind: String,
    },
}

/// What a git host's folder offers for its webhooks.
pub(crate) trait Webhooks: Sync {
    fn verify(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        secrets: &[SecretString],
    ) -> Result<(), SignatureError>;
    fn delivery_id(&self, headers: &HeaderMap, body: &[u8]) -> Option<String>;
    fn parse(&self, headers: &HeaderMap, body: &[u8]) -> Result<Event, ParseError>;
}

/// Checks the signature of the raw body against each secret (two are valid during a rotation), in constant time and
/// before anything is parsed.
///
/// # Errors
/// When no secret makes the signature, or there is none to check.
pub fn verify(
    host: domain::GitHost,
    headers: &HeaderMap,
    raw_body: &[u8],
    secrets: &[SecretString],
) -> Result<(), SignatureError> {
    registry::find(host)
        .map_err(|_| SignatureError::Unsupported)?
        .webhooks
        .verify(headers, raw_body, secrets)
}

/// The git host's id of the delivery, by which a repeated one is known; `None` when there is none (then the hash of
/// the body has to do).
#[must_use]
pub fn delivery_id(host: domain::GitHost, headers: &HeaderMap, body: &[u8]) -> Option<String> {
    registry::find(host)
        .ok()?
        .webhooks
        .delivery_id(headers, body)
}

/// The git host's names of the events that a webhook needs to be of use; empty where no webhooks are taken.
#[must_use]
pub fn events(host: domain::GitHost) -> &'static [&'static str] {
    registry::find(host).map_or(&[], |registration| registration.events)
}

/// Reads an event. Call it only with a body that [`verify`] accepted.
///
/// # Errors
/// When it is not JSON, or lacks what the event is useless without. Unknown events are no errors.
pub fn parse(host: domain::GitHost, headers: &HeaderMap, body: &[u8]) -> Result<Event, ParseError> {
    registry::find(host)
        .map_err(|_| ParseError::Unsupported)?
        .webhooks
        .parse(headers, body)
}
