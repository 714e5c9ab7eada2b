//! The webhook half: is it authentic, which delivery is it, what does it say. Pure; the caller owns sizes, storage
//! and the choice of secrets.

use domain::{DeploymentId, DeploymentState, Platform};
use http::HeaderMap;
use secrecy::SecretString;
use thiserror::Error;

use crate::registry;

#[cfg(test)]
mod tests;

/// Why a body is not accepted as authentic. What was sent is not repeated.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
pub enum SignatureError {
    /// No signature header.
    #[error("the request has no signature")]
    Missing,
    /// The header is not what the platform sends.
    #[error("the signature is malformed")]
    Malformed,
    /// No secret makes this signature.
    #[error("the signature does not fit the body")]
    Mismatch,
    /// There is no code for this platform.
    #[error("webhooks of this platform are not supported")]
    Unsupported,
}

/// Why an authentic body cannot be used.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum ParseError {
    /// Not JSON.
    #[error("the body is not JSON")]
    NotJson,
    /// A field that the event is useless without.
    #[error("the event has no {0}")]
    Incomplete(&'static str),
    /// There is no code for this platform.
    #[error("webhooks of this platform are not supported")]
    Unsupported,
}

/// What an event says about one deployment. All but the id can be missing in old or odd envelopes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeploymentEvent {
    /// The deployment.
    pub deployment: DeploymentId,
    /// The platform's id of its project.
    pub project: Option<String>,
    /// The platform's id of the team; absent for personal accounts.
    pub team: Option<String>,
    /// Where the deployment stands now.
    pub state: DeploymentState,
    /// Branch, without `refs/heads/`.
    pub branch: Option<String>,
    /// Commit: 40 hex digits.
    pub commit: Option<String>,
    /// When the event was made: Unix time in milliseconds.
    pub created_at: Option<i64>,
}

/// An event, as far as regreen has a use for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A build failed.
    DeploymentFailed(DeploymentEvent),
    /// A deployment came to another end: ready, cancelled or blocked.
    DeploymentFinished(DeploymentEvent),
    /// Anything else.
    Ignored {
        /// The platform's name of the event, cut to 100 characters.
        kind: String,
    },
}

/// What a platform's folder offers for its webhooks.
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
    platform: Platform,
    headers: &HeaderMap,
    raw_body: &[u8],
    secrets: &[SecretString],
) -> Result<(), SignatureError> {
    registry::find(platform)
        .map_err(|_| SignatureError::Unsupported)?
        .webhooks
        .verify(headers, raw_body, secrets)
}

/// The platform's id of the delivery, by which a repeated one is known; `None` when there is none (then the hash of
/// the body has to do).
#[must_use]
pub fn delivery_id(platform: Platform, headers: &HeaderMap, body: &[u8]) -> Option<String> {
    registry::find(platform)
        .ok()?
        .webhooks
        .delivery_id(headers, body)
}

/// The platform's names of the events that a webhook needs to be of use; empty where no webhooks are taken.
#[must_use]
pub fn events(platform: Platform) -> &'static [&'static str] {
    registry::find(platform).map_or(&[], |registration| registration.events)
}

/// Reads an event. Call it only with a body that [`verify`] accepted.
///
/// # Errors
/// When it is not JSON, or speaks of a deployment without naming it. Unknown events are no errors.
pub fn parse(platform: Platform, headers: &HeaderMap, body: &[u8]) -> Result<Event, ParseError> {
    registry::find(platform)
        .map_err(|_| ParseError::Unsupported)?
        .webhooks
        .parse(headers, body)
}
