//! From what launcher, relay and bubblewrap wrote down to an exit or an error. Pure.

use std::path::Path;

use serde::Deserialize;

use crate::launcher::{Event, Refusal};
use crate::{Exit, SandboxError};

/// bubblewrap's status lines, as far as they matter.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Status {
    /// Process number of the sandbox's first process, as the host sees it.
    pub(super) child: Option<i32>,
    /// Absent when bubblewrap never ran anything, or was killed.
    pub(super) exit: Option<i32>,
}

#[derive(Deserialize)]
struct Line {
    #[serde(rename = "child-pid")]
    child: Option<i32>,
    #[serde(rename = "exit-code")]
    exit: Option<i32>,
}

impl Status {
    pub(super) fn parse(text: &str) -> Self {
        let lines = serde_json::Deserializer::from_str(text)
            .into_iter::<Line>()
            .map_while(Result::ok);
        lines.fold(Self::default(), |status, line| Self {
            child: line.child.or(status.child),
            exit: line.exit.or(status.exit),
        })
    }
}

/// Everything that is known at the end.
pub(super) struct Evidence<'a> {
    pub(super) status: &'a Status,
    pub(super) events: &'a [Event],
    /// The beginning of standard error, where bubblewrap complains.
    pub(super) complaint: &'a str,
    /// Why the supervisor killed it, if it did.
    pub(super) stopped: Option<Exit>,
    pub(super) memory_kills: u64,
    /// Whether output was dropped: then the job counts as stopped, even if it was about to end.
    pub(super) flooded: bool,
    pub(super) program: &'a str,
    pub(super) bwrap: &'a Path,
    /// What keeps the job's user from a path, should there be no way around it.
    pub(super) obstacle: Option<SandboxError>,
}

/// How the command ended, or why it never began.
pub(super) fn judge(evidence: Evidence<'_>) -> Result<Exit, SandboxError> {
    if let Some(stopped) = evidence.stopped {
        return Ok(stopped);
    }
    if evidence.flooded {
        return Ok(Exit::OutputFlood);
    }
    if !evidence.events.contains(&Event::Started) {
        return Err(launch_failure(evidence));
    }
    let exit = match evidence.status.exit {
        Some(code @ 129..=192) => Exit::Signal(code - 128),
        Some(code) => Exit::Code(code),
        // Something took down the whole sandbox.
        None => Exit::Signal(9),
    };
    if evidence.memory_kills > 0 && !exit.success() {
        return Ok(Exit::OutOfMemory);
    }
    Ok(exit)
}

fn launch_failure(evidence: Evidence<'_>) -> SandboxError {
    for event in evidence.events {
        match event {
            Event::Refused {
                cause: Refusal::Missing,
                ..
            } => {
                return SandboxError::ProgramMissing(evidence.program.to_owned());
            }
            Event::Refused {
                cause: Refusal::Other,
                reason,
            } => {
                return SandboxError::ProgramRefused {
                    program: evidence.program.to_owned(),
                    reason: reason.clone(),
                };
            }
            Event::Failed { reason } => return SandboxError::Setup(reason.clone()),
            Event::NotCarried { reason } => {
                let obstacle = evidence.obstacle;
                return obstacle.unwrap_or_else(|| SandboxError::Setup(reason.clone()));
            }
            Event::BubblewrapMissing => {
                return SandboxError::BubblewrapMissing(evidence.bwrap.to_owned());
            }
            Event::Started => {}
        }
    }
    let complaint = evidence.complaint.trim();
    let forbidden = [
        "Creating new namespace failed",
        "setting up uid map",
        "unprivileged user namespaces",
        "No permissions to create new namespace",
    ];
    if forbidden.iter().any(|text| complaint.contains(text)) {
        return SandboxError::NamespacesForbidden(complaint.to_owned());
    }
    if complaint.contains("Can't chdir to") {
        return SandboxError::InvalidJob(format!("its directory cannot be entered ({complaint})"));
    }
    if evidence.memory_kills > 0 {
        return SandboxError::Setup("its memory limit is too small to start anything".to_owned());
    }
    let reason = if complaint.is_empty() {
        "bubblewrap ended without a word"
    } else {
        complaint
    };
    SandboxError::Setup(reason.to_owned())
}

#[cfg(test)]
mod tests;
