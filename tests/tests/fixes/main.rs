//! Fixes from the failed deployment to their end: the product's own processes, a real Temporal server, SQLite, git over
//! HTTP, bubblewrap and OpenCode, in a faked world. All tests share one installation; each has a repository of its own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking, in its helpers too"
)]

mod attempts;
mod awkward;
mod begin;
mod brains;
mod budget;
mod cancel;
mod case;
mod causes;
mod comments;
mod connect;
mod deliveries;
mod getting_started;
mod histories;
mod merged;
mod notify;
mod observe;
mod platform;
mod polling;
mod pull_requests;
mod reconcile;
mod reproduction;
mod review;
mod rules;
mod secrets;
mod settings;
mod skipped;
mod stage;
mod temporal;
mod terminal;
mod updates;
