//! `FixDeployment`: the life of one fix, from a failed deployment to a merged pull request.
//!
//! This file holds the workflow's type and its messages. The steps are in files of their own: [`life`] has the order.

#![expect(
    missing_docs,
    reason = "the workflow macros generate public constants that cannot carry documentation"
)]

mod attempt;
mod change;
mod decision;
mod end;
mod ending;
mod follow;
mod follower;
mod job;
mod life;
mod mailbox;
mod options;
mod publish;
mod redeploy;
mod review;
mod run;

use contract::{
    Lenient,
    signals::{
        Approve, Cancel, CauseEvent, DeploymentEvent, PullRequestEvent, PushEvent, Reject, Retry,
    },
    start::{FixInput, FixOutcome},
};
use domain::{FixStatus, FixView, workflow_id};
use temporalio_macros::{workflow, workflow_methods};
use temporalio_workflow::{
    SyncWorkflowContext, WorkflowContext, WorkflowContextView, WorkflowResult, WorkflowTermination,
    common::error::ApplicationFailure,
};

use mailbox::{Mailbox, Message};

/// The workflow. Its state is what the query `state` answers, and the messages not yet acted upon.
#[workflow]
pub struct FixDeployment {
    input: Result<FixInput, String>,
    view: Option<FixView>,
    mailbox: Mailbox,
    /// Retries by people that were granted in this run.
    retries: u32,
}

#[workflow_methods]
impl FixDeployment {
    /// Accepts any input: a malformed one ends the run at once instead of wedging it.
    #[init]
    pub fn new(_: &WorkflowContextView, input: Lenient<FixInput>) -> Self {
        let input = match input {
            Lenient::Value(input) => Ok(input),
            Lenient::Malformed(reason) => Err(reason),
        };
        let view = input.as_ref().ok().map(|input| {
            FixView::new(
                input.fix.clone(),
                workflow_id(input.platform, &input.deployment),
                input.platform,
                input.deployment.clone(),
                input.subscription.clone(),
            )
        });
        Self {
            input,
            view,
            mailbox: Mailbox::default(),
            retries: 0,
        }
    }

    /// Runs until the fix has ended and rested.
    #[run(name = "FixDeployment")]
    pub async fn run(ctx: &mut WorkflowContext<Self>) -> WorkflowResult<FixOutcome> {
        match ctx.state(|s| s.input.clone()) {
            Ok(input) => life::run(ctx, input).await,
            Err(reason) => Err(WorkflowTermination::from(
                ApplicationFailure::builder(anyhow::anyhow!(
                    "the input of the fix cannot be read: {reason}"
                ))
                .type_name(contract::FailureKind::Invalid.as_str().to_owned())
                .non_retryable(true)
                .build(),
            )),
        }
    }

    /// Stops the fix.
    #[signal]
    pub fn cancel(&mut self, ctx: &mut SyncWorkflowContext<Self>, message: Lenient<Cancel>) {
        self.receive(ctx, message, Message::Cancel);
    }

    /// Asks for another attempt.
    #[signal]
    pub fn retry(&mut self, ctx: &mut SyncWorkflowContext<Self>, message: Lenient<Retry>) {
        self.receive(ctx, message, Message::Retry);
    }

    /// Lets the patch under review be published.
    #[signal]
    pub fn approve(&mut self, ctx: &mut SyncWorkflowContext<Self>, message: Lenient<Approve>) {
        self.receive(ctx, message, Message::Approve);
    }

    /// Refuses the patch under review.
    #[signal]
    pub fn reject(&mut self, ctx: &mut SyncWorkflowContext<Self>, message: Lenient<Reject>) {
        self.receive(ctx, message, Message::Reject);
    }

    /// News of a deployment.
    #[signal]
    pub fn deployment_event(
        &mut self,
        ctx: &mut SyncWorkflowContext<Self>,
        message: Lenient<DeploymentEvent>,
    ) {
        self.receive(ctx, message, Message::Deployment);
    }

    /// News of the pull request.
    #[signal]
    pub fn pull_request_event(
        &mut self,
        ctx: &mut SyncWorkflowContext<Self>,
        message: Lenient<PullRequestEvent>,
    ) {
        self.receive(ctx, message, Message::PullRequest);
    }

    /// News of a branch.
    #[signal]
    pub fn push_event(&mut self, ctx: &mut SyncWorkflowContext<Self>, message: Lenient<PushEvent>) {
        self.receive(ctx, message, Message::Push);
    }

    /// The fix that this one follows has ended.
    #[signal]
    pub fn cause_event(
        &mut self,
        ctx: &mut SyncWorkflowContext<Self>,
        message: Lenient<CauseEvent>,
    ) {
        self.receive(ctx, message, Message::Cause);
    }

    /// The whole view; `null` when the input was malformed.
    #[query]
    pub fn state(&self, _: &WorkflowContextView) -> Option<FixView> {
        self.view.clone()
    }
}

impl FixDeployment {
    fn receive<T>(
        &mut self,
        ctx: &SyncWorkflowContext<Self>,
        message: Lenient<T>,
        wrap: impl FnOnce(T) -> Message,
    ) {
        let now = run::milliseconds(ctx.workflow_time());
        let Some(view) = self.view.as_mut() else {
            return;
        };
        let remark = match message {
            Lenient::Value(message) => self.mailbox.accept(view, wrap(message)),
            Lenient::Malformed(reason) => Some(format!(
                "a message could not be read and was ignored: {reason}"
            )),
        };
        if let Some(remark) = remark {
            view.note(now, remark);
            view.revision += 1;
            ctx.set_current_details(report::details::current(view));
        }
    }

    fn status(&self) -> FixStatus {
        self.view
            .as_ref()
            .map_or(FixStatus::Pending, |view| view.status)
    }
}
