//! `regreen dev`: everything on one machine, as separate processes, over one data directory.

mod children;
mod keeper;
mod launch;
mod log_file;
mod programs;
mod readiness;
mod turn;

pub(crate) use launch::{Arguments, run};
pub(crate) use programs::temporal_cli;
