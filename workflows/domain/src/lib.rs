//! The vocabulary of regreen: ids, statuses and their transitions, diagnoses, rules, patches, proofs.
//!
//! Pure data with serde; no I/O, no clock. What the words mean is in `docs/architecture.md`.

pub mod actor;
pub mod alert;
pub mod blob;
pub mod budget;
pub mod deployment;
pub mod diagnosis;
pub mod ids;
pub mod lineage;
pub mod patch;
pub mod proof;
pub mod repository;
pub mod rule;
pub mod settings;
pub mod status;
pub mod view;

pub use actor::{Actor, Channel};
pub use alert::{AlertEvent, ChannelKind};
pub use blob::BlobRef;
pub use budget::{Budget, Spend};
pub use deployment::{
    Commit, Deployment, DeploymentState, Platform, PullRequestLink, SourcePullRequest,
};
pub use diagnosis::{Diagnosis, ErrorType, Vote};
pub use ids::{
    AttemptNumber, ChannelId, ConnectionId, DeliveryId, DeploymentId, FixId, HookId, RuleId,
    SubscriptionId, workflow_id,
};
pub use lineage::Lineage;
pub use patch::{FindingKind, Patch, PolicyFinding};
pub use proof::{CommandRun, Proof};
pub use repository::{GitHost, Repository};
pub use rule::{Rule, RuleAction, RuleConditions};
pub use settings::{BuildSettings, FixSettings, UnprovedPolicy, Windows};
pub use status::{EndReason, FixStatus, TransitionError};
pub use view::{AttemptOutcome, AttemptView, Entry, FixView, Leader, Proposal, Waiting};
