//! Heartbeats while sandboxed work runs, and its end when Temporal says so.

use std::{sync::Arc, time::Duration};

use fixers::{Progress, Watch};
use temporalio_sdk::activities::ActivityContext;
use tokio::{sync::watch, time::MissedTickBehavior};
use tokio_util::sync::CancellationToken;

use crate::failure::{Failure, Outcome};

/// Often enough for people who watch, and for the heartbeat time-out.
const BEAT: Duration = Duration::from_millis(500);

/// Runs work that reports its progress; cancelling the activity cancels the work, and waits until it has stopped.
pub(super) async fn run<T, F>(ctx: &ActivityContext, work: impl FnOnce(Watch) -> F) -> Outcome<T>
where
    F: Future<Output = Result<T, fixers::FixerError>>,
{
    let (sender, receiver) = watch::channel(Progress {
        phase: "start".to_owned(),
        line: String::new(),
    });
    let cancel = CancellationToken::new();
    let progress = Arc::new(move |progress| {
        sender.send_replace(progress);
    });
    let work = work(Watch {
        progress,
        cancel: cancel.clone(),
    });
    tokio::pin!(work);
    let mut ticks = tokio::time::interval(BEAT);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        tokio::select! {
            result = &mut work => return result.map_err(Failure::from),
            () = ctx.cancelled(), if !cancel.is_cancelled() => cancel.cancel(),
            _ = ticks.tick() => {
                let seen = receiver.borrow().clone();
                // A lost beat is followed by another; a server that is away cancels nothing.
                let _lost = ctx.record_heartbeat(seen).await;
            }
        }
    }
}
