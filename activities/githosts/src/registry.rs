//! The list of git hosts. Adding one is one line here.

use std::sync::Arc;

use outbound::Client;

use crate::{
    error::GitHostError,
    github,
    host::{Credentials, GitHost},
    webhook::Webhooks,
};

/// What a git host's folder offers.
pub(crate) struct Registration {
    pub(crate) host: domain::GitHost,
    pub(crate) connect: fn(Credentials, Client) -> Result<Arc<dyn GitHost>, GitHostError>,
    pub(crate) webhooks: &'static dyn Webhooks,
    /// Names of the events that a webhook is registered for.
    pub(crate) events: &'static [&'static str],
}

static REGISTRATIONS: &[&Registration] = &[&github::REGISTRATION];

pub(crate) fn find(host: domain::GitHost) -> Result<&'static Registration, GitHostError> {
    let found = REGISTRATIONS
        .iter()
        .find(|registration| registration.host == host);
    found.copied().ok_or_else(|| {
        let names: Vec<_> = supported().map(domain::GitHost::as_str).collect();
        GitHostError::Unsupported {
            host,
            supported: names.join(", "),
        }
    })
}

/// The git hosts that there is code for.
pub fn supported() -> impl Iterator<Item = domain::GitHost> {
    REGISTRATIONS.iter().map(|registration| registration.host)
}

/// Makes a client for an account. Nothing is sent yet; [`GitHost::whoami`] proves the token.
///
/// # Errors
/// [`GitHostError::Unsupported`] when there is no code for the git host.
pub fn connect(
    host: domain::GitHost,
    credentials: Credentials,
    client: Client,
) -> Result<Arc<dyn GitHost>, GitHostError> {
    (find(host)?.connect)(credentials, client)
}
