//! Fixes: list, show, watch, steer, and what they left behind (log, diff, proof).

mod artifacts;
mod begin;
mod changes;
mod cost;
mod details;
mod find;
mod list;
mod start;
mod steer;
mod steps;
mod watch;

pub use artifacts::{Artifact, LogKind, ProofReport, ProposedPullRequest};
pub use begin::{Begun, BegunFix};
pub use changes::Change;
pub use cost::{AttemptCost, FixCost};
pub use details::{FixDetails, ViewSource};
pub use list::FixSummary;
pub use steer::{Sent, Wish};
pub use steps::step_name;
pub use watch::WatchOptions;

pub(crate) use start::{StartContext, start_fix};
