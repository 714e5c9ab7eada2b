//! Hosting platforms behind one trait: what failed, its log, a redeploy; and the authentic reading of their webhooks.
//!
//! To add a platform, write a folder with the same file names as `vercel/` and add its registration to the list in
//! `registry.rs`. Nothing here diagnoses a log, stores anything or retries: [`PlatformError::kind`] tells the caller
//! whether a retry makes sense.

mod build_log;
mod error;
mod platform;
mod registry;
mod vercel;
pub mod webhook;

pub use build_log::{BuildLog, LogLevel, LogLine};
pub use error::PlatformError;
pub use platform::{Account, Credentials, DeploymentFilter, Platform, ProjectSettings};
pub use registry::{connect, supported};
