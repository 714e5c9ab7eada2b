//! Everything that a person or another system can ask of regreen, with its checks and its errors.
//!
//! REST, dashboard, gRPC and the command line are faces of [`Operations`]: they read arguments and show results.
//! The webhook intake and the dispatcher (from the outbox to Temporal) are here, too. What a fix does once it runs
//! is the workflow's; nothing here knows HTTP servers or terminals.

mod accounts;
mod budgets;
mod channels;
mod connections;
mod dispatch;
mod engine;
mod error;
mod fixes;
mod hooks;
mod input;
mod intake;
mod projects;
mod readiness;
mod rules;
mod secrets;
mod subscriptions;
#[cfg(test)]
mod testing;
mod web_ui;

use std::{collections::HashMap, sync::Arc};

use blobs::Blobs;
use outbound::Url;
use store::Store;
use tokio::sync::Notify;
use vault::Vault;

pub use accounts::{supported_providers, token_guide};
pub use budgets::{BudgetChange, BudgetReport, Limits};
pub use channels::{AddedChannel, ChannelDetails, ChannelSummary, ChannelTest, NewChannel};
pub use connections::{
    ConnectionCheck, ConnectionDetails, ConnectionSummary, Finding, NewConnection, Probe,
    RemovedConnection, Standing, TeamChoice,
};
pub use contract::search::ALL as SEARCH_ATTRIBUTES;
pub use dispatch::{DispatchOptions, Dispatcher};
pub use engine::{
    Asked, ConnectFuture, Delivered, Description, Engine, EngineError, LastFailure, Message,
    PendingActivity, PendingState, Run, StartFix, Started, TemporalEngine,
};
pub use error::{Code, OperationError, OperationResult};
pub use fixes::{
    Artifact, AttemptCost, Begun, BegunFix, Change, FixCost, FixDetails, FixSummary, LogKind,
    ProofReport, ProposedPullRequest, Sent, ViewSource, WatchOptions, Wish, step_name,
};
pub use hooks::{AddedHook, HookSummary, Listening, NewHook};
pub use intake::{Incoming, Receipt};
pub use projects::{ProjectFilter, ProjectLine, ProjectList};
pub use readiness::{Check, Readiness};
pub use rules::{
    ActionChange, ActionKind, ConditionsChange, NewRule, RuleCase, RuleChange, RuleSummary,
    RuleTestReport, RuleVerdict, TriedRule,
};
pub use store::{ConnectionStatus, Cursor, FixFilter, HookStatus, Page, PageRequest, Provider};
pub use subscriptions::{
    AddedSubscription, Hearing, NewSubscription, RemovedSubscription, SettingsChange,
    SubscriptionChange, SubscriptionSummary,
};
pub use web_ui::WebUi;

/// What the operations work with.
#[derive(Debug)]
pub struct Parts {
    /// What regreen remembers.
    pub store: Store,
    /// Opens and seals secrets.
    pub vault: Vault,
    /// Large things.
    pub blobs: Blobs,
    /// Where the Temporal Web UI is, if people can reach one.
    pub web_ui: Option<WebUi>,
    /// The way to platforms and git hosts.
    pub http: outbound::Client,
    /// Where the APIs are for connections without an address of their own.
    pub endpoints: HashMap<Provider, Url>,
    /// How others reach our API; without it nobody can send us webhooks.
    pub public_url: Option<Url>,
    /// What the configuration allows, to be shown.
    pub limits: Limits,
}

/// All operations. Those that need only the store work while Temporal is away.
pub struct Operations {
    store: Store,
    vault: Vault,
    blobs: Blobs,
    engine: Arc<dyn Engine>,
    web_ui: Option<WebUi>,
    http: outbound::Client,
    endpoints: HashMap<Provider, Url>,
    public_url: Option<Url>,
    limits: Limits,
    /// Wakes the dispatcher of this process.
    wake: Notify,
}

impl std::fmt::Debug for Operations {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Operations")
            .field("store", &self.store)
            .finish_non_exhaustive()
    }
}

impl Operations {
    /// Operations over these parts.
    #[must_use]
    pub fn new(parts: Parts, engine: Arc<dyn Engine>) -> Self {
        let Parts {
            store,
            vault,
            blobs,
            web_ui,
            http,
            endpoints,
            public_url,
            limits,
        } = parts;
        Self {
            store,
            vault,
            blobs,
            engine,
            web_ui,
            http,
            endpoints,
            public_url,
            limits,
            wake: Notify::new(),
        }
    }

    /// The page of a workflow in the Temporal Web UI.
    #[must_use]
    pub fn web_ui_of(&self, workflow_id: &str) -> Option<String> {
        self.web_ui.as_ref().map(|ui| ui.workflow(workflow_id))
    }
}
