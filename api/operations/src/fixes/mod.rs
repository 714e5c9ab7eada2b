//! Fixes: list, show, watch, steer, and what they left behind (log, diff, proof).

mod artifacts;
mod changes;
mod details;
mod find;
mod list;
mod start;
mod steer;
mod steps;
mod watch;

pub use artifacts::{Artifact, LogKind, ProofReport};
pub use changes::Change;
pub use details::{FixDetails, ViewSource};
pub use list::FixSummary;
pub use steer::Sent;
pub use steps::step_name;
pub use watch::WatchOptions;

pub(crate) use start::{StartContext, start_fix};
