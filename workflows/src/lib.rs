//! Workflows: deterministic orchestration of activities, with the decisions in pure functions beside them.
//!
//! Effects live in the `activities` crate; names and shapes of both in `contract`.

pub mod fix_deployment;

pub use fix_deployment::FixDeployment;
