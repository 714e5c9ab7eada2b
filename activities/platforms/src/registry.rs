//! The list of platforms. Adding one is one line here.

use std::sync::Arc;

use domain::DeploymentId;
use outbound::Client;

use crate::{
    error::PlatformError,
    platform::{Credentials, Platform},
    vercel,
    webhook::Webhooks,
};

/// What a platform's folder offers.
pub(crate) struct Registration {
    pub(crate) platform: domain::Platform,
    pub(crate) connect: fn(Credentials, Client) -> Result<Arc<dyn Platform>, PlatformError>,
    pub(crate) webhooks: &'static dyn Webhooks,
    /// Names of the events that a webhook is registered for.
    pub(crate) events: &'static [&'static str],
    /// Reads what a person gave for a deployment.
    pub(crate) reference: fn(&str) -> Result<DeploymentId, String>,
    /// Reads a page of log events; `None` when it is something else. Otherwise only a connection asks for that.
    #[cfg(fuzzing)]
    pub(crate) log_events: fn(&[u8]) -> Option<Vec<crate::build_log::LogEvent>>,
}

static REGISTRATIONS: &[&Registration] = &[&vercel::REGISTRATION];

pub(crate) fn find(platform: domain::Platform) -> Result<&'static Registration, PlatformError> {
    let found = REGISTRATIONS
        .iter()
        .find(|registration| registration.platform == platform);
    found.copied().ok_or_else(|| {
        let names: Vec<_> = supported().map(domain::Platform::as_str).collect();
        PlatformError::Unsupported {
            platform,
            supported: names.join(", "),
        }
    })
}

/// The platforms that there is code for.
pub fn supported() -> impl Iterator<Item = domain::Platform> {
    REGISTRATIONS
        .iter()
        .map(|registration| registration.platform)
}

/// Makes a client for an account. Nothing is sent yet; [`Platform::whoami`] proves the token.
///
/// # Errors
/// [`PlatformError::Unsupported`] when there is no code for the platform.
pub fn connect(
    platform: domain::Platform,
    credentials: Credentials,
    client: Client,
) -> Result<Arc<dyn Platform>, PlatformError> {
    (find(platform)?.connect)(credentials, client)
}
