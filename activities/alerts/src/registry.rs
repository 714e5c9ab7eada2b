//! The list of channels. Adding one is one line here.

use std::sync::Arc;

use domain::ChannelKind;
use outbound::Client;

use crate::{
    channel::{Channel, Destination},
    error::AlertError,
    webhook,
};

/// What a channel's file offers.
pub(crate) struct Registration {
    pub(crate) kind: ChannelKind,
    pub(crate) connect: fn(Destination, Client) -> Result<Arc<dyn Channel>, AlertError>,
}

static REGISTRATIONS: &[&Registration] = &[&webhook::REGISTRATION];

/// The channels that there is code for.
pub fn supported() -> impl Iterator<Item = ChannelKind> {
    REGISTRATIONS.iter().map(|registration| registration.kind)
}

/// Makes a channel, and so checks its address and secret. Nothing is sent yet.
///
/// # Errors
/// [`AlertError::InvalidAddress`], [`AlertError::InvalidSecret`], or [`AlertError::Unsupported`] when there is no code
/// for the channel.
pub fn connect(destination: Destination, client: Client) -> Result<Arc<dyn Channel>, AlertError> {
    let found = REGISTRATIONS
        .iter()
        .find(|registration| registration.kind == destination.kind);
    let registration = found.ok_or_else(|| {
        let names: Vec<_> = supported().map(ChannelKind::as_str).collect();
        AlertError::Unsupported {
            kind: destination.kind,
            supported: names.join(", "),
        }
    })?;
    (registration.connect)(destination, client)
}
