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
mod notify;
mod options;
mod publish;
mod redeploy;
mod review;
mod run;

use contract::{
    Lenient,
    signals::{
        Answer, Approve, Cancel, CauseEvent, DeploymentEvent, PullRequestEvent, PushEvent, Reject,
        Retry,
    },
    start::{FixInput, FixOutcome},
};
use domain::{FixStatus, FixView, workflow_id};
use temporalio_macros::{workflow, workflow_methods};
use temporalio_workflow::{
    SyncWorkflowContext, WorkflowContext, WorkflowContextView, WorkflowResult, WorkflowTermination,
    common::error::ApplicationFailure,
};

use mailbox::{Mailbox, Message, Reception};
pub(crate) use run::milliseconds;

/// The workflow. Its state is what the query `state` answers, and the messages not yet acted upon.
#[workflow]
pub struct FixDeployment {
    input: Result<FixInput, String>,
    view: Option<FixView>,
    mailbox: Mailbox,
    /// Retries by people that were granted in this run.
    retries: u32,
    /// Lives of the fix in this run: one, and one more for each retry at rest.
    lives: u32,
    /// The failing commit has a status of ours, which must not be left pending.
    commit_told: bool,
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
            lives: 0,
            commit_told: false,
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
        let _said = self.receive(ctx, message, Message::Cancel);
    }

    /// Asks for another attempt.
    #[signal]
    pub fn retry(&mut self, ctx: &mut SyncWorkflowContext<Self>, message: Lenient<Retry>) {
        let _said = self.receive(ctx, message, Message::Retry);
    }

    /// Lets the patch under review be published.
    #[signal]
    pub fn approve(&mut self, ctx: &mut SyncWorkflowContext<Self>, message: Lenient<Approve>) {
        let _said = self.receive(ctx, message, Message::Approve);
    }

    /// Refuses the patch under review.
    #[signal]
    pub fn reject(&mut self, ctx: &mut SyncWorkflowContext<Self>, message: Lenient<Reject>) {
        let _said = self.receive(ctx, message, Message::Reject);
    }

    /// News of a deployment.
    #[signal]
    pub fn deployment_event(
        &mut self,
        ctx: &mut SyncWorkflowContext<Self>,
        message: Lenient<DeploymentEvent>,
    ) {
        let _said = self.receive(ctx, message, Message::Deployment);
    }

    /// News of the pull request.
    #[signal]
    pub fn pull_request_event(
        &mut self,
        ctx: &mut SyncWorkflowContext<Self>,
        message: Lenient<PullRequestEvent>,
    ) {
        let _said = self.receive(ctx, message, Message::PullRequest);
    }

    /// News of a branch.
    #[signal]
    pub fn push_event(&mut self, ctx: &mut SyncWorkflowContext<Self>, message: Lenient<PushEvent>) {
        let _said = self.receive(ctx, message, Message::Push);
    }

    /// The fix that this one follows has ended.
    #[signal]
    pub fn cause_event(
        &mut self,
        ctx: &mut SyncWorkflowContext<Self>,
        message: Lenient<CauseEvent>,
    ) {
        let _said = self.receive(ctx, message, Message::Cause);
    }

    /// A message that cannot be read is refused before it reaches the history.
    #[update_validator(cancel_update)]
    pub fn check_cancel(
        &self,
        _: &WorkflowContextView,
        message: &Lenient<Cancel>,
    ) -> Result<(), Refusal> {
        readable(message)
    }

    /// Stops the fix, and answers.
    #[update(name = "cancel")]
    pub fn cancel_update(
        &mut self,
        ctx: &mut SyncWorkflowContext<Self>,
        message: Lenient<Cancel>,
    ) -> Result<Answer, Refusal> {
        Ok(self.receive(ctx, message, Message::Cancel))
    }

    /// As [`Self::check_cancel`].
    #[update_validator(retry_update)]
    pub fn check_retry(
        &self,
        _: &WorkflowContextView,
        message: &Lenient<Retry>,
    ) -> Result<(), Refusal> {
        readable(message)
    }

    /// Asks for another attempt, and answers.
    #[update(name = "retry")]
    pub fn retry_update(
        &mut self,
        ctx: &mut SyncWorkflowContext<Self>,
        message: Lenient<Retry>,
    ) -> Result<Answer, Refusal> {
        Ok(self.receive(ctx, message, Message::Retry))
    }

    /// As [`Self::check_cancel`].
    #[update_validator(approve_update)]
    pub fn check_approve(
        &self,
        _: &WorkflowContextView,
        message: &Lenient<Approve>,
    ) -> Result<(), Refusal> {
        readable(message)
    }

    /// Lets the patch under review be published, and answers.
    #[update(name = "approve")]
    pub fn approve_update(
        &mut self,
        ctx: &mut SyncWorkflowContext<Self>,
        message: Lenient<Approve>,
    ) -> Result<Answer, Refusal> {
        Ok(self.receive(ctx, message, Message::Approve))
    }

    /// As [`Self::check_cancel`].
    #[update_validator(reject_update)]
    pub fn check_reject(
        &self,
        _: &WorkflowContextView,
        message: &Lenient<Reject>,
    ) -> Result<(), Refusal> {
        readable(message)
    }

    /// Refuses the patch under review, and answers.
    #[update(name = "reject")]
    pub fn reject_update(
        &mut self,
        ctx: &mut SyncWorkflowContext<Self>,
        message: Lenient<Reject>,
    ) -> Result<Answer, Refusal> {
        Ok(self.receive(ctx, message, Message::Reject))
    }

    /// The whole view; `null` when the input was malformed.
    #[query]
    pub fn state(&self, _: &WorkflowContextView) -> Option<FixView> {
        self.view.clone()
    }
}

/// Why an update is refused: a sentence for its sender.
type Refusal = Box<dyn std::error::Error + Send + Sync>;

/// Refuses what cannot be read. What can be read but changes nothing is accepted, and leaves a note as a signal does:
/// the same message has the same effect through every channel.
fn readable<T>(message: &Lenient<T>) -> Result<(), Refusal> {
    match message {
        Lenient::Value(_) => Ok(()),
        Lenient::Malformed(reason) => Err(format!("the message cannot be read: {reason}").into()),
    }
}

impl FixDeployment {
    fn receive<T>(
        &mut self,
        ctx: &SyncWorkflowContext<Self>,
        message: Lenient<T>,
        wrap: impl FnOnce(T) -> Message,
    ) -> Answer {
        let now = run::milliseconds(ctx.workflow_time());
        let status = self.status();
        let Some(view) = self.view.as_mut() else {
            return Answer {
                counted: false,
                said: "the input of the fix cannot be read".to_owned(),
                status,
            };
        };
        let reception = match message {
            Lenient::Value(message) => self.mailbox.accept(view, wrap(message)),
            Lenient::Malformed(reason) => Reception::Ignored(format!(
                "a message could not be read and was ignored: {reason}"
            )),
        };
        if let Some(remark) = reception.remark() {
            view.note(now, remark);
            view.revision += 1;
            ctx.set_current_details(report::details::current(view));
        }
        let (counted, said) = match reception {
            Reception::Counts(said) => (true, said),
            Reception::Ignored(why) => (false, why),
            Reception::Repeated(counted) => (counted, "the message had arrived before".to_owned()),
        };
        Answer {
            counted,
            said,
            status,
        }
    }

    fn status(&self) -> FixStatus {
        self.view
            .as_ref()
            .map_or(FixStatus::Pending, |view| view.status)
    }
}
