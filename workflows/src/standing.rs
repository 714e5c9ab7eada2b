//! Workflows that never end by themselves: one activity whose tries are looks, begun anew every day so that no history
//! grows.

#![expect(
    missing_docs,
    reason = "the workflow macros generate public constants that cannot carry documentation"
)]

use std::time::{Duration, SystemTime};

use contract::{
    Lenient,
    activities::standing::{self, Day, PollLook, ReconcileLook},
    start::PollInput,
};
use temporalio_macros::{workflow, workflow_methods};
use temporalio_workflow::{
    ActivityCloseTimeouts, ActivityOptions, ContinueAsNewOptions, RetryPolicy, WorkflowContext,
    WorkflowContextView, WorkflowResult, WorkflowTermination,
    common::{ActivityDefinition, data_converters::TemporalDeserializable},
};

/// Longer than the longest day an activity may keep, so that the activity, not Temporal, ends it.
const DAY: Duration = Duration::from_secs(26 * 3600);

/// One look, with all the calls in it.
const LOOK: Duration = Duration::from_secs(900);

/// After a day that failed outright, which only a fault of ours can do.
const AFTER_A_FAULT: Duration = Duration::from_secs(60);

/// One day. `None`: begin another.
async fn day<W, A>(
    ctx: &WorkflowContext<W>,
    activity: A,
    input: A::Input,
    summary: String,
) -> Result<Option<String>, WorkflowTermination>
where
    A: ActivityDefinition<Output = Day>,
    A::Output: TemporalDeserializable,
{
    let options =
        ActivityOptions::with_close_timeouts(ActivityCloseTimeouts::ScheduleAndStartToClose {
            schedule_to_close: DAY,
            start_to_close: LOOK,
        })
        .retry_policy(
            RetryPolicy::builder()
                .initial_interval(Duration::from_secs(1))
                .backoff_coefficient(2.0)
                .maximum_interval(Duration::from_secs(60))
                .build(),
        )
        .summary(summary)
        .build();
    match ctx.execute_activity(activity, input, options).await {
        Ok(Day::Over) => Ok(None),
        Ok(Day::Last { why }) => Ok(Some(why)),
        Err(_) if ctx.cancellation_token().is_cancelled() => Err(WorkflowTermination::cancelled()),
        Err(_) => {
            ctx.timer(AFTER_A_FAULT).await;
            Ok(None)
        }
    }
}

fn since(time: Option<SystemTime>) -> i64 {
    crate::fix_deployment::milliseconds(time)
}

/// What to look for, and the look's summary; or why there is nothing to look for.
fn poll(
    input: &Lenient<PollInput>,
    what: &str,
    time: Option<SystemTime>,
) -> Result<(PollLook, String), String> {
    match input {
        Lenient::Value(input) => Ok((
            PollLook {
                connection: input.connection.clone(),
                since: since(time),
            },
            format!("{what} {}", input.connection),
        )),
        Lenient::Malformed(reason) => Err(format!("the input cannot be read: {reason}")),
    }
}

/// Looks for failed deployments of a connection's projects: for platforms, plans and networks without webhooks.
#[workflow]
pub struct PollDeployments {
    input: Lenient<PollInput>,
}

#[workflow_methods]
impl PollDeployments {
    /// Accepts any input: a malformed one ends the run at once instead of wedging it.
    #[init]
    pub fn new(_: &WorkflowContextView, input: Lenient<PollInput>) -> Self {
        Self { input }
    }

    /// Looks until the connection is gone.
    #[run(name = "PollDeployments")]
    pub async fn run(ctx: &mut WorkflowContext<Self>) -> WorkflowResult<String> {
        let input = ctx.state(|s| s.input.clone());
        let (look, summary) = match poll(&input, "deployments of", ctx.workflow_time()) {
            Ok(poll) => poll,
            Err(why) => return Ok(why),
        };
        match day(ctx, standing::PollDeployments, look, summary).await? {
            Some(why) => Ok(why),
            None => match ctx.continue_as_new(input, ContinueAsNewOptions::default())? {},
        }
    }
}

/// Looks for comments that address regreen, in repositories that send no webhooks.
#[workflow]
pub struct PollComments {
    input: Lenient<PollInput>,
}

#[workflow_methods]
impl PollComments {
    /// Accepts any input: a malformed one ends the run at once instead of wedging it.
    #[init]
    pub fn new(_: &WorkflowContextView, input: Lenient<PollInput>) -> Self {
        Self { input }
    }

    /// Looks until the connection is gone.
    #[run(name = "PollComments")]
    pub async fn run(ctx: &mut WorkflowContext<Self>) -> WorkflowResult<String> {
        let input = ctx.state(|s| s.input.clone());
        let (look, summary) = match poll(&input, "comments for", ctx.workflow_time()) {
            Ok(poll) => poll,
            Err(why) => return Ok(why),
        };
        match day(ctx, standing::PollComments, look, summary).await? {
            Some(why) => Ok(why),
            None => match ctx.continue_as_new(input, ContinueAsNewOptions::default())? {},
        }
    }
}

/// Compares what is stored with what runs.
#[workflow]
#[derive(Default)]
pub struct ReconcileFixes;

#[workflow_methods]
impl ReconcileFixes {
    /// Never ends by itself.
    #[run(name = "ReconcileFixes")]
    pub async fn run(ctx: &mut WorkflowContext<Self>) -> WorkflowResult<String> {
        let look = ReconcileLook {
            since: since(ctx.workflow_time()),
        };
        let summary = "what is stored against what runs".to_owned();
        match day(ctx, standing::ReconcileFixes, look, summary).await? {
            Some(why) => Ok(why),
            None => match ctx.continue_as_new((), ContinueAsNewOptions::default())? {},
        }
    }
}
