//! Task queues.

/// Workflows, and activities that talk to stores, platforms and git hosts.
pub const CONTROL: &str = "regreen-control";

/// Activities that run foreign code in a sandbox; their worker holds no credential but the model's.
pub const SANDBOX: &str = "regreen-sandbox";
