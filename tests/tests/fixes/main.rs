//! Fixes from the failed deployment to their end: the product's own processes, a real Temporal server, SQLite, git over
//! HTTP, bubblewrap and OpenCode, in a faked world. All tests share one installation; each has a repository of its own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking, in its helpers too"
)]

mod attempts;
mod awkward;
mod brains;
mod budget;
mod cancel;
mod case;
mod causes;
mod deliveries;
mod histories;
mod merged;
mod platform;
mod pull_requests;
mod reproduction;
mod review;
mod rules;
mod secrets;
mod skipped;
mod stage;
mod temporal;
