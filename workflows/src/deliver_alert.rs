//! `DeliverAlert`: one alert to one channel, for as long as outages may last.

#![expect(
    missing_docs,
    reason = "the workflow macros generate public constants that cannot carry documentation"
)]

use std::time::Duration;

use contract::{
    Lenient,
    activities::alert::{SendAlert, SendAlertInput},
    start::AlertInput,
};
use temporalio_macros::{workflow, workflow_methods};
use temporalio_workflow::{
    ActivityCloseTimeouts, ActivityOptions, RetryPolicy, WorkflowContext, WorkflowContextView,
    WorkflowResult,
};

/// A receiver that does not answer within this time is tried again.
const ONE_TRY: Duration = Duration::from_secs(120);

/// The workflow.
#[workflow]
pub struct DeliverAlert {
    input: Result<AlertInput, String>,
}

#[workflow_methods]
impl DeliverAlert {
    /// Accepts any input: a malformed one ends the run at once instead of wedging it.
    #[init]
    pub fn new(_: &WorkflowContextView, input: Lenient<AlertInput>) -> Self {
        let input = match input {
            Lenient::Value(input) => Ok(input),
            Lenient::Malformed(reason) => Err(reason),
        };
        Self { input }
    }

    /// Sends it; returns what came of it.
    #[run(name = "DeliverAlert")]
    pub async fn run(ctx: &mut WorkflowContext<Self>) -> WorkflowResult<String> {
        let input = match ctx.state(|s| s.input.clone()) {
            Ok(input) => input,
            Err(reason) => return Ok(format!("the input cannot be read: {reason}")),
        };
        let summary = format!("{} to {}", input.event, input.channel);
        let options =
            ActivityOptions::with_close_timeouts(ActivityCloseTimeouts::ScheduleAndStartToClose {
                schedule_to_close: Duration::from_millis(input.window),
                start_to_close: ONE_TRY,
            })
            .retry_policy(
                RetryPolicy::builder()
                    .initial_interval(Duration::from_millis(500))
                    .backoff_coefficient(2.0)
                    .maximum_interval(Duration::from_secs(600))
                    .build(),
            )
            .summary(summary)
            .build();
        let send = SendAlertInput {
            channel: input.channel,
            id: input.id,
            event: input.event,
            view: input.view,
        };
        Ok(match ctx.execute_activity(SendAlert, send, options).await {
            Ok(()) => "delivered".to_owned(),
            Err(error) => format!("not delivered: {error}"),
        })
    }
}
