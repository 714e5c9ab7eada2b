//! Hosting platforms behind one trait: what failed, its log, a redeploy; what an account has and its webhooks; and the
//! authentic reading of what these deliver.
//!
//! To add a platform, write a folder with the same file names as `vercel/` and add its registration to the list in
//! `registry.rs`. Nothing here diagnoses a log, stores anything or retries: [`PlatformError::kind`] tells the caller
//! whether a retry makes sense.

mod account;
mod build_log;
mod error;
#[cfg(fuzzing)]
pub mod fuzzing;
mod platform;
mod reference;
mod registry;
mod vercel;
pub mod webhook;

pub use account::{Account, LinkedProject, ProjectPage, Team, TokenInfo, Webhook};
pub use build_log::{BuildLog, LogLevel, LogLine};
pub use error::{PlatformError, WebhookRefusal};
pub use platform::{Credentials, DeploymentFilter, Platform, ProjectSettings};
pub use reference::deployment_reference;
pub use registry::{connect, supported};
