//! Source trees on disk: the archive they travel in, and the git trees that name their states.
//!
//! Nothing here runs foreign code, follows a symbolic link or reads a repository's own git configuration.

mod archive;
mod generated;
mod git;
mod path;
mod state;

pub use archive::{ArchiveError, Limits, Packed, pack, unpack};
pub(crate) use generated::Selection;
pub(crate) use path::{is_inside, open_beneath, parent_beneath};
pub(crate) use state::{TreeEntry, TreeStore};

#[cfg(test)]
mod tests;
