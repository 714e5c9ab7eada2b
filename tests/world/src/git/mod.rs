//! Bare git repositories on disk, through the `git` command. Who may see or change them is decided elsewhere.

mod bare;
mod command;
mod commit;
mod diff;
mod folder;
mod merge;

pub(crate) use bare::BareRepository;
pub(crate) use command::{ENVIRONMENT, GitCommand};
pub use commit::Signature;
pub(crate) use commit::{CommitInfo, ZERO};
pub(crate) use diff::FileDiff;
pub(crate) use merge::MergeMethod;

#[cfg(test)]
mod tests;
