//! The workers: which workflow and activity runs on which queue, and what each is given.
//!
//! The control worker holds credentials and runs no foreign code; the sandbox worker runs foreign code and holds no
//! credential but the model's.

mod control;
pub mod doctor;
mod sandboxed;

use std::{fmt, str::FromStr};

use bootstrap::Config;
pub use sandbox::launcher::intercept;
use tokio_util::sync::CancellationToken;

/// A task queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Queue {
    /// Workflows, and activities with credentials.
    Control,
    /// Activities with foreign code.
    Sandbox,
}

impl Queue {
    /// The name on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Control => "control",
            Self::Sandbox => "sandbox",
        }
    }
}

impl fmt::Display for Queue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Queue {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "control" => Ok(Self::Control),
            "sandbox" => Ok(Self::Sandbox),
            other => Err(format!("`{other}` is not a queue: use control or sandbox")),
        }
    }
}

/// Runs one worker until `stop` is cancelled; running activities get the configured time to end. The future is not
/// `Send`: a worker's workflow code lives on one thread.
///
/// # Errors
/// When what the worker needs cannot be opened, or Temporal refuses it.
pub async fn run(queue: Queue, config: Config, stop: CancellationToken) -> anyhow::Result<()> {
    match queue {
        Queue::Control => control::run(config.for_control_worker(), stop).await,
        Queue::Sandbox => sandboxed::run(config.for_sandbox_worker(), stop).await,
    }
}
