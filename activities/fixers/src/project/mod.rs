//! What kind of project a tree holds, and what a platform would run to build it.
//!
//! Reads files only; running anything is `build`'s.

mod commands;
mod detect;
mod files;
mod layout;
mod manager;
mod manifest;
mod manifest_edit;
mod node;

pub use detect::{Project, detect};
pub use files::{DirectoryFiles, ProjectFiles};
pub use manager::{Manager, PackageManager};
pub(crate) use manifest::Manifest;
pub(crate) use manifest_edit::with_additions;
pub(crate) use node::satisfies as node_satisfies;

#[cfg(test)]
#[path = "memory/tests.rs"]
pub(crate) mod memory;
#[cfg(test)]
mod tests;
