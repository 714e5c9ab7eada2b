//! Everything that a person or another system can ask of regreen, with its checks and its errors.
//!
//! REST, dashboard, gRPC and the command line are faces of [`Operations`]: they read arguments and show results.
//! The webhook intake and the dispatcher (from the outbox to Temporal) are here, too. What a fix does once it runs
//! is the workflow's; nothing here knows HTTP servers or terminals.

mod connections;
mod dispatch;
mod engine;
mod error;
mod fixes;
mod hooks;
mod input;
mod intake;
mod readiness;
mod rules;
mod secrets;
mod subscriptions;
#[cfg(test)]
mod testing;
mod web_ui;

use std::sync::Arc;

use blobs::Blobs;
use store::Store;
use tokio::sync::Notify;
use vault::Vault;

pub use connections::{ConnectionSummary, NewConnection};
pub use contract::search::ALL as SEARCH_ATTRIBUTES;
pub use dispatch::{DispatchOptions, Dispatcher};
pub use engine::{
    ConnectFuture, Delivered, Description, Engine, EngineError, LastFailure, Message,
    PendingActivity, PendingState, Run, StartFix, Started, TemporalEngine,
};
pub use error::{Code, OperationError, OperationResult};
pub use fixes::{
    Artifact, Change, FixDetails, FixSummary, LogKind, ProofReport, Sent, ViewSource, WatchOptions,
    step_name,
};
pub use hooks::{AddedHook, NewHook};
pub use intake::{Incoming, Receipt};
pub use readiness::{Check, Readiness};
pub use rules::{NewRule, RuleSummary};
pub use store::{Cursor, FixFilter, Page, PageRequest, Provider};
pub use subscriptions::{NewSubscription, SubscriptionChange, SubscriptionSummary};
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
}

/// All operations. Those that need only the store work while Temporal is away.
pub struct Operations {
    store: Store,
    vault: Vault,
    blobs: Blobs,
    engine: Arc<dyn Engine>,
    web_ui: Option<WebUi>,
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
        } = parts;
        Self {
            store,
            vault,
            blobs,
            engine,
            web_ui,
            wake: Notify::new(),
        }
    }

    /// The page of a workflow in the Temporal Web UI.
    #[must_use]
    pub fn web_ui_of(&self, workflow_id: &str) -> Option<String> {
        self.web_ui.as_ref().map(|ui| ui.workflow(workflow_id))
    }
}
