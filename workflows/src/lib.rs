//! Workflows: deterministic orchestration of activities, with the decisions in pure functions beside them.
//!
//! Effects live in the `activities` crate; names and shapes of both in `contract`.

pub mod deliver_alert;
pub mod fix_deployment;
pub mod standing;

pub use deliver_alert::DeliverAlert;
pub use fix_deployment::FixDeployment;
pub use standing::{PollComments, PollDeployments, ReconcileFixes};
