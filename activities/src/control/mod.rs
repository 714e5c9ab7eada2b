//! Activities of the control queue: they may use the store, the vault, platforms and git hosts.

mod accounts;
mod alert;
mod cause;
mod deployment;
mod executions;
mod log;
mod look_at_comments;
mod look_at_deployments;
mod ports;
mod publish;
mod pull_request;
mod reconcile;
mod record;
mod rules;
mod signal;
mod source;
mod standing;

pub use alert::AlertActivities;
pub use cause::CauseActivities;
pub use deployment::DeploymentActivities;
pub use log::LogActivities;
pub use ports::Ports;
pub use publish::PublishActivities;
pub use pull_request::PullRequestActivities;
pub use record::RecordActivities;
pub use rules::RuleActivities;
pub use source::SourceActivities;
pub use standing::StandingActivities;
