//! Sending signed webhooks over real HTTP, and receiving them in tests. The envelopes belong to the fake that sends them.

mod receiver;
mod sender;
mod signature;
mod standard;

pub use receiver::{Received, Receiver};
pub use sender::Outcome;
pub(crate) use sender::Sender;
pub use signature::{hmac_sha1_hex, hmac_sha256_hex};
pub use standard::{StandardError, verify_standard};

#[cfg(test)]
mod tests;
