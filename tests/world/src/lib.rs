//! The world around regreen, faked as a model and not as recorded calls: a Vercel, a GitHub with real git, and an
//! OpenAI-compatible model. The demo and the end-to-end tests run against it; the product never depends on it.

// The large JSON objects of third-party APIs are one literal each.
#![recursion_limit = "256"]

mod clock;
mod error;
mod git;
mod github;
mod html;
mod http;
mod ids;
mod model;
mod vercel;
mod webhook;
mod world;

pub use error::WorldError;
pub use git::Signature;
pub use github::{
    Access, CommentSnapshot, FakeGitHub, GitHubOptions, HookDelivery, HookSnapshot,
    PullRequestSnapshot, Push, ReactionSnapshot, RepositorySnapshot, StatusSnapshot, StatusState,
};
pub use http::{Exchange, Fault, Faults, Matching, Traffic};
pub use model::{
    Brain, ChatRequest, FakeModel, Message, ModelOptions, Reader, Scenario, ScriptStep, Scripted,
    ToolCall, Turn, TurnFault,
};
pub use vercel::{
    Builder, DeploymentSnapshot, EventFormat, EventShape, FakeVercel, GitProvider, HookAttempt,
    LogLine, LogSink, Plan, ProjectLink, ProjectSettings, ReadyState, SandboxBuilder,
    ScriptedBuilder, ScriptedRun, Step, StepKind, Stream, Tree, VercelDelivery, VercelOptions,
    WebhookSnapshot,
};
pub use webhook::{
    Outcome, Received, Receiver, StandardError, hmac_sha1_hex, hmac_sha256_hex, verify_standard,
};

pub use world::{World, WorldOptions};

#[cfg(test)]
mod testing;
