//! Runs an untrusted command so that it can neither see nor outlive its workspace.
//!
//! Here: what a job is, what came of it, the trait [`Sandbox`], and one folder per backend
//! ([`bubblewrap`] so far). Not here: what is run and why (the fixers), and the doors out of the
//! sandbox (the gateway): a job only names the unix sockets that lead to them.

pub mod bubblewrap;
mod error;
mod job;
pub mod launcher;
mod outcome;

pub use bubblewrap::{Bubblewrap, BubblewrapConfig};
pub use error::SandboxError;
pub use job::{Door, Job, Limits, Mount, Output};
pub use outcome::{Exit, Outcome, OutputSink, Stream};

use async_trait::async_trait;
use tokio_util::sync::CancellationToken;

/// Where the workspace appears inside a sandbox.
pub const WORKSPACE: &str = "/work";
/// Where the home directory appears inside a sandbox.
pub const HOME: &str = "/home/fixer";

/// Something that can run an untrusted command.
#[async_trait]
pub trait Sandbox: Send + Sync {
    /// Runs one job to its end and hands its output to `output` as it arrives.
    ///
    /// Cancelling the token ends the job with [`Exit::Cancelled`]. When this returns, and also when
    /// the future is dropped, no process of the job is left (after a drop: as soon as the kernel has
    /// taken it down). Waits while all slots of the backend are busy.
    ///
    /// # Errors
    /// A [`SandboxError`] means that the command did not run, or that what it left behind could not be
    /// stopped; a command that ran and failed is an [`Outcome`].
    async fn run(
        &self,
        job: &Job,
        output: &mut (dyn OutputSink + Send),
        cancel: &CancellationToken,
    ) -> Result<Outcome, SandboxError>;

    /// What is in force on this host, one line each, for people.
    fn describe(&self) -> Vec<String>;
}
