//! What one client may take.

use std::time::Duration;

/// Bounds on connections and requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections at a time; further ones wait in the listen queue.
    pub connections: usize,
    /// Time for the head of a request, and between two requests of a connection.
    pub head_time: Duration,
    /// Time for the body of a request.
    pub body_time: Duration,
    /// Bytes of a body.
    pub body_bytes: usize,
    /// Time for requests in flight once the server is told to stop.
    pub drain_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 512,
            head_time: Duration::from_secs(10),
            body_time: Duration::from_secs(15),
            body_bytes: 1024 * 1024,
            drain_time: Duration::from_secs(10),
        }
    }
}
