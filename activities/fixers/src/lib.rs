//! Reproduces a failed build, changes the source, proves the change: everything that happens in sandboxes.
//!
//! [`SandboxFixer`] is the way in. Behind it: [`workspace`] (archives and git trees), [`project`] (how to build), recipes
//! and [`agents`] (who changes), [`policy`] (what a patch may do). Not here: where archives and logs are kept, what a
//! deployment is, and who publishes; nothing in this crate holds a token of a platform or a git host.

pub mod agents;
mod analysis;
mod bench;
mod build;
mod change;
mod config;
mod doors;
mod error;
mod facade;
pub mod policy;
pub mod project;
mod prompt;
pub mod recipes;
mod reproduce;
mod verify;
pub mod workspace;

pub use config::FixerConfig;
pub use doors::{ModelSource, RegistrySource};
pub use error::FixerError;
pub use facade::{
    BuildReport, Change, ChangeInput, ChangeOutcome, Changed, PreviousAttempt, Progress,
    ReproduceInput, ReproduceOutcome, Reproduction, SandboxFixer, Snapshot, Step, Target,
    Verification, VerifyInput, Watch,
};
