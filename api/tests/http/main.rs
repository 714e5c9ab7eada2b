//! The intake over real HTTP: every refusal, every time-out, every answer.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking, in its helpers too"
)]

mod bench;
mod limits;
mod webhooks;
