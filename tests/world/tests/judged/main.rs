//! The fakes before their judges: the official clients of Vercel and GitHub do against them what regreen does against
//! the real ones, with the clients' own checks of what comes back. Each test sets up a world, hands its description to
//! a script in `scripts/`, and fails with the list of what the client refused.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "the whole binary is a test"
)]

mod alerts;
mod deliveries;
mod github;
mod node;
mod vercel;

use std::time::Duration;

/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(180);

/// Fails instead of waiting for ever.
async fn soon<T>(what: &str, work: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, work)
        .await
        .unwrap_or_else(|_| panic!("{what} did not come about in {PATIENCE:?}"))
}
