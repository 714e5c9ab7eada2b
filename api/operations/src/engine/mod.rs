//! What the operations ask of Temporal: start, signal, retry, query, describe.
//!
//! The trait keeps the operations testable and Temporal's client in one place ([`TemporalEngine`]).

mod ask;
mod definitions;
mod description;
mod temporal;

use async_trait::async_trait;
use contract::{
    signals::{
        Answer, Approve, Cancel, DeploymentEvent, PullRequestEvent, PushEvent, Reject, Retry,
    },
    start::FixInput,
};
use domain::{ConnectionId, FixView, Repository};
use store::Provider;
use thiserror::Error;

pub use description::{Description, LastFailure, PendingActivity, PendingState, Run};
pub use temporal::{ConnectFuture, TemporalEngine};

/// Why the engine could not do it.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum EngineError {
    /// The server, or a worker that must answer, is away: the same call may succeed later.
    #[error("Temporal is not available: {0}")]
    Unavailable(String),
    /// The server refuses the call, or answers what we cannot read: the same call will fail again.
    #[error("Temporal refused the call: {0}")]
    Refused(String),
}

/// What a fix is started with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartFix {
    /// The workflow's id.
    pub workflow_id: String,
    /// Its input.
    pub input: FixInput,
    /// The project's name, for people and for searching.
    pub project_name: String,
    /// The repository, for searching.
    pub repository: Option<Repository>,
    /// One line for the Web UI's list.
    pub summary: String,
    /// Markdown for the Web UI's page.
    pub details: String,
}

/// What a start found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Started {
    /// Nobody had started it before.
    New,
    /// It runs, or ran, already.
    Before,
}

/// A message to an open fix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// Stop.
    Cancel(Cancel),
    /// Try again.
    Retry(Retry),
    /// Publish the patch.
    Approve(Approve),
    /// Do not publish the patch.
    Reject(Reject),
    /// News of a deployment.
    Deployment(DeploymentEvent),
    /// News of the pull request.
    PullRequest(PullRequestEvent),
    /// News of a branch.
    Push(PushEvent),
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivered {
    /// The workflow has it.
    Yes,
    /// No workflow with this id is open.
    Gone,
}

/// What a workflow said to a message that asked for an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// This.
    Answer(Answer),
    /// Nothing in time: no worker, or too many questions at once. Whether it has the message is not known.
    Silence,
    /// No workflow with this id is open.
    Gone,
}

/// Temporal, as far as the operations need it.
#[async_trait]
pub trait Engine: Send + Sync {
    /// Starts a fix; starting twice finds the first.
    async fn start(&self, fix: StartFix) -> Result<Started, EngineError>;

    /// Sends a message. The request id, when given, makes repetitions count once on the server.
    async fn send(
        &self,
        workflow_id: &str,
        message: Message,
        request_id: Option<String>,
    ) -> Result<Delivered, EngineError>;

    /// Sends a person's message and waits for the answer, a few seconds at most. The id makes repetitions count once,
    /// also that of the same message sent by [`Engine::send`].
    async fn ask(
        &self,
        workflow_id: &str,
        message: Message,
        id: &str,
    ) -> Result<Asked, EngineError>;

    /// Sees to it that a connection is polled; fine when it is already.
    async fn ensure_polling(
        &self,
        connection: &ConnectionId,
        provider: Provider,
    ) -> Result<(), EngineError>;

    /// Signals `retry` to the open run, or starts a new one with it.
    async fn retry(&self, fix: StartFix, retry: Retry) -> Result<(), EngineError>;

    /// The live view; `None` when no workflow has this id.
    async fn state(&self, workflow_id: &str) -> Result<Option<FixView>, EngineError>;

    /// The run and what it is waiting for; `None` when no workflow has this id.
    async fn describe(&self, workflow_id: &str) -> Result<Option<Description>, EngineError>;

    /// Whether the server answers.
    async fn check(&self) -> Result<(), EngineError>;
}
