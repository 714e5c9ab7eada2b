//! Time-outs, retries and queue of every kind of activity, in one table.

use std::time::Duration;

use contract::queues;
use domain::Windows;
use temporalio_workflow::{
    ActivityCancellationType, ActivityCloseTimeouts, ActivityOptions, RetryPolicy,
    WorkflowCancellationToken,
};

/// The time one try may take: more than all calls to other systems in it may take together.
const QUICK: Duration = Duration::from_secs(30);
const CALL: Duration = Duration::from_secs(600);
const TRANSFER: Duration = Duration::from_secs(3600);
const SANDBOXED: Duration = Duration::from_secs(2 * 3600);

/// A worker that holds a sandbox is missed after this time.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Past the deadline that a poll knows itself, so that the poll, not Temporal, ends it.
const POLL_GRACE: Duration = Duration::from_secs(3600);

/// The mirror is a copy: it may be late, never in the way.
const MIRROR: Duration = Duration::from_secs(60);

/// What is only nice to know must not hold the work up.
const COURTESY: Duration = Duration::from_secs(120);

/// A last comment is worth this much waiting.
const FAREWELL: Duration = Duration::from_secs(600);

/// Tries of a build: a worker that falls over each time must not be fed for ever.
const BUILD_TRIES: u32 = 30;

/// What kind of work an activity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    /// Our own store.
    Store,
    /// The status mirror, while the fix goes on.
    Mirror,
    /// A few calls to another system.
    Call,
    /// A last word, after which nothing waits.
    Farewell,
    /// A word on the way, for which nothing may wait long.
    Courtesy,
    /// A git transfer or a long download.
    Transfer,
    /// A poll with this window, in milliseconds.
    Poll { window: u64 },
    /// Sandboxed work that may be tried again.
    Sandboxed,
    /// Sandboxed work that spends money: tried once, since what a lost try spent is unknown.
    SandboxedOnce,
}

/// The options of one activity.
pub(super) fn options(
    work: Work,
    windows: &Windows,
    summary: String,
    token: WorkflowCancellationToken,
) -> ActivityOptions {
    let outage = Duration::from_millis(windows.outage);
    let (one_try, in_all) = match work {
        Work::Store => (QUICK, outage),
        Work::Mirror => (QUICK, MIRROR.min(outage)),
        Work::Call => (CALL, outage),
        Work::Farewell => (CALL, FAREWELL.min(outage)),
        Work::Courtesy => (COURTESY, COURTESY.min(outage)),
        Work::Transfer => (TRANSFER, outage),
        Work::Poll { window } => (CALL, Duration::from_millis(window) + POLL_GRACE),
        Work::Sandboxed | Work::SandboxedOnce => (SANDBOXED, outage + SANDBOXED),
    };
    let sandboxed = matches!(work, Work::Sandboxed | Work::SandboxedOnce);
    let close = ActivityCloseTimeouts::ScheduleAndStartToClose {
        schedule_to_close: in_all,
        start_to_close: one_try,
    };
    let builder = ActivityOptions::with_close_timeouts(close)
        .retry_policy(retry_policy(work, windows))
        .cancellation_token(token)
        .summary(summary);
    if sandboxed {
        builder
            .task_queue(queues::SANDBOX)
            .heartbeat_timeout(HEARTBEAT)
            .cancellation_type(ActivityCancellationType::WaitCancellationCompleted)
            .build()
    } else {
        builder.build()
    }
}

fn retry_policy(work: Work, windows: &Windows) -> RetryPolicy {
    // Short windows (tests, impatient installations) must not be outlasted by the first back-off.
    let first = Duration::from_millis(windows.poll_first.clamp(50, 1_000));
    let most = Duration::from_millis(windows.poll_most.clamp(200, 60_000));
    let policy = RetryPolicy::builder()
        .initial_interval(first)
        .backoff_coefficient(2.0)
        .maximum_interval(most);
    match work {
        Work::SandboxedOnce => policy.maximum_attempts(1).build(),
        Work::Sandboxed => policy.maximum_attempts(BUILD_TRIES).build(),
        _ => policy.build(),
    }
}
