//! Polls as retrying activities: tries are not events in a history.

use std::time::Duration;

#[cfg(test)]
mod tests;

/// When to look again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Schedule {
    /// First interval in milliseconds.
    pub(crate) first: u64,
    /// Longest interval in milliseconds.
    pub(crate) most: u64,
    /// Unix time in milliseconds at which the poll ends.
    pub(crate) deadline: i64,
}

impl Schedule {
    /// The delay before the try after number `attempt` (from 1), or `None` at the deadline. The delay never exceeds
    /// the time left: a longer one would fail the activity at once.
    pub(crate) fn next(&self, attempt: u32, now: i64) -> Option<Duration> {
        let left = u64::try_from(self.deadline.saturating_sub(now))
            .ok()
            .filter(|left| *left > 0)?;
        let first = self.first.max(1);
        let doubled = first.saturating_mul(
            1_u64
                .checked_shl(attempt.saturating_sub(1) / 5)
                .unwrap_or(u64::MAX),
        );
        Some(Duration::from_millis(
            doubled.min(self.most.max(first)).min(left),
        ))
    }
}
