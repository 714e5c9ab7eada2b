//! Alert channels behind one trait: how people hear of fixes outside the pull request.
//!
//! To add a channel, write a file beside `webhook.rs`, add its registration to the list in `registry.rs`, and its name
//! to [`domain::ChannelKind`]. What an alert says is the `report` crate's; when one is sent is the workflow's. Nothing
//! here retries: [`AlertError::kind`] tells the caller whether a retry makes sense.

mod channel;
mod error;
mod registry;
mod standard_webhooks;
mod webhook;

pub use channel::{Alert, Answer, Channel, Destination};
pub use domain::{AlertEvent, ChannelKind};
pub use error::AlertError;
pub use registry::{connect, supported};
pub use standard_webhooks::new_secret;
