//! How much one run may take from the registries.

use std::sync::atomic::{AtomicU64, Ordering};

/// Caps of one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegistryLimits {
    /// Requests, whatever becomes of them.
    pub requests: u64,
    /// Bytes of answers. The answer that passes the limit is broken off.
    pub bytes: u64,
}

impl Default for RegistryLimits {
    fn default() -> Self {
        Self {
            requests: 50_000,
            bytes: 4 * 1024 * 1024 * 1024,
        }
    }
}

/// What one run took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RegistryUse {
    /// Requests that were made, refused ones included.
    pub requests: u64,
    /// Requests that were refused.
    pub refused: u64,
    /// Bytes of answers.
    pub bytes: u64,
}

#[derive(Debug)]
pub(super) struct Allowance {
    limits: RegistryLimits,
    requests: AtomicU64,
    refused: AtomicU64,
    bytes: AtomicU64,
}

impl Allowance {
    pub(super) fn new(limits: RegistryLimits) -> Self {
        Self {
            limits,
            requests: AtomicU64::new(0),
            refused: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
        }
    }

    /// Counts a request; false when there may be no more.
    pub(super) fn request(&self) -> bool {
        self.requests.fetch_add(1, Ordering::Relaxed) < self.limits.requests
            && self.bytes.load(Ordering::Relaxed) < self.limits.bytes
    }

    pub(super) fn refuse(&self) {
        self.refused.fetch_add(1, Ordering::Relaxed);
    }

    /// Takes bytes of an answer; false, and nothing taken, when that is too many.
    pub(super) fn take(&self, bytes: usize) -> bool {
        let bytes = bytes as u64;
        self.bytes
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |taken| {
                taken
                    .checked_add(bytes)
                    .filter(|sum| *sum <= self.limits.bytes)
            })
            .is_ok()
    }

    pub(super) fn usage(&self) -> RegistryUse {
        RegistryUse {
            requests: self.requests.load(Ordering::Relaxed),
            refused: self.refused.load(Ordering::Relaxed),
            bytes: self.bytes.load(Ordering::Relaxed),
        }
    }
}
