//! What came of a job that ran, and who hears its output.

use std::time::Duration;

/// Which of the command's streams a chunk came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Standard output, or both with [`Output::Combined`](crate::Output::Combined).
    Stdout,
    /// Standard error.
    Stderr,
}

/// Receives output while a job runs.
pub trait OutputSink {
    /// Takes the next bytes, in order of arrival. Chunks end anywhere, also within a character.
    /// A slow sink slows the command down: the pipe fills.
    fn write(&mut self, stream: Stream, bytes: &[u8]);
}

/// Keeps everything, both streams in one; bounded by the job's output limit.
impl OutputSink for Vec<u8> {
    fn write(&mut self, _stream: Stream, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It ended by itself with this code.
    Code(i32),
    /// A signal ended it, as far as the shell's convention (code 128 + signal) can tell.
    Signal(i32),
    /// Killed: it ran longer than its wall time.
    TimedOut,
    /// Killed, or failed after one of its processes was killed, for want of memory.
    OutOfMemory,
    /// Killed: it wrote more than its workspace may hold, or the disk was almost full.
    DiskFull,
    /// Killed: it printed more than its output limit.
    OutputFlood,
    /// Killed because the caller cancelled.
    Cancelled,
}

impl Exit {
    /// Whether the command ended by itself with code zero.
    pub fn success(self) -> bool {
        self == Self::Code(0)
    }

    /// The exit code as a shell would give it; `None` for a job that was stopped.
    pub fn code(self) -> Option<i32> {
        match self {
            Self::Code(code) => Some(code),
            Self::Signal(signal) => Some(128 + signal),
            _ => None,
        }
    }
}

/// A job that ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// How it ended.
    pub exit: Exit,
    /// From launch until the last process was gone.
    pub duration: Duration,
    /// Bytes handed to the sink.
    pub output_bytes: u64,
    /// Whether output beyond the limit was dropped.
    pub truncated: bool,
}
