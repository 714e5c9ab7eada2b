//! Webhooks: the envelope of real captures, the signature, retries, and a record of every attempt.

mod delivery;
mod envelope;

pub(crate) use delivery::Webhook;
pub use delivery::{HookAttempt, VercelDelivery};
pub(super) use envelope::events_at_end;
